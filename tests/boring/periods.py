"""The quarters of the financial years, and how far the records reach."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from tests.boring.row import Row
from tests.boring.row_rules import ENDS_OF_RECORDS
from tests.boring.years import FinancialYear, latest_date


@dataclass(frozen=True)
class Quarter:
    """Three months of a financial year; the first begins in April."""

    year: FinancialYear
    number: int

    @property
    def label(self) -> str:
        """The quarter as written: 2023-24 Q1."""
        return f"{self.year.label} Q{self.number}"

    @cached_property
    def start(self) -> date:
        """1 April, 1 July, 1 October or 1 January."""
        return months_after(self.year.start, 3 * (self.number - 1))

    @cached_property
    def end(self) -> date:
        """30 June, 30 September, 31 December or 31 March."""
        return months_after(self.start, 3) - timedelta(days=1)


Period = FinancialYear | Quarter


def months_after(day: date, months: int) -> date:
    """The same day some months later, or the last day of that month where it has no such day."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def quarter_of(day: date, year: FinancialYear) -> Quarter:
    """The quarter of a year that a day of it lies in."""
    return Quarter(year, (day.month - 4) % 12 // 3 + 1)


def four_quarters(year: FinancialYear) -> list[Quarter]:
    """All quarters of a year."""
    return [Quarter(year, number) for number in (1, 2, 3, 4)]


def quarters_of(years: list[FinancialYear], rows: list[Row], today: date) -> list[Quarter]:
    """The quarters of some years that had begun by the latest date of any kind but birth, and by today."""
    reached = min(latest_date(rows), today) if rows else today
    return [quarter for year in years for quarter in four_quarters(year) if quarter.start <= reached]


def last_on(rows: list[Row], today: date) -> date | None:
    """The last day the records tell anything of; null where there are none."""
    days = [row.dates[column] for row in rows for column in ENDS_OF_RECORDS]
    known = [day for day in days if day is not None]
    return min(max(known), today) if known else None
