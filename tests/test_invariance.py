"""How records come, in which order, in which files and written by whom, changes no number."""

import codecs
import csv
import gzip
import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from pipelines.build import MARTS, build
from pipelines.disclosure import Mode
from tests.boring.random_people import person_at_an_edge
from tests.builds import every_table
from tests.raw_folders import FOLDER, archive_of
from tests.records import edition

TODAY = date(2025, 6, 30)
PEOPLE = 60
SEED = 1
OF_FILES = {"source_file", "rejected_row", "build_note", "record_quality", "build"}
"""Marts that tell of the files themselves."""
KEY = ("AGNCY", "CLIENTID", "EPISODID", "MODID", "SUBMID", "TITID", "TOPID")
READ_AND_NOT_IN_H = ("SUBMODDT", "SUBMID", "TITDATE", "TITID")
EDITIONS = {
    "H": edition("H"),
    "K": edition("K"),
    "later": [*edition("K"), "VETERAN", "NALOXISS", "A_COLUMN_OF_NEXT_YEAR"],
    "backwards": edition("K")[::-1],
    "in small letters": [f" {name.lower()} " for name in edition("K")],
}
"""Headers that hold every field that these records fill, whatever else they hold."""

Record = dict[str, str]
Numbers = dict[str, list[Any]]


@dataclass(frozen=True)
class Writing:
    """How one file is written."""

    edition: str = "K"
    encoding: str = "utf-8"
    line_end: str = "\n"
    quoting: int = csv.QUOTE_ALL
    packing: str = ".csv"
    nothing: str = "NA"
    padding: str = ""
    """Spaces at the ends of each cell."""
    extra_commas: int = 0
    blank_lines: bool = False

    def content(self, records: Sequence[Record]) -> bytes:
        """The bytes of a file of some records."""
        text = io.StringIO()
        # two kinds of line end: the header's and the records'
        header_end = "\r\n" if self.line_end == "mixed" else self.line_end
        record_end = "\n" if self.line_end == "mixed" else self.line_end
        names = EDITIONS[self.edition]
        self._writer(text, header_end).writerow(names)
        writer = self._writer(text, record_end)
        for record in records:
            cells = [record.get(name.strip().upper(), self.nothing) for name in names]
            writer.writerow([self.padding + cell + self.padding for cell in cells] + [""] * self.extra_commas)
            if self.blank_lines:
                text.write(record_end)
        return text.getvalue().encode(self.encoding)

    def _writer(self, text: io.StringIO, line_end: str) -> Any:
        return csv.writer(text, quoting=self.quoting, lineterminator=line_end)  # type: ignore[arg-type]


AS_USUAL = Writing()

writings = st.builds(
    Writing,
    edition=st.sampled_from(sorted(EDITIONS)),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "cp1252"]),
    line_end=st.sampled_from(["\n", "\r\n", "\r", "mixed"]),
    quoting=st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
    packing=st.sampled_from([".csv", ".csv.gz", "archive.zip"]),
    nothing=st.sampled_from(["NA", "", "na"]),
    padding=st.sampled_from(["", "", " ", "\t"]),
    extra_commas=st.sampled_from([0, 0, 2]),
    blank_lines=st.booleans(),
)


def drawn_records() -> list[Record]:
    """The records of sixty people round the edges of the rules, no two alike in what tells records apart.

    Of two records of one key the first is kept, and which is first is a matter of order.
    """
    random = Random(SEED)
    records: dict[tuple[str, ...], Record] = {}
    for client in range(PEOPLE):
        for record in person_at_an_edge(random, client, date(2024, 3, 31), date(2025, 3, 31)):
            plain = {name: cell for name, cell in record.items() if name in edition("H") and name != "UTLA"}
            # a letter of several bytes, which Windows writes with one
            plain["CLIENTID"] = f"Zoë {plain['CLIENTID']}"
            records.setdefault(tuple(plain.get(name, "NA") for name in KEY), plain)
    return [*records.values(), *(contradicted(random, record) for record in list(records.values())[::3])]


def contradicted(random: Random, record: Record) -> Record:
    """A second record of an episode and intervention that says something else of them: only one can be followed."""
    changes = [
        {"ETHNIC": "H"},
        {"DRUG1": "1011"},
        {"LA": "00CX"},
        {"DISRSN": "86"},
        {"PRNTSTAT": "11"},
        {"MODST": "NA"},
    ]
    return record | random.choice(changes) | {"TOPID": "again"}


def numbers(folder: Path, files: dict[str, bytes], mode: Mode) -> Numbers:
    """Every mart that holds numbers, of a build from these files; `archive.zip/inside.csv` stands in an archive."""
    raw = folder / "raw" / FOLDER
    raw.mkdir(parents=True)
    archive = {name.partition("/")[2]: content for name, content in files.items() if "/" in name}
    if archive:
        (raw / "archive.zip").write_bytes(archive_of(archive))
    for name, content in files.items():
        if "/" not in name:
            (raw / name).write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
    build(folder / "raw", folder / "marts.duckdb", mode, today=TODAY)
    return {name: rows for name, rows in every_table(folder / "marts.duckdb").items() if name not in OF_FILES}


class Country:
    """What the records count as when they come as usual, worked out once for each mode."""

    def __init__(self) -> None:
        self.known: dict[Mode, Numbers] = {}

    def as_usual(self, mode: Mode) -> Numbers:
        if mode not in self.known:
            with TemporaryDirectory() as folder:
                self.known[mode] = numbers(Path(folder), {"a.csv": AS_USUAL.content(drawn_records())}, mode)
        return self.known[mode]


@pytest.fixture(scope="module")
def country() -> Country:
    return Country()


def differing(one: Numbers, other: Numbers) -> list[str]:
    """The marts that do not hold the same rows."""
    assert set(one) == set(other) == set(MARTS) - OF_FILES
    return [name for name in one if Counter(map(str, one[name])) != Counter(map(str, other[name]))]


def laid(records: list[Record], parts: Sequence[Writing], random: Random) -> dict[str, bytes]:
    """The records, shuffled and dealt out to files written in these ways."""
    shuffled = random.sample(records, len(records))
    files = {}
    for part, writing in enumerate(parts):
        is_inside = not writing.packing.startswith(".")
        name = f"{writing.packing}/{part}.csv" if is_inside else f"{part}{writing.packing}"
        files[name] = writing.content(shuffled[part :: len(parts)])
    return files


# Each example is a build: a few are drawn, each with every kind of change at once; what fails is not made smaller.
@settings(
    max_examples=3,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
@given(
    parts=st.lists(writings, min_size=1, max_size=4),
    order=st.integers(0, 2**16),
)
def test_however_the_records_come_the_numbers_are_the_same(country: Country, parts: list[Writing], order: int) -> None:
    with TemporaryDirectory() as folder:
        files = laid(drawn_records(), parts, Random(order))
        assert differing(numbers(Path(folder), files, "restricted"), country.as_usual("restricted")) == []


@pytest.mark.parametrize(
    "writing",
    [
        Writing(padding=" ", nothing="", quoting=csv.QUOTE_MINIMAL, edition="later", packing="archive.zip"),
        Writing(encoding="utf-8-sig", blank_lines=True, extra_commas=1, edition="backwards"),
    ],
    ids=["the latest, padded, in an archive", "backwards with blank lines"],
)
def test_each_way_by_itself(country: Country, tmp_path: Path, writing: Writing) -> None:
    files = laid(drawn_records(), [writing], Random(1))
    assert differing(numbers(tmp_path, files, "restricted"), country.as_usual("restricted")) == []


def test_a_file_for_every_provider_or_all_in_one(country: Country, tmp_path: Path) -> None:
    by_provider: dict[str, list[Record]] = {}
    for record in drawn_records():
        by_provider.setdefault(record["AGNCY"], []).append(record)
    assert len(by_provider) > 1
    files = {f"{number}.csv": AS_USUAL.content(records) for number, records in enumerate(by_provider.values())}
    assert differing(numbers(tmp_path, files, "restricted"), country.as_usual("restricted")) == []


def test_an_open_build_hides_the_same_cells_however_the_records_come(country: Country, tmp_path: Path) -> None:
    files = laid(
        drawn_records(),
        [AS_USUAL, Writing(encoding="cp1252", line_end="\r\n", packing=".csv.gz", edition="H")],
        Random(2),
    )
    assert differing(numbers(tmp_path, files, "open"), country.as_usual("open")) == []


class TestTheseTestsThemselves:
    """A comparison of nothing with nothing would always pass."""

    def test_the_country_holds_numbers(self, country: Country) -> None:
        known = country.as_usual("restricted")
        filled = {name for name, rows in known.items() if rows}
        assert {"treatment_measure", "waiting_time", "indicator_value", "provider_caseload", "wait_days"} <= filled

    def test_one_client_less_is_noticed(self, country: Country, tmp_path: Path) -> None:
        first, *_ = records = drawn_records()
        others = [record for record in records if record["CLIENTID"] != first["CLIENTID"]]
        files = {"a.csv": AS_USUAL.content(others)}
        assert differing(numbers(tmp_path, files, "restricted"), country.as_usual("restricted")) != []

    def test_every_edition_holds_what_the_records_fill(self) -> None:
        filled = {name for record in drawn_records() for name in record}
        for names in EDITIONS.values():
            assert filled <= {name.strip().upper() for name in names}
        assert filled.isdisjoint(READ_AND_NOT_IN_H)

    def test_files_are_written_as_they_say(self) -> None:
        record = {"CLIENTID": "Zoë", "FINITIAL": "A"}
        assert "Zoë".encode("cp1252") in Writing(encoding="cp1252").content([record])
        assert Writing(encoding="utf-8-sig").content([record]).startswith(codecs.BOM_UTF8)
        assert Writing(line_end="\r").content([record]).count(b"\n") == 0
        mixed = Writing(line_end="mixed").content([record])
        assert (mixed.count(b"\r\n"), mixed.count(b"\n")) == (1, 2)
