"""Record files, read one record at a time: what is accepted, and what is rejected under which rule."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from tests.boring.extracts import dates_told, extract_date, is_superseded, latest_extracts
from tests.boring.journeys import EpisodeKey, Person, episode_key, person_of
from tests.boring.record_files import RefusedFileError, record_files
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


@dataclass
class Reading:
    """What the files held: rows to count, rows without consent, rejects, warnings, records by file."""

    rows: list[Row] = field(default_factory=list)
    without_consent: int = 0
    extracted_on: dict[str, date | None] = field(default_factory=dict)
    superseded: Counter[str] = field(default_factory=Counter)
    """Rows of each file that a later extract takes the place of."""
    rejects: list[Reject] = field(default_factory=list)
    warnings: Counter[Warned] = field(default_factory=Counter)
    records: dict[str, int] = field(default_factory=dict)

    def rejected_records(self, file: str) -> int:
        """How many records of a file broke at least one rule."""
        return len({line for name, line, _column, _rule in self.rejects if name == file})


def read_folder(folder: Path, today: date) -> Reading:
    """Read every record file of a folder, in the order of their names."""
    reading = Reading()
    accepted: list[Row] = []
    told = dates_told(folder)
    for file, content in record_files(folder):
        accepted += read_file(file, content, reading, today)
        reading.extracted_on[file] = extract_date(file, told)
    passed = current_rows(accepted, reading)
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
            note_warnings(row, reading.extracted_on[row.file], reading.warnings)
    return reading


def people_of_episodes(rows: list[Row]) -> dict[EpisodeKey, set[Person]]:
    """Whom the rows of each episode name."""
    people: dict[EpisodeKey, set[Person]] = {}
    for row in rows:
        people.setdefault(episode_key(row), set()).add(person_of(row))
    return people


def current_rows(accepted: list[Row], reading: Reading) -> list[Row]:
    """The rows with consent that no later extract takes the place of; the others are counted in the reading."""
    latest = latest_extracts(accepted, reading.extracted_on)
    current: list[Row] = []
    for row in accepted:
        if not row.has_consent():
            reading.without_consent += 1
        elif is_superseded(row, reading.extracted_on, latest):
            reading.superseded[row.file] += 1
        else:
            current.append(row)
    return current


def read_file(file: str, content: bytes, reading: Reading, today: date) -> list[Row]:
    """The rows of one file that break no rule of their own; the rest is noted in the reading."""
    records = split_records(text_of(content))
    if not records:
        raise RefusedFileError("empty file")
    header = columns_of(records[0])
    if len(records) == 1:
        raise RefusedFileError("header only")
    reading.records[file] = len(records) - 1
    accepted: list[Row] = []
    for line, cells in enumerate(records[1:], start=2):
        if cells is None:
            reading.rejects.append((file, line, None, "broken_quoting"))
            continue
        while len(cells) > len(header) and not cells[-1]:
            cells = cells[:-1]  # commas after the last cell are forgiven
        if len(cells) != len(header):
            reading.rejects.append((file, line, None, "wrong_number_of_columns"))
            continue
        row = row_of(file, line, dict(zip(header, cells, strict=True)))
        broken = broken_rules(row, today)
        for column, rule in broken:
            reading.rejects.append((file, line, column, rule))
        if not broken:
            accepted.append(row)
    return accepted


def text_of(content: bytes) -> str:
    """The text of a file: UTF-8 with or without its mark, else cp1252."""
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
