"""Record files, read one record at a time: what is accepted, and what is rejected under which rule."""

import csv
import io
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from tests.boring.code_lists import Places
from tests.boring.row import Row, row_of
from tests.boring.row_rules import broken_rules, note_warnings

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
    warnings: Counter[str] = field(default_factory=Counter)
    records: dict[str, int] = field(default_factory=dict)

    def rejected_records(self, file: str) -> int:
        """How many records of a file broke at least one rule."""
        return len({line for name, line, _column, _rule in self.rejects if name == file})


def read_folder(folder: Path, places: Places, today: date) -> Reading:
    """Read every CSV of a folder, in the order of their names."""
    csv.field_size_limit(10_000_000)
    reading = Reading()
    passed: list[Row] = []
    for path in sorted(folder.glob("*.csv"), key=lambda path: path.name):
        passed += read_file(path, reading, today)
    seen: set[tuple[str | None, ...]] = set()
    for row in passed:
        key = tuple(row.cell(column) for column in KEY)
        if key in seen:
            reading.rejects.append((row.file, row.line, "MODID", "duplicated_key"))
        else:
            seen.add(key)
            reading.rows.append(row)
            note_warnings(row, places, reading.warnings)
    return reading


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


def split_records(text: str) -> list[list[str] | None]:
    """The records of a text, null for one whose quoting is broken; it then ends with the line it broke on."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    records: list[list[str] | None] = []
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return records
        except csv.Error:
            records.append(None)
            continue
        # A blank line has no cell at all; a line of spaces is a record with one cell.
        if cells:
            records.append(cells)


def columns_of(record: list[str] | None) -> list[str]:
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
