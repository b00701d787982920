"""Nothing a record holds about a person is found anywhere when a command has ended, however it ended.

Unmistakable values stand in every field of records of every kind: good, rejected, broken, unlisted, withheld, replaced.
Then every byte that is left is searched for them.
"""

import gzip
import os
import signal
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from pipelines import __main__ as command_line
from pipelines import build as building
from pipelines.warehouse import PACKAGE, open_marts
from pipelines.workspace import PREFIX
from tests.builds import lay_returns, people
from tests.raw_folders import archive_of, csv_of, lay, with_bits_set
from tests.records import WOMAN, edition
from tests.returns import RETURN

MARKER = "zyxmarkerqwv"
BORN_IN_FULL = ("17/11/1913", "1913-11-17", "17-11-1913", "19131117")
"""A rare day of birth, in the forms it might be written in."""
MARKERS = (MARKER, *BORN_IN_FULL)
BORN = "17/11/1913"
HEADER = list(dict.fromkeys([*edition("K_LATER"), "NHSNO", "SURNAME"]))
ASKS_FOR_A_PASSWORD = 0x01

# Fields in which only some values are let in; in all others a marker is as good as anything.
JUDGED = {
    *WOMAN,
    *("DISD", "DISRSN", "MODEND", "UTLA", "CPLANDT", "HEPCTSTD", "HLCASSDT", "SUBMODDT", "TITDATE", "TOPDATE"),
}
OWN_WORDS = {name: f"{MARKER}{name}" for name in HEADER if name not in JUDGED}
OF_A_PERSON = {"FINITIAL": f"{MARKER}F", "SINITIAL": f"{MARKER}S", "DOB": BORN}
GOOD = WOMAN | OWN_WORDS | OF_A_PERSON | {"CLIENTID": f"{MARKER}1", "EPISODID": f"{MARKER}E", "MODID": f"{MARKER}M"}
EVERYWHERE = {name: f"{MARKER}{name}" for name in HEADER}
RECORD_FILES = 7

RECORDS = [
    *people(7, 9),
    GOOD,
    GOOD | {"AGNCY": f"{MARKER} Ann Other", "CLIENTID": f"{MARKER}2"},
    # rejected for one thing, for many, and for everything
    GOOD | {"SEX": "X", "CLIENTID": f"{MARKER}3"},
    GOOD | {"SEX": MARKER, "DRUG1": MARKER, "MODAL": MARKER, "DISD": MARKER, "REFLD": BORN, "CLIENTID": f"{MARKER}4"},
    EVERYWHERE,
    EVERYWHERE | {"CONSENT": "Y", "AGNCY": ""},
    # withheld, doubled, and of two people
    GOOD | {"CONSENT": "N", "CLIENTID": f"{MARKER}5"},
    GOOD,
    GOOD | {"CLIENTID": f"{MARKER}6"},
    GOOD | {"CLIENTID": f"{MARKER}6", "SINITIAL": f"{MARKER}T", "MODID": "2"},
    # listed nowhere, and dates that cannot be read
    GOOD | {"CLIENTID": f"{MARKER}7", "DISRSN": MARKER, "UTLA": MARKER, "TOPDATE": MARKER, "TITDATE": BORN},
    GOOD | {"CLIENTID": f"{MARKER}9", "LA": MARKER, "DAT": MARKER},
    # of several lines, and long
    GOOD | {"CLIENTID": f"{MARKER}8", "NATION": f"{MARKER}\n{MARKER}", "PC": f"{MARKER}" * 2_000},
]
BROKEN_LINES = f'"{MARKER}","two"\n{MARKER},"{BORN}"x,3\n"{MARKER} é\n'.encode()


@dataclass(frozen=True)
class Said:
    """How a command ended and what it printed."""

    code: int
    words: str


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> Said:
    """A command, as from the command line."""
    capsys.readouterr()
    code = command_line.main([str(argument) for argument in arguments])
    printed = capsys.readouterr()
    return Said(code, printed.out + printed.err)


def arguments_of_build(raw: Path, marts: Path, mode: str) -> list[str]:
    return ["build", "--raw", str(raw), "--marts", str(marts), "--mode", mode, "--memory", "500MB"]


def lay_records_of_every_kind(raw: Path, folder: Path) -> Path:
    """Records in plain, packed, Windows and broken files, and in an extract that a later one replaces."""
    folder.mkdir(exist_ok=True)
    plain = csv_of(RECORDS, folder, HEADER)
    lay(raw, "plain.csv", plain)
    for name, provider in (("older_2023-12.csv", "N0002"), ("newer_2024-03.csv", "N0002"), ("packed.csv.gz", "N0003")):
        own = [record | {"AGNCY": provider} for record in RECORDS]
        lay(raw, name, csv_of(own, folder, HEADER))
    windows = csv_of([*RECORDS[:20], GOOD | {"CLIENTID": f"{MARKER} é"}], folder, HEADER)
    lay(raw, "windows.csv", windows.decode("utf-8").encode("cp1252") + BROKEN_LINES.decode("utf-8").encode("cp1252"))
    lay(raw, "archive.zip", archive_of({"inside.csv": plain + BROKEN_LINES, "two.csv": plain + b'"' + plain}))
    lay_returns(raw, [RETURN, RETURN | {"provider_name": MARKER, "active_clients": MARKER, "keyworkers_wte": BORN}])
    return raw


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("kinds")
    return lay_records_of_every_kind(folder / "raw", folder / "draft")


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where commands note their folders: for each test its own."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path / "state"


def markers_in(content: bytes) -> list[str]:
    """The markers in some bytes, however they are spelt."""
    lower = content.lower()
    return [marker for marker in MARKERS if marker.encode() in lower or marker.encode("utf-16-le") in lower]


def holding_markers(*folders: Path) -> list[Path]:
    """Every file under some folders that holds a marker, or bears one in its name."""
    files: Iterable[Path] = (path for folder in folders for path in folder.rglob("*"))
    return [
        path for path in files if markers_in(path.name.encode()) or (path.is_file() and markers_in(path.read_bytes()))
    ]


def markers_in_tables(marts: Path) -> list[str]:
    """The markers in any cell of a published file: bytes alone would not tell, as the engine packs text."""
    found = set()
    with open_marts(marts) as connection:
        names = [name for (name,) in connection.execute("select table_name from duckdb_tables()").fetchall()]
        for name in names:
            for marker in MARKERS:
                query = f"select count(*) from {name} as t where contains(lower(t::varchar), ?)"
                if connection.execute(query, [marker]).fetchone() != (0,):
                    found.add(f"{name}: {marker}")
    return sorted(found)


class TestABuild:
    @pytest.mark.parametrize("mode", ["open", "restricted"])
    def test_leaves_nothing_of_a_person(
        self, raw: Path, tmp_path: Path, state: Path, mode: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        marts = tmp_path / "data" / "marts.duckdb"
        said = run(capsys, *arguments_of_build(raw, marts, mode))
        assert said.code == 0, said.words
        assert markers_in(said.words.encode()) == []
        assert markers_in_tables(marts) == []
        assert holding_markers(tmp_path) == []
        assert [path.name for path in marts.parent.iterdir()] == [marts.name]
        assert list(state.rglob("*.folder")) == []

    def test_that_is_strict_names_no_value(self, raw: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        said = run(capsys, *arguments_of_build(raw, tmp_path / "data" / "marts.duckdb", "restricted"), "--strict")
        assert said.code == 1
        assert "rows were rejected" in said.words
        assert markers_in(said.words.encode()) == []
        assert list((tmp_path / "data").iterdir()) == []

    @pytest.mark.parametrize(
        "error",
        [
            duckdb.InvalidInputException(f"Could not convert string '{MARKER}' to DATE"),
            duckdb.ConversionException(f"line: {MARKER},{BORN}"),
            duckdb.FatalException(f"{MARKER}"),
        ],
        ids=lambda error: type(error).__name__,
    )
    def test_in_which_the_engine_stops_does_not_repeat_its_words(
        self,
        raw: Path,
        tmp_path: Path,
        error: duckdb.Error,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        def stops(*_given: object, **_more: object) -> None:
            raise error

        monkeypatch.setattr(building, "take_in", stops)
        said = run(capsys, *arguments_of_build(raw, tmp_path / "data" / "marts.duckdb", "open"))
        assert (said.code, markers_in(said.words.encode())) == (1, [])
        assert type(error).__name__ in said.words
        assert list((tmp_path / "data").iterdir()) == []


PLAIN = f"{','.join(HEADER)}\n{','.join(EVERYWHERE.values())}\n".encode()
FIRST, REST = PLAIN.split(b"\n", 1)

# What may come in place of a record file, and is refused.
REFUSED = {
    "records without a header": REST,
    "a record in the header's line": FIRST + b"," + REST,
    "a record that runs on from the header": FIRST + REST,
    "a header that lacks a column": PLAIN.replace(b"TRIAGED", MARKER.upper().encode(), 1),
    "a header with a column twice": PLAIN.replace(b"DISRSN", b"DISD", 1),
    "a header with a person in it twice": FIRST + f",{MARKER},{MARKER}\n".encode() + REST,
    "tabs for commas": PLAIN.replace(b",", b"\t"),
    "one quotation mark": b'"' + PLAIN,
    "a null byte": PLAIN + b"\0",
    "utf-16": PLAIN.decode().encode("utf-16"),
    "no encoding": PLAIN + b"\x81\xe9",
    "a damaged gzip": gzip.compress(PLAIN)[:-4],
    "a damaged archive": archive_of({f"{MARKER}.csv": PLAIN})[:-40],
    "a locked archive": with_bits_set(archive_of({"a.csv": PLAIN}), ASKS_FOR_A_PASSWORD),
    "an archive with a stranger": archive_of({"a.csv": PLAIN, f"{MARKER}.docx": PLAIN}),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_a_refusal_names_no_value(kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ending = ".csv.gz" if "gzip" in kind else ".zip" if "archive" in kind else ".csv"
    lay(tmp_path / "raw", f"a{ending}", b"").write_bytes(REFUSED[kind])
    said = run(capsys, *arguments_of_build(tmp_path / "raw", tmp_path / "data" / "marts.duckdb", "open"))
    assert said.code == 1
    assert said.words.splitlines()[-1].startswith("Refused. ")
    assert markers_in(said.words.encode()) == []
    assert holding_markers(tmp_path / "data", tmp_path / "state") == []
    assert list((tmp_path / "data").iterdir()) == []


class TestABuildThatIsKilled:
    """It cannot tidy up: what lies there must be unreadable, but for what was unpacked, and the next command takes it.

    Each is killed at a line it prints: when files have just been unpacked, as one is read, and after all were.
    """

    def killed_when_it_says(self, words: str, raw: Path, marts: Path) -> None:
        with subprocess.Popen(
            [sys.executable, "-u", "-m", "pipelines", *arguments_of_build(raw, marts, "restricted")],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            cwd=PACKAGE.parent,
            env={**os.environ},
        ) as process:
            assert process.stdout is not None
            lines = []
            for line in process.stdout:
                lines.append(line)
                if words in line:
                    process.send_signal(signal.SIGKILL)
                    break
            process.wait()
        assert process.returncode == -signal.SIGKILL, "".join(lines)
        assert markers_in("".join(lines).encode()) == []

    @pytest.mark.parametrize("words", [f"{RECORD_FILES} files", "reading windows.csv", "counting", "writing"])
    def test_leaves_only_what_was_unpacked_and_that_for_the_next_command_to_remove(
        self, raw: Path, tmp_path: Path, state: Path, words: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        marts = tmp_path / "data" / "marts.duckdb"
        self.killed_when_it_says(words, raw, marts)
        (left,) = marts.parent.glob(f"{PREFIX}*")
        assert left.stat().st_mode & 0o777 == 0o700
        readable = holding_markers(marts.parent, state)
        assert {path.parent for path in readable} <= {left / "unpacked"}
        assert bool(readable) == ("file" in words or ".csv" in words)
        run(capsys, "check", "--marts", tmp_path / "elsewhere" / "marts.duckdb")
        assert list(marts.parent.iterdir()) == []
        assert list(state.rglob("*.folder")) == []


class TestTheseTestsThemselves:
    """A search that could not find anything would prove nothing."""

    def test_the_markers_are_found_where_they_are(self, raw: Path) -> None:
        found = {path.name for path in holding_markers(raw)}
        assert found == {"plain.csv", "older_2023-12.csv", "newer_2024-03.csv", "windows.csv", "a.csv"}
        for marker in (MARKER, BORN):
            assert marker in markers_in((raw / "ndtms_records" / "plain.csv").read_bytes())

    def test_a_marker_in_a_published_table_is_found(self, tmp_path: Path) -> None:
        with duckdb.connect(str(tmp_path / "marts.duckdb")) as connection:
            connection.execute(f"create table one as select 'a word and {MARKER.upper()}' as told, 1 as n")
            connection.execute("create table two as select date '1913-11-17' as told")
        assert markers_in_tables(tmp_path / "marts.duckdb") == [f"one: {MARKER}", "two: 1913-11-17"]

    def test_the_records_come_to_every_end(self, raw: Path, tmp_path: Path) -> None:
        report = building.build(raw, tmp_path / "marts.duckdb", "restricted")
        files = {intake.file.name: intake for intake in report.intakes}
        assert set(files) == {
            *("plain.csv", "older_2023-12.csv", "newer_2024-03.csv", "packed.csv.gz", "windows.csv", "a.csv"),
            *("archive.zip/inside.csv", "archive.zip/two.csv"),
        }
        assert sum(intake.file.source == "ndtms_records" for intake in files.values()) == RECORD_FILES
        assert all(0 < intake.rejected < intake.read for intake in files.values())
        assert files["older_2023-12.csv"].superseded > 0
        with open_marts(tmp_path / "marts.duckdb") as connection:
            rules = {rule for (rule,) in connection.execute("select distinct rule from rejected_row").fetchall()}
            notes = {topic for (topic,) in connection.execute("select distinct topic from build_note").fetchall()}
        assert {"broken_quoting", "wrong_number_of_columns", "not_a_date", "person_differs", "duplicated_key"} <= rules
        assert {"warning", "unknown_column", "superseded", "without_consent", "not_placed"} <= notes
