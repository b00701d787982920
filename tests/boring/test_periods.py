"""Worked examples of quarters and of how far the records reach."""

from datetime import date

import pytest

from tests.boring.conftest import Draw
from tests.boring.examples import record, stay
from tests.boring.periods import four_quarters, months_after, quarter_of
from tests.boring.years import FinancialYear


def test_the_quarters_of_a_year() -> None:
    quarters = four_quarters(FinancialYear(2023))
    assert [(quarter.label, quarter.start, quarter.end) for quarter in quarters] == [
        ("2023-24 Q1", date(2023, 4, 1), date(2023, 6, 30)),
        ("2023-24 Q2", date(2023, 7, 1), date(2023, 9, 30)),
        ("2023-24 Q3", date(2023, 10, 1), date(2023, 12, 31)),
        ("2023-24 Q4", date(2024, 1, 1), date(2024, 3, 31)),
    ]
    assert quarter_of(date(2024, 2, 29), FinancialYear(2023)).number == 4


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2023, 8, 31), 6, date(2024, 2, 29)),
        (date(2022, 8, 31), 6, date(2023, 2, 28)),
        (date(2023, 3, 31), 6, date(2023, 9, 30)),
        (date(2023, 6, 30), 6, date(2023, 12, 30)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2023, 12, 31), 6, date(2024, 6, 30)),
    ],
)
def test_months_after(day: date, months: int, later: date) -> None:
    assert months_after(day, months) == later


def quarters(draw: Draw, *records: dict[str, str]) -> list[str]:
    """The quarters of a country."""
    return [quarter.label for quarter in draw(*records).quarters]


def test_the_quarters_that_have_begun_by_the_latest_date(draw: Draw) -> None:
    year = ["2023-24 Q1", "2023-24 Q2", "2023-24 Q3", "2023-24 Q4"]
    assert quarters(draw, stay(1, "05/08/2023")) == year[:2], "all that begin before the last day, empty ones too"
    assert quarters(draw, stay(1, "05/08/2023", "30/09/2023")) == year[:2]
    assert quarters(draw, stay(1, "05/08/2023", "01/10/2023")) == year[:3]
    assert quarters(draw, stay(1, "05/08/2023", TOPDATE="01/01/2024")) == year
    assert quarters(draw, record(CONSENT="N")) == []


def test_no_quarter_begins_after_today(draw: Draw) -> None:
    assert quarters(draw, stay(1, "05/06/2025", FAOMODDT="01/10/2025")) == ["2025-26 Q1"]
    assert quarters(draw, stay(1, "05/06/2025", TOPDATE="01/10/2095")) == ["2025-26 Q1"]


def test_the_last_day_the_records_tell_of(draw: Draw) -> None:
    assert draw(stay(1, "05/08/2023", FAOMODDT="01/10/2023", TOPDATE="02/10/2023")).last_on == date(2023, 8, 5)
    assert draw(stay(1, "05/08/2023", MODEND="06/08/2023")).last_on == date(2023, 8, 6)
    assert draw(stay(1, "05/08/2023", "07/08/2023")).last_on == date(2023, 8, 7)
    unused = [record(CLIENTID="2", CONSENT="N", DISD="01/01/2025"), record(CLIENTID="3", SEX="U", DISD="01/01/2025")]
    assert draw(stay(1, "05/08/2023"), *unused).last_on == date(2023, 8, 5)
    assert draw(record(CONSENT="N")).last_on is None
