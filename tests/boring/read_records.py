"""Record files, read one record at a time: what is accepted, and what is rejected under which rule."""

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from tests.boring.code_lists import LISTED_DRUGS, NOT_STRUCTURED, STRUCTURED, Places, drug_kind

REQUIRED = [
    "FINITIAL", "SINITIAL", "DOB", "SEX", "REFLD", "AGNCY", "CLIENTID", "EPISODID", "CONSENT",
    "DRUG1", "DRUG2", "DRUG3", "TRIAGED", "DISD", "MODAL", "REFMODDT", "MODID", "FAOMODDT", "MODST", "MODEND",
]  # fmt: skip
RESIDENCE = ["UTLA", "LA", "DAT"]
NEVER_EMPTY = [
    "FINITIAL", "SINITIAL", "DOB", "REFLD", "CONSENT", "DRUG1", "TRIAGED", "AGNCY", "CLIENTID", "EPISODID",
]  # fmt: skip
UPPER_CASE = ["SEX", "CONSENT", "FINITIAL", "SINITIAL", "UTLA", "LA", "DAT"]
USED_DATES = ["DOB", "REFLD", "TRIAGED", "DISD", "REFMODDT", "FAOMODDT", "MODST", "MODEND"]
UNUSED_DATES = ["CPLANDT", "HEPCTSTD", "HLCASSDT", "SUBMODDT", "TITDATE", "TOPDATE"]
KEY = ["AGNCY", "CLIENTID", "EPISODID", "MODID", "SUBMID", "TITID", "TOPID"]
# (the date that may not come first, the date it may not precede, the rule)
ORDER_OF_DATES = [
    ("TRIAGED", "REFLD", "triage_before_referral"),
    ("DISD", "TRIAGED", "discharge_before_triage"),
    ("MODEND", "MODST", "intervention_end_before_start"),
    ("MODST", "TRIAGED", "intervention_start_before_triage"),
    ("MODST", "REFMODDT", "intervention_start_before_referral"),
    ("FAOMODDT", "REFMODDT", "appointment_before_referral"),
]

Reject = tuple[str, int, str | None, str]
"""File, line (the header is 1), column, rule."""


class RefusedFileError(Exception):
    """A file that stops the build."""


@dataclass
class Row:
    """One record: its cells by column (null where empty) and its dates (null where empty or unreadable)."""

    file: str
    line: int
    cells: dict[str, str | None]
    dates: dict[str, date | None]

    def cell(self, column: str) -> str | None:
        """The cell of a column; null where it is empty or the file has no such column."""
        return self.cells.get(column)

    def has_consent(self) -> bool:
        """Whether the person agreed to being counted."""
        return self.cell("CONSENT") == "Y"


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
    if len(set(names)) != len(names):
        raise RefusedFileError("a column stands twice")
    missing = [name for name in REQUIRED if name not in names]
    if missing or not any(name in names for name in RESIDENCE):
        raise RefusedFileError("columns are missing")
    return names


def row_of(file: str, line: int, raw: dict[str, str]) -> Row:
    """A row from its raw cells: trimmed, NA and nothing are null, codes in upper case, dates read."""
    cells: dict[str, str | None] = {}
    for column, text in raw.items():
        trimmed = text.strip()
        cells[column] = None if trimmed.upper() in ("", "NA") else trimmed
    for column in UPPER_CASE:
        value = cells.get(column)
        if value is not None:
            cells[column] = value.upper()
    dates = {column: read_date(cells.get(column)) for column in USED_DATES + UNUSED_DATES}
    return Row(file, line, cells, dates)


def read_date(text: str | None) -> date | None:
    """A date written d/m/yyyy or dd/mm/yyyy from 1900 on; null for anything else."""
    if text is None:
        return None
    parts = re.fullmatch(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})", text)
    if parts is None or int(parts[3]) < 1900:
        return None
    try:
        return date(int(parts[3]), int(parts[2]), int(parts[1]))
    except ValueError:
        return None


def age_on(born: date, day: date) -> int:
    """Age in completed years; who was born on 29 February has a birthday on 1 March in other years."""
    years = day.year - born.year
    if (day.month, day.day) < (born.month, born.day):
        years -= 1
    return years


def broken_rules(row: Row, today: date) -> list[tuple[str, str]]:
    """Every rule a row breaks, as (column, rule)."""
    if row.cell("CONSENT") == "N":
        return []
    if is_header(row):
        return [("AGNCY", "header_repeated")]
    return rules_on_cells(row) + rules_on_dates(row, today) + rules_on_drugs(row)


def is_header(row: Row) -> bool:
    """Whether a row repeats the header, which may be written in any case."""
    return (row.cell("AGNCY") or "").upper() == "AGNCY" and (row.cell("CLIENTID") or "").upper() == "CLIENTID"


def rules_on_cells(row: Row) -> list[tuple[str, str]]:
    """The rules about what a cell may hold."""
    broken = [(column, "missing") for column in NEVER_EMPTY if row.cell(column) is None]
    if row.cell("CONSENT") is not None and row.cell("CONSENT") not in ("Y", "N"):
        broken.append(("CONSENT", "consent_unknown"))
    if row.cell("SEX") not in ("M", "F"):
        broken.append(("SEX", "sex_not_stated"))
    modality = row.cell("MODAL")
    if modality is not None and modality not in STRUCTURED | NOT_STRUCTURED:
        broken.append(("MODAL", "unknown_modality_code"))
    return broken


def rules_on_dates(row: Row, today: date) -> list[tuple[str, str]]:
    """The rules about dates and their order; a date that cannot be read is compared with nothing."""
    broken: list[tuple[str, str]] = []
    for column in USED_DATES:
        day = row.dates[column]
        if row.cell(column) is not None and day is None:
            broken.append((column, "not_a_date"))
        latest = today + timedelta(days=365) if column == "FAOMODDT" else today
        if day is not None and day > latest:
            broken.append((column, "date_in_future"))
    born, referred, triaged = row.dates["DOB"], row.dates["REFLD"], row.dates["TRIAGED"]
    if born is not None and born.year < 1903:
        broken.append(("DOB", "born_before_1903"))
    if born is not None and triaged is not None and age_on(born, triaged) < 18:
        broken.append(("DOB", "under_18"))
    if born is not None and referred is not None and born > referred:
        broken.append(("DOB", "birth_after_referral"))
    for column, earlier, rule in ORDER_OF_DATES:
        day, floor = row.dates[column], row.dates[earlier]
        if day is not None and floor is not None and day < floor:
            broken.append((column, rule))
    return broken


def rules_on_drugs(row: Row) -> list[tuple[str, str]]:
    """The rules about the three problem substances."""
    broken: list[tuple[str, str]] = []
    kinds: list[str] = []
    for column in ("DRUG1", "DRUG2", "DRUG3"):
        code = row.cell(column)
        if code is None:
            continue
        kind = drug_kind(code)
        if kind is None:
            broken.append((column, "unknown_drug_code"))
        else:
            kinds.append(kind)
    is_problem = any(kind in ("opiate", "non_opiate", "alcohol") for kind in kinds)
    if row.cell("DRUG1") is not None and not broken and not is_problem:
        broken.append(("DRUG1", "no_problem_substance"))
    return broken


def note_warnings(row: Row, places: Places, warnings: Counter[str]) -> None:
    """Count what an accepted row does that is allowed but odd."""
    for column in ("DRUG1", "DRUG2", "DRUG3"):
        code = row.cell(column)
        if code is not None and code not in LISTED_DRUGS:
            warnings["unlisted_drug_code"] += 1
    if row.cell("LA") is not None and row.cell("DAT") == "Z00B":
        warnings["la_given_out_of_england"] += 1
    if row.cell("DISD") is not None and row.cell("DISRSN") is None:
        warnings["discharge_without_reason"] += 1
    if row.cell("DISD") is None and row.cell("DISRSN") is not None:
        warnings["reason_without_discharge"] += 1
    if places.area(row.cell("UTLA"), row.cell("LA"), row.cell("DAT")) is None:
        warnings["area_not_placed"] += 1
    for column in UNUSED_DATES:
        if row.cell(column) is not None and row.dates[column] is None:
            warnings["not_a_date"] += 1
