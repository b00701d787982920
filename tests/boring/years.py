"""The financial years to count in."""

from dataclasses import dataclass
from datetime import date

from tests.boring.row import UNUSED_DATES, USED_DATES, Row


@dataclass(frozen=True)
class FinancialYear:
    """1 April of its first calendar year to 31 March of the next."""

    first: int

    @property
    def label(self) -> str:
        """The year as written: 2023-24."""
        return f"{self.first}-{(self.first + 1) % 100:02d}"

    @property
    def start(self) -> date:
        """1 April."""
        return date(self.first, 4, 1)

    @property
    def end(self) -> date:
        """31 March."""
        return date(self.first + 1, 3, 31)


def year_of(day: date) -> FinancialYear:
    """The financial year a day lies in."""
    return FinancialYear(day.year if day >= date(day.year, 4, 1) else day.year - 1)


def years_of(rows: list[Row], today: date) -> list[FinancialYear]:
    """Every year from the first triage to the latest date of any kind but birth, none after today's."""
    known_triages = [day for row in rows if (day := row.dates["TRIAGED"]) is not None]
    if not known_triages:
        return []
    first = year_of(min(known_triages)).first
    last = year_of(latest_date(rows)).first
    return [FinancialYear(year) for year in range(first, min(last, year_of(today).first) + 1)]


def latest_date(rows: list[Row]) -> date:
    """The latest date of any kind but birth on some rows, of which there is one at least."""
    columns = [column for column in USED_DATES + UNUSED_DATES if column != "DOB"]
    days = [row.dates[column] for row in rows for column in columns]
    return max(day for day in days if day is not None)
