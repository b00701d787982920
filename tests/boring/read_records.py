"""Record files, read one record at a time: what is accepted, and what is rejected under which rule."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from tests.boring.journeys import EpisodeKey, Person, episode_key, person_of
from tests.boring.row import Row, row_of
from tests.boring.row_rules import Warned, broken_rules, note_warnings
from tests.boring.split_records import Cells, split_records

REQUIRED = [
    "FINITIAL", "SINITIAL", "DOB", "SEX", "REFLD", "AGNCY", "CLIENTID", "EPISODID", "CONSENT",
    "DRUG1", "DRUG2", "DRUG3", "TRIAGED", "DISD", "MODAL", "REFMODDT", "MODID", "FAOMODDT", "MODST", "MODEND",
]  # fmt: skip
RESIDENCE = ["UTLA", "LA", "DAT"]
KEY = ["AGNCY", "CLIENTID", "EPISODID", "MODID", "SUBMID", "TITID", "TOPID"]

Reject = tuple[str, int, str | None, str]
"""File, line (the header is 1), column, rule."""


class RefusedFileError(Exception):
    """A file that stops the build."""


@dataclass
class Reading:
    """What the files held: rows to count, rows without consent, rejects, warnings, records by file."""

    rows: list[Row] = field(default_factory=list)
    without_consent: int = 0
    rejects: list[Reject] = field(default_factory=list)
    warnings: Counter[Warned] = field(default_factory=Counter)
    records: dict[str, int] = field(default_factory=dict)

    def rejected_records(self, file: str) -> int:
        """How many records of a file broke at least one rule."""
        return len({line for name, line, _column, _rule in self.rejects if name == file})


def read_folder(folder: Path, today: date) -> Reading:
    """Read every CSV of a folder, in the order of their names."""
    reading = Reading()
    passed: list[Row] = []
    for path in sorted(folder.glob("*.csv"), key=lambda path: path.name):
        passed += read_file(path, reading, today)
    of_one_person: list[Row] = []
    people = people_of_episodes(passed)
    for row in passed:
        if len(people[episode_key(row)]) == 1:
            of_one_person.append(row)
        else:
            reading.rejects.append((row.file, row.line, "EPISODID", "person_differs"))
    seen: set[tuple[str | None, ...]] = set()
    for row in of_one_person:
        key = tuple(row.cell(column) for column in KEY)
        if key in seen:
            reading.rejects.append((row.file, row.line, "MODID", "duplicated_key"))
        else:
            seen.add(key)
            reading.rows.append(row)
            note_warnings(row, reading.warnings)
    return reading


def people_of_episodes(rows: list[Row]) -> dict[EpisodeKey, set[Person]]:
    """Whom the rows of each episode name."""
    people: dict[EpisodeKey, set[Person]] = {}
    for row in rows:
        people.setdefault(episode_key(row), set()).add(person_of(row))
    return people


def read_file(path: Path, reading: Reading, today: date) -> list[Row]:
    """The rows of one file with consent that break no rule of their own; the rest is noted in the reading."""
    records = split_records(text_of(path))
    if not records:
        raise RefusedFileError("empty file")
    header = columns_of(records[0])
    if len(records) == 1:
        raise RefusedFileError("header only")
    reading.records[path.name] = len(records) - 1
    passed: list[Row] = []
    for line, cells in enumerate(records[1:], start=2):
        if cells is None:
            reading.rejects.append((path.name, line, None, "broken_quoting"))
            continue
        if len(cells) != len(header):
            reading.rejects.append((path.name, line, None, "wrong_number_of_columns"))
            continue
        row = row_of(path.name, line, dict(zip(header, cells, strict=True)))
        broken = broken_rules(row, today)
        for column, rule in broken:
            reading.rejects.append((path.name, line, column, rule))
        if broken:
            continue
        if row.has_consent():
            passed.append(row)
        else:
            reading.without_consent += 1
    return passed


def text_of(path: Path) -> str:
    """The text of a file: UTF-8 with or without its mark, else cp1252."""
    content = path.read_bytes()
    if b"\0" in content:
        raise RefusedFileError("a NUL byte")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            return content.decode("cp1252")
        except UnicodeDecodeError as error:
            raise RefusedFileError("neither UTF-8 nor cp1252") from error


def columns_of(record: Cells) -> list[str]:
    """The column names of a header, in upper case."""
    if record is None:
        raise RefusedFileError("broken header")
    names = [name.strip().upper() for name in record]
    named = [name for name in names if name != ""]
    if len(set(named)) != len(named):
        raise RefusedFileError("a column stands twice")
    missing = [name for name in REQUIRED if name not in names]
    if missing or not any(name in names for name in RESIDENCE):
        raise RefusedFileError("columns are missing")
    return names
