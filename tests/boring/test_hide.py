"""Worked examples of what published numbers give away."""

import pytest

from tests.boring.hide import given_away, possible_values

SEXES = [("all", ["female", "male"])]
BANDS = [("waits", ["within 3", "3 to 6", "over 6"])]


def test_a_small_count_that_is_shown_is_given_away() -> None:
    true = {"female": 4, "male": 20, "all": 24}
    assert given_away(true, true, SEXES) == {"female": "shown"}


def test_nought_and_five_may_be_shown() -> None:
    true = {"female": 0, "male": 5, "all": 5}
    assert given_away(true, true, SEXES) == {}


def test_a_small_count_hidden_alone_is_worked_out_by_subtraction() -> None:
    true = {"female": 4, "male": 20, "all": 24}
    assert given_away(true, true | {"female": None}, SEXES) == {"female": "can be worked out"}


def test_hidden_with_another_it_is_safe_when_the_rest_is_large() -> None:
    true = {"female": 4, "male": 20, "all": 24}
    assert given_away(true, {"female": None, "male": None, "all": 24}, SEXES) == {}


def test_a_small_rest_does_not_give_two_hidden_parts_away_when_nought_is_possible() -> None:
    true = {"female": 1, "male": 2, "all": 3}
    hidden = {"female": None, "male": None, "all": None}
    assert given_away(true, hidden, SEXES) == {}
    assert given_away(true, hidden | {"all": 3}, SEXES) == {"all": "shown"}


def test_bands_are_worked_out_from_the_rest() -> None:
    true = {"within 3": 30, "3 to 6": 2, "over 6": 0, "waits": 32}
    hidden = true | {"3 to 6": None}
    assert given_away(true, hidden, BANDS) == {"3 to 6": "can be worked out"}
    assert given_away(true, hidden | {"over 6": None}, BANDS) == {}


def test_what_one_sum_gives_away_another_may_use() -> None:
    true = {"f1": 3, "m1": 7, "a1": 10, "f2": 6, "m2": 8, "a2": 14, "f": 9, "m": 15, "a": 24}
    sums = [
        ("a1", ["f1", "m1"]),
        ("a2", ["f2", "m2"]),
        ("f", ["f1", "f2"]),
        ("m", ["m1", "m2"]),
        ("a", ["f", "m"]),
    ]
    hidden = true | {"f1": None, "m1": None}
    assert given_away(true, hidden, sums[:1]) == {}
    assert given_away(true, hidden, sums) == {"f1": "can be worked out"}


def test_a_cell_that_is_not_published_at_all_is_hidden() -> None:
    true = {"female": 3, "male": 9, "all": 12}
    assert given_away(true, {"male": 9, "all": 12}, SEXES) == {"female": "can be worked out"}
    assert given_away(true, {"all": 12}, SEXES) == {}


def test_the_least_and_the_greatest() -> None:
    least, greatest = possible_values({"female": None, "male": None, "all": 3}, SEXES)
    assert (least["female"], greatest["female"]) == (0, 3)


def test_numbers_that_do_not_add_up_are_an_error() -> None:
    with pytest.raises(ValueError, match="does not add up"):
        possible_values({"female": 5, "male": 5, "all": 3}, SEXES)
