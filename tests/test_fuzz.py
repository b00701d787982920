"""Whatever befalls a record file on its way, it is refused in a sentence or every record of it is counted.

FUZZ_SECONDS=240 in the environment looks for longer than the usual 15 seconds, at ever new examples.
"""

import codecs
import gzip
import os
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from pipelines.csv_survey import survey
from pipelines.errors import Refused
from tests.desk import Desk, open_desk
from tests.raw_folders import FOLDER, FolderTakenIn, archive_of, csv_of, lay, take_in_folder
from tests.records import WOMAN, edition

USUAL_SECONDS = 15.0
SECONDS = float(os.environ.get("FUZZ_SECONDS", USUAL_SECONDS))
EXAMPLES = int(max(SECONDS, USUAL_SECONDS) * 15)
"""More than there is time for."""
MARKER = "Unmistakable"
"""What no sentence and no note may repeat: it stands in every record, and in no header."""
SOUND = "sound.csv"
SHORT = [
    *("FINITIAL", "SINITIAL", "DOB", "SEX", "REFLD", "AGNCY", "CLIENTID", "EPISODID", "CONSENT", "DAT", "LA", "DRUG1"),
    *("DRUG2", "DRUG3", "TRIAGED", "DISD", "DISRSN", "MODAL", "REFMODDT", "MODID", "FAOMODDT", "MODST", "MODEND"),
    *("NATION", "CHILDWTH", "ETHNIC", "TOPDATE"),
]
ROWS = [
    {"CLIENTID": "1"},
    {"CLIENTID": "2", "SEX": "X"},
    {"CLIENTID": "3", "NATION": f'{MARKER},"quoted"'},
    {"CLIENTID": "4", "NATION": f"{MARKER};of one line"},
    {"CLIENTID": "5", "NATION": f"{MARKER} élan", "CONSENT": "N"},
    {"CLIENTID": "6", "DISD": "01/02/2024", "DISRSN": "80", "ETHNIC": "Q"},
    {"CLIENTID": "6", "FINITIAL": "Z"},
]
TRICKY = [
    *(b'"', b'""', b'"""', b",", b"\n", b"\r", b"\r\n", b"\n\n", b"\r\r", b" ", b'" ', b' "', b"\t", b"\\", b"'", b";"),
    *(
        b"\0",
        b"\xff",
        b"\x81",
        b"\xe9",
        b"\xc3",
        b"\xc3\xa9",
        b"\xe2\x80\xa8",
        b"\xc2\x85",
        b"\xc2\xa0",
        b"\x1a",
        b"\x0b",
    ),
    *(codecs.BOM_UTF8, codecs.BOM_UTF16_LE, b"#", b"NA", b"infinity", b"9" * 40, b"\x1c", b"\xef\xbf\xbe"),
]
HUGE = [65_535, 65_536, 65_537, 200_000]


@dataclass(frozen=True)
class Arrived:
    """A file as it arrived."""

    name: str
    content: bytes

    def __repr__(self) -> str:
        shown = self.content if len(self.content) < 6_000 else self.content[:3_000] + b" ... " + self.content[-3_000:]
        return f"Arrived({self.name!r}, {len(self.content)} bytes: {shown!r})"


def sound_file(header: list[str], client: str = "") -> bytes:
    """The records above, as they were sent."""
    rows = [
        WOMAN | {"NATION": MARKER} | row | {"CLIENTID": f"{MARKER}{client}{row['CLIENTID']}", "MODID": MARKER}
        for row in ROWS
    ]
    with TemporaryDirectory() as folder:
        return csv_of(rows, Path(folder), header)


WHOLE_FILES = {name: sound_file(header) for name, header in (("short", SHORT), ("wide", edition()))}
OF_TWO_LINES = WHOLE_FILES["short"].replace(b";of", b"\nof")


@st.composite
def damaged(draw: st.DrawFn, whole: bytes, most: int = 4) -> bytes:
    """Some bytes, with some of them changed, cut out, put in or said twice."""
    content = bytearray(whole)
    # what befalls the header mostly ends in a refusal: two in three times only records are damaged
    begin = draw(st.sampled_from([0, *[content.find(b"\n") + 1] * 2]))
    for _ in range(draw(st.integers(1, most))):
        # often near the end of the header, and near the end
        near = draw(st.sampled_from([begin, content.find(b"\n"), len(content)]))
        at = draw(
            st.integers(begin, max(begin, len(content))) | st.integers(max(begin, near - 4), max(begin, near + 4))
        )
        at = min(at, len(content))
        length = draw(st.integers(1, 8) | st.integers(1, max(1, len(content) // 2)))
        match draw(
            st.sampled_from(["change", "cut", "cut off", "insert", "insert", "insert", "repeat", "replace", "huge"])
        ):
            case "change":
                content[at : at + 1] = draw(st.binary(min_size=1, max_size=1))
            case "cut":
                del content[at : at + length]
            case "cut off":
                del content[at:]
            case "insert":
                content[at:at] = draw(st.sampled_from(TRICKY) | st.binary(max_size=4))
            case "repeat":
                content[at:at] = content[at : at + length]
            case "replace":
                old, new = draw(st.sampled_from([b'"', b"\n", b",", b'","'])), draw(st.sampled_from([b"", *TRICKY]))
                content[at:] = content[at:].replace(old, new, draw(st.sampled_from([1, 2, -1])))
            case "huge":
                content[at:at] = draw(st.sampled_from([b"x", b'"', b"\n", b" ", b"\xc3\xa9"])) * draw(
                    st.sampled_from(HUGE)
                )
    return bytes(content)


@st.composite
def arrivals(draw: st.DrawFn) -> Arrived:
    """A damaged file; or a packed one, damaged before or after it was packed."""
    whole = draw(st.sampled_from([*WHOLE_FILES.values(), OF_TWO_LINES]))
    if draw(st.booleans()):
        whole = whole.replace(b"\n", b"\r\n")
    match draw(st.sampled_from(["plain", "plain", "plain", "gz", "zip", "damaged gz", "damaged zip"])):
        case "plain":
            return Arrived("damaged.csv", draw(damaged(whole)))
        case "gz":
            return Arrived("damaged.csv.gz", gzip.compress(draw(damaged(whole)), mtime=0))
        case "zip":
            return Arrived("damaged.zip", archive_of({"a.csv": draw(damaged(whole)), "b.csv": sound_file(SHORT, "b")}))
        case "damaged gz":
            return Arrived("damaged.csv.gz", draw(damaged(gzip.compress(whole, mtime=0))))
        case _:
            return Arrived(
                "damaged.zip", draw(damaged(archive_of({"a.csv": whole}, draw(st.sampled_from([0, 8, 12, 14])))))
            )


class Desks:
    """A desk that is replaced by a new one when something went wrong with it."""

    def __init__(self, make: Callable[[], Path]) -> None:
        self.make = make
        self.opened = ExitStack()
        self.desk: Desk | None = None

    def take_in(self, raw: Path) -> FolderTakenIn:
        self.desk = self.desk or self.opened.enter_context(open_desk(self.make()))
        try:
            return take_in_folder(self.desk, raw)
        except Refused:
            raise
        except BaseException:
            self.desk = None
            raise

    def used(self) -> dict[str, int]:
        """Records that came through the rules, by file."""
        assert self.desk is not None
        return dict(
            self.desk.rows(
                "select file, count(*) from staging.ndtms_records_read join staging.ndtms_records_file "
                "using (file_number) where rejects = 0 group by file"
            )
        )


@pytest.fixture(scope="module")
def desks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desks]:
    made = Desks(lambda: tmp_path_factory.mktemp("desk"))
    yield made
    made.opened.close()


def check(desks: Desks, arrived: Arrived, beside: bytes) -> str:
    """Take in a damaged file beside a sound one; says what became of it, or fails."""
    with TemporaryDirectory() as folder:
        raw = Path(folder) / "raw"
        lay(raw, SOUND, beside)
        (raw / FOLDER / arrived.name).write_bytes(arrived.content)
        try:
            taken = desks.take_in(raw)
        except Refused as refusal:
            said = str(refusal)
            assert arrived.name in said
            assert said.endswith("."), said
            assert MARKER.upper() not in said.upper()
            assert "Traceback" not in said
            return "refused"
    for name, (read, accepted, rejected) in taken.read.items():
        assert read == accepted + rejected
        assert rejected == len({line for file, line, _, _ in taken.rejects if file == name})
        assert desks.used().get(name, 0) == accepted
    # what is wrong with one file is nothing to another that was read beside it
    assert taken.read[SOUND] == (len(ROWS), len(ROWS) - 3, 3)
    told = [*(str(reject) for reject in taken.rejects), *(detail for _, detail, _ in taken.notes)]
    assert not [words for words in told if MARKER.upper() in words.upper()]
    return "counted"


class Clock:
    """Ends the looking when time is up, but never between a failure and its repetition."""

    def __init__(self) -> None:
        self.end = time.monotonic() + SECONDS
        self.has_failed = False

    def is_over(self) -> bool:
        return not self.has_failed and time.monotonic() > self.end


@pytest.fixture(scope="module")
def clock() -> Clock:
    return Clock()


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate, *([Phase.shrink] if SECONDS > USUAL_SECONDS else [])],
)
@given(arrived=arrivals(), is_alike=st.booleans())
def test_a_damaged_file_is_refused_or_every_record_of_it_is_counted(
    desks: Desks, clock: Clock, arrived: Arrived, is_alike: bool
) -> None:
    if clock.is_over():
        return
    # a sound file of the same header is read in one scan with the damaged one
    try:
        check(desks, arrived, sound_file(SHORT if is_alike else edition(), "s"))
    except BaseException:
        clock.has_failed = True
        raise


@pytest.mark.parametrize("name", WHOLE_FILES)
def test_the_file_that_is_damaged_is_one_that_the_engine_reads_fast(tmp_path: Path, name: str) -> None:
    """Otherwise most of the damage would only be seen by the slow road."""
    path = tmp_path / "a.csv"
    path.write_bytes(WHOLE_FILES[name])
    told = survey(path)
    assert (told.is_plain, told.lines) == (True, len(ROWS) + 1)


# What once went wrong, or might: damage to the short file, and what becomes of it.
KNOWN: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "as it was sent": (lambda whole: whole, "counted"),
    "nothing": (lambda whole: b"", "refused"),
    "a mark in the middle": (lambda whole: whole.replace(b"\n", b"\n" + codecs.BOM_UTF8, 1), "counted"),
    "two marks": (lambda whole: codecs.BOM_UTF8 * 2 + whole, "refused"),
    "the header twice": (lambda whole: whole[: whole.find(b"\n") + 1] + whole, "counted"),
    "the header alone": (lambda whole: whole[: whole.find(b"\n") + 1], "refused"),
    "the header alone, twice": (lambda whole: whole[: whole.find(b"\n") + 1] * 2, "counted"),
    "no end of the header's line": (lambda whole: whole.replace(b"\n", b"", 1), "refused"),
    "a comma for the end of the header's line": (lambda whole: whole.replace(b"\n", b",", 1), "refused"),
    "no header": (lambda whole: whole[whole.find(b"\n") + 1 :], "refused"),
    "a quote at the end": (lambda whole: whole + b'"', "counted"),
    "a quote at the beginning": (lambda whole: b'"' + whole, "refused"),
    "lone returns": (lambda whole: whole.replace(b"\n", b"\r"), "counted"),
    "one lone return": (lambda whole: whole.replace(b'","', b'","\r', 60), "counted"),
    "a null byte": (lambda whole: whole + b"\0", "refused"),
    "a cell of the greatest length": (lambda whole: whole.replace(b"Unm", b"x" * 65_000, 1), "counted"),
    "a cell too long": (lambda whole: whole.replace(b"Unm", b"x" * 70_000, 1), "counted"),
    "a line too long": (lambda whole: whole + b"x" * 17_000_000 + b"\n", "counted"),
    "half a letter": (lambda whole: whole.replace("é".encode(), b"\xc3", 1), "counted"),
    "a long broken record with letters of two bytes": (
        # wherever a reader cuts it, one of the two is cut within a letter
        lambda whole: whole + b"".join(b'"%b"\n' % (b"x" * n + "é".encode() * 9_000) for n in range(2)),
        "counted",
    ),
    "a broken cell with a letter of two bytes": (
        lambda whole: whole.replace(b'"Unmistakable \xc3\xa9lan"', b'"Unmistakable" \xc3\xa9lan"'),
        "counted",
    ),
}


@pytest.mark.parametrize("damage", KNOWN)
@pytest.mark.parametrize("packing", ["damaged.csv", "damaged.csv.gz"])
def test_known_damage(desks: Desks, damage: str, packing: str) -> None:
    befalls, becomes = KNOWN[damage]
    content = befalls(WHOLE_FILES["short"])
    arrived = Arrived(packing, gzip.compress(content) if packing.endswith(".gz") else content)
    assert check(desks, arrived, sound_file(SHORT, "s")) == becomes


def test_a_record_that_has_run_into_the_header_is_not_told(desks: Desks, tmp_path: Path) -> None:
    """Its cells stand where columns are named; here no two are alike, so that no column is named twice."""
    told = {"CLIENTID": f"{MARKER}1", "EPISODID": f"{MARKER}2", "DOB": "03/02/1961", "NATION": f"{MARKER}3"}
    first = dict(zip(SHORT, map(str, range(100, 200)), strict=False)) | told
    with TemporaryDirectory() as folder:
        content = csv_of([first, WOMAN, WOMAN], Path(folder), SHORT).replace(b'"\n', b'",', 1)
    lay(tmp_path, "a.csv", content)
    try:
        notes = str(desks.take_in(tmp_path).notes)
    except Refused as refusal:
        notes = str(refusal)
    assert [value for value in told.values() if value in notes] == []
