"""Worked examples of what published numbers give away."""

import math

import pytest

from tests.boring.hide import given_away, possible_values

SEXES = [("all", ["female", "male"])]
BANDS = [("waits", ["within 3", "over 3"]), ("over 3", ["3 to 6", "over 6"])]
BOTH = [
    *((f"{group} all", [f"{group} women", f"{group} men"]) for group in ("any", "opiate", "alcohol")),
    *((f"any {sex}", [f"opiate {sex}", f"alcohol {sex}"]) for sex in ("all", "women", "men")),
]


def hiding(true: dict[str, int], *hidden: str) -> dict[str, int | None]:
    """Some counts with some of them hidden."""
    return {cell: None if cell in hidden else count for cell, count in true.items()}


def test_a_small_count_that_is_shown_is_given_away() -> None:
    true = {"female": 4, "male": 20, "all": 24}
    assert given_away(true, true, SEXES) == {"female": "shown"}


def test_nought_and_five_may_be_shown() -> None:
    true = {"female": 0, "male": 5, "all": 5}
    assert given_away(true, true, SEXES) == {}


def test_a_small_count_hidden_alone_is_worked_out_by_subtraction() -> None:
    true = {"female": 4, "male": 20, "all": 24}
    assert given_away(true, hiding(true, "female"), SEXES) == {"female": "4 to 4"}


def test_hidden_with_another_it_is_safe_when_their_sum_is_not_small() -> None:
    true = {"female": 4, "male": 20, "all": 24}
    assert given_away(true, hiding(true, "female", "male"), SEXES) == {}
    true = {"female": 1, "male": 4, "all": 5}
    assert given_away(true, hiding(true, "female", "male"), SEXES) == {}, "1 to 4 is what a hidden cell says anyway"


def test_hidden_means_one_or_more_so_a_small_sum_gives_its_parts_away() -> None:
    true = {"female": 1, "male": 2, "all": 3}
    assert given_away(true, hiding(true, *true), SEXES) == {}
    assert given_away(true, hiding(true, "female", "male"), SEXES) == {
        "all": "shown",
        "female": "1 to 2",
        "male": "1 to 2",
    }


def test_a_count_that_is_not_small_may_be_worked_out() -> None:
    true = {"female": 0, "male": 9, "all": 9}
    assert given_away(true, hiding(true, "male"), SEXES) == {}


def test_bands_are_worked_out_from_the_rest() -> None:
    true = {"within 3": 30, "over 3": 2, "3 to 6": 2, "over 6": 0, "waits": 32}
    assert given_away(true, hiding(true, "over 3"), BANDS) == {"over 3": "2 to 2", "3 to 6": "shown"}
    assert given_away(true, hiding(true, "over 3", "3 to 6"), BANDS) == {"over 3": "2 to 2", "3 to 6": "2 to 2"}
    hidden = hiding(true, "within 3", "over 3", "3 to 6")
    assert given_away(true, hidden, BANDS) == {}, "over 3 weeks is 3 to 6 weeks, but of how many nobody can tell"


def test_two_bands_that_add_up_to_five_are_safe_and_to_four_are_not() -> None:
    true = {"within 3": 30, "over 3": 5, "3 to 6": 4, "over 6": 1, "waits": 35}
    assert given_away(true, hiding(true, "3 to 6", "over 6"), BANDS) == {}
    true |= {"over 3": 4, "3 to 6": 3, "within 3": 31}
    hidden = hiding(true, "over 3", "3 to 6", "over 6")
    assert given_away(true, hidden, BANDS) == {"over 3": "4 to 4", "3 to 6": "1 to 3", "over 6": "1 to 3"}


def test_what_one_line_gives_away_another_may_use() -> None:
    true = {"opiate women": 3, "opiate men": 7, "alcohol women": 6, "alcohol men": 8}
    true |= {"opiate all": 10, "alcohol all": 14, "any women": 9, "any men": 15, "any all": 24}
    hidden = hiding(true, "opiate women", "opiate men")
    assert given_away(true, hidden, BOTH[:3]) == {}
    assert given_away(true, hidden, BOTH) == {"opiate women": "3 to 3"}
    hidden = hiding(true, "opiate women", "opiate men", "alcohol women", "alcohol men")
    assert given_away(true, hidden, BOTH) == {}


def test_bounds_and_not_only_differences_are_carried_from_line_to_line() -> None:
    true = {"opiate women": 2, "opiate men": 3, "alcohol women": 3, "alcohol men": 20}
    true |= {"opiate all": 5, "alcohol all": 23, "any women": 5, "any men": 23, "any all": 28}
    hidden = hiding(true, "opiate women", "opiate men", "alcohol women", "alcohol men")
    assert given_away(true, hidden, BOTH) == {}, "each of the three is 1 to 4, and men with alcohol are 19 to 22"
    assert possible_values(hidden, BOTH)[0]["alcohol men"] == 19
    true |= {"opiate men": 2, "opiate all": 4, "any men": 22, "any all": 27}
    hidden = hiding(true, "opiate women", "opiate men", "opiate all", "alcohol women", "alcohol men", "alcohol all")
    assert given_away(true, hidden, BOTH) == {}
    hidden |= {"alcohol all": 23}
    assert given_away(true, hidden, BOTH) == {
        "opiate all": "4 to 4",
        "opiate women": "1 to 3",
        "opiate men": "1 to 3",
        "alcohol women": "2 to 4",
    }


def test_a_cell_that_is_not_published_at_all_is_hidden() -> None:
    true = {"female": 3, "male": 9, "all": 12}
    assert given_away(true, {"male": 9, "all": 12}, SEXES) == {"female": "3 to 3"}
    assert given_away(true, {"all": 12}, SEXES) == {}
    assert given_away(true, {}, []) == {}


def test_the_least_and_the_greatest() -> None:
    least, greatest = possible_values({"female": None, "male": None, "all": 3}, SEXES)
    assert (least["female"], greatest["female"]) == (1, 2)
    least, greatest = possible_values({"female": None, "male": 7, "all": None}, SEXES)
    assert (least["all"], greatest["all"]) == (8, math.inf)


def test_numbers_that_do_not_add_up_are_an_error() -> None:
    with pytest.raises(ValueError, match="does not add up"):
        possible_values({"female": 5, "male": 5, "all": 3}, SEXES)
    with pytest.raises(ValueError, match="does not add up"):
        possible_values({"female": 3, "male": None, "all": 3}, SEXES)
