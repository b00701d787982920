"""When a file was extracted, and which files a later extract of the same provider makes void."""

import re
import tomllib
from calendar import IllegalMonthError, monthrange
from datetime import date
from pathlib import Path

from tests.boring.record_files import RefusedFileError
from tests.boring.row import Row

DATE_IN_A_NAME = re.compile(
    r"(?<![0-9])(?:([0-9]{4})-([0-9]{2})-([0-9]{2})|([0-9]{4})([0-9]{2})([0-9]{2})|([0-9]{4})-?([0-9]{2}))(?![0-9])"
)


def extract_date(file: str, told: dict[str, date]) -> date | None:
    """When a file was extracted: as was written down beside it, else as its name says, else nobody knows."""
    archive, _, _inside = file.partition("/")
    for name in (file, archive):
        if name in told:
            return told[name]
    for name in reversed(file.split("/")):
        found = date_in(name)
        if found is not None:
            return found
    return None


def date_in(name: str) -> date | None:
    """The first date in a name, 2024-06-30, 20240630, 2024-06 or 202406; of a month its last day."""
    for found in DATE_IN_A_NAME.finditer(name):
        year, month, *rest = (int(part) for part in found.groups() if part is not None)
        try:
            return date(year, month, rest[0] if rest else monthrange(year, month)[1])
        except (ValueError, IllegalMonthError):
            continue
    return None


def dates_told(folder: Path) -> dict[str, date]:
    """The dates of extraction that were written down beside the files."""
    path = folder / "ORIGIN.toml"
    if not path.exists():
        return {}
    told: dict[str, date] = tomllib.loads(path.read_text(encoding="utf-8")).get("extracted_on", {})
    return told


def latest_extracts(rows: list[Row], extracted_on: dict[str, date | None]) -> dict[str, date | None]:
    """The date of the extract that counts for each provider; a date for one of its files and none for another will
    not do."""
    dates: dict[str, set[date | None]] = {}
    for row in rows:
        agency = row.cell("AGNCY")
        if agency is not None:
            dates.setdefault(agency.upper(), set()).add(extracted_on[row.file])
    latest: dict[str, date | None] = {}
    for agency, found in dates.items():
        known = [day for day in found if day is not None]
        if known and None in found:
            raise RefusedFileError("a provider in a file with a date and in one without")
        latest[agency] = max(known, default=None)
    return latest


def is_superseded(row: Row, extracted_on: dict[str, date | None], latest: dict[str, date | None]) -> bool:
    """Whether a later extract of a row's provider takes its place."""
    agency = row.cell("AGNCY")
    return agency is not None and extracted_on[row.file] != latest[agency.upper()]
