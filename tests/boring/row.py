"""One record as a row: its cells as text and its dates."""

import re
from dataclasses import dataclass
from datetime import date

from tests.boring.asked import Answers, OddAnswer, answers_of

UPPER_CASE = ["SEX", "CONSENT", "FINITIAL", "SINITIAL", "UTLA", "LA", "DAT"]
USED_DATES = ["DOB", "REFLD", "TRIAGED", "DISD", "REFMODDT", "FAOMODDT", "MODST", "MODEND"]
UNUSED_DATES = ["CPLANDT", "HEPCTSTD", "HLCASSDT", "SUBMODDT", "TITDATE", "TOPDATE"]


@dataclass
class Row:
    """One record: its cells by column (null where empty), its dates (null where unreadable) and its answers."""

    file: str
    line: int
    cells: dict[str, str | None]
    dates: dict[str, date | None]
    answers: Answers
    odd_answers: list[OddAnswer]

    def cell(self, column: str) -> str | None:
        """The cell of a column; null where it is empty or the file has no such column."""
        return self.cells.get(column)

    def has_consent(self) -> bool:
        """Whether the person agreed to being counted."""
        return self.cell("CONSENT") == "Y"


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
    return Row(file, line, cells, dates, *answers_of(cells))


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
