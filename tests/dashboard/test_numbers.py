"""A number reads the same everywhere, and a missing one says why."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import numbers


@pytest.mark.parametrize(
    ("count", "text"), [(0, "0"), (1, "1"), (999, "999"), (1000, "1,000"), (1_234_567.0, "1,234,567"), (2.5, "3")]
)
def test_people_have_a_thousands_comma(count: float, text: str) -> None:
    assert numbers.people(count) == text


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0, "0%"),
        (1, "100%"),
        (0.3125, "31.3%"),
        (0.3333, "33.3%"),
        (0.9996, "100.0%"),
        (0.0004, "0.0%"),
        (0.5, "50.0%"),
    ],
)
def test_percents_have_one_decimal_and_none_at_the_ends(share: float, text: str) -> None:
    assert numbers.percent(share) == text


@pytest.mark.parametrize(("days", "text"), [(0, "0"), (5.5, "6"), (5.4, "5"), (18.2, "18")])
def test_days_are_whole(days: float, text: str) -> None:
    assert numbers.days(days) == text


@pytest.mark.parametrize(
    ("days", "text"), [(0.2, "on the same day"), (1, "within 1 day"), (7, "within 7 days"), (1000, "within 1,000 days")]
)
def test_a_wait_in_words(days: float, text: str) -> None:
    assert numbers.within(days) == text


@pytest.mark.parametrize(("rate", "text"), [(0.0, "0.0"), (6.35, "6.4"), (12, "12.0"), (1234.56, "1,234.6")])
def test_rates_have_one_decimal(rate: float, text: str) -> None:
    assert numbers.rate(rate) == text


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("suppressed", "hidden to protect people"),
        ("too_few", "too few to calculate"),
        ("not_published", "not published"),
        ("not_collected", "not collected"),
        (None, "not in the files held"),
        ("something new", "not published"),
    ],
)
def test_nothing_says_why(status: str | None, words: str) -> None:
    assert numbers.people(None, status) == words
    assert numbers.percent(None, status) == words
    assert numbers.days(None, status) == words
    assert numbers.rate(None, status) == words
    assert numbers.part_of(None, 10, status) == words
    assert numbers.part_of(10, None, status) == words
    assert numbers.half_and_most(3, None, status) == words
    assert numbers.share_with_interval(None, 0.1, 0.2, status) == words
    assert numbers.rate_with_interval(None, None, None, status) == words


def test_intervals_stand_behind_their_number_where_there_are_any() -> None:
    assert numbers.share_with_interval(0.3, 0.25, 0.352) == "30.0% (25.0% to 35.2%)"
    assert numbers.share_with_interval(0.3, None, None) == "30.0%"
    assert numbers.rate_with_interval(6.4, 5, 8.25, "ok") == "6.4 (5.0 to 8.3)"
    assert numbers.rate_with_interval(6.4, None, None, "unreliable") == "6.4, unreliable"
    assert numbers.part_of(1409, 12000) == "1,409 of 12,000"
    assert numbers.half_and_most(3, 11) == "3, 11"


def test_one_is_singular() -> None:
    assert numbers.counted(1, "woman", "women") == "1 woman"
    assert numbers.counted(0, "woman", "women") == "0 women"


@given(st.floats(min_value=-1e9, max_value=1e9), st.integers(min_value=0, max_value=3))
def test_rounding_is_never_off_by_more_than_half_a_step_and_never_minus_nothing(value: float, places: int) -> None:
    text = numbers.rounded(value, places)
    assert abs(float(text.replace(",", "")) - value) <= 0.5 * 10**-places + 1e-6
    assert text.strip("-0.,") or not text.startswith("-")
