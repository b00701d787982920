"""A difference is found whichever side it is on."""

import math

import pytest

from tests.boring.compare import differences, published_waits
from tests.boring.compare_shares import Share, changed, compared
from tests.boring.shares import newcombe, wilson
from tests.boring.waits import summary_of


def test_nothing_missing_and_nothing_extra() -> None:
    rows: list[tuple[tuple[object, ...], object]] = [(("a",), (1, None, 0.5)), (("b",), (2, "ok", 1.0))]
    assert differences(rows, rows) == []
    assert differences(rows, rows[:1]) == ["('b',): only the engine has it: (2, 'ok', 1.0)"]
    assert differences(rows[:1], rows) == ["('b',): only the recount has it: (2, 'ok', 1.0)"]
    assert differences([*rows, rows[0]], rows) == ["the engine has rows twice"]
    assert differences([*rows, rows[0]], [*rows, rows[1]])[-1] == "the recount has rows twice"


def test_numbers_may_differ_in_the_last_places_only() -> None:
    assert differences([(("a",), (1 / 3,))], [(("a",), (1 / 3 + 1e-12,))]) == []
    assert len(differences([(("a",), (0.333,))], [(("a",), (1 / 3,))])) == 1
    assert len(differences([(("a",), (None,))], [(("a",), (0,))])) == 1
    assert len(differences([(("a",), (0,))], [(("a",), (None,))])) == 1


def test_what_the_table_of_waits_says_where_it_hides() -> None:
    summary = summary_of([10] * 40 + [30] * 6 + [50] * 3)
    share = (40 / 49, *wilson(40, 49))
    # of 49 waits the 18th and the 32nd
    days = (summary.median_days, 10, 10, summary.p90_days, summary.mean_days)
    assert published_waits(summary, set()) == (49, 40, 9, 6, 3, *share, *days, "ok")
    hidden = {"over_3_to_6_weeks", "over_6_weeks"}
    assert published_waits(summary, hidden) == (49, 40, 9, None, None, *share, *[None] * 5, "ok")
    hidden = {"within_3_weeks", "over_3_weeks", "over_6_weeks"}
    nothing = [None] * 3
    assert published_waits(summary, hidden) == (49, None, None, 6, None, *nothing, *[None] * 5, "ok")
    fifty = summary_of([10] * 41 + [30] * 6 + [50] * 3)
    assert published_waits(fifty, hidden) == (50, None, None, 6, None, *nothing, *days[:4], None, "ok")
    few = summary_of([10, 30])
    assert published_waits(few, {"waits", *hidden})[:5] == (None, None, None, 1, 0), "a nought is never hidden"
    assert published_waits(few, {"waits", *hidden})[-1] == "suppressed"


def test_what_the_table_of_shares_says() -> None:
    low, high = wilson(20, 100)
    said = compared(Share(20, 100), Share(40, 100))
    assert said[:7] == ("lower", "ok", 0.4, 20, 80, 0.2, low)
    # 33.3 women more make 40%, or 20 in men's places; with the most women there may be, fewer.
    least, most = 40 - 100 * high, 40 - 100 * low
    if_men_stay = (34, math.ceil(least / 0.6), math.ceil(most / 0.6))
    assert said[7:] == (high, *if_men_stay, 20, math.ceil(least), math.ceil(most))
    most = 20 - 100 * low
    assert compared(Share(20, 100), Share(20, 100))[-6:] == (0, 0, math.ceil(most / 0.8), 0, 0, math.ceil(most))
    assert compared(Share(0, 0), Share(40, 100)) == ("not_compared", "too_few", 0.4, 0, 0, *[None] * 9)
    assert compared(Share(20, 100), None)[0] == "not_compared"
    assert compared(Share(20, 100), Share(3, 3))[-6:-2] == (None, None, None, 80)


def test_what_the_table_of_changes_says() -> None:
    assert changed(Share(0, 0), Share(1, 2)) == (None, 0.5, None, None, None, "not_compared", "too_few")
    shares_and_change = (0.2, 0.5, pytest.approx(0.3), *newcombe(50, 100, 20, 100))
    assert changed(Share(20, 100), Share(50, 100)) == (*shares_and_change, "rose", "ok")
