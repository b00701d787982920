"""The gaps in loops against numbers worked by hand."""

import math

import pytest

from tests.boring.gaps import (
    Chance,
    Number,
    chance_by_pairs,
    chance_limits,
    chance_of,
    chance_status,
    difference,
    directions,
    median_limits,
    median_rank,
    ratio_of_limits,
    ratio_of_rates,
    ratio_of_shares,
    student,
)


def test_a_difference_takes_the_limits_of_both() -> None:
    assert difference(Number(10, 7, 14), Number(4, 1, 8)) == Number(6, 1, 11)
    assert difference(Number(10, None, None), Number(4, 1, 8)) == Number(6, None, None)


def test_a_ratio_is_as_far_from_its_limits_either_way_by_the_logarithm() -> None:
    ratio = ratio_of_shares(20, 100, 10, 100)
    assert ratio is not None
    assert ratio.value == 2
    assert ratio.low == pytest.approx(2 / math.exp(1.959964 * math.sqrt(0.13)), rel=1e-6)
    assert ratio.high == pytest.approx(2 * math.exp(1.959964 * math.sqrt(0.13)), rel=1e-6)
    of_rates = ratio_of_rates(16, 100, 9, 100)
    assert of_rates is not None
    assert of_rates.high == pytest.approx(16 / 9 * math.exp(1.959964 * 5 / 12), rel=1e-6)


def test_nothing_is_a_ratio_where_a_cell_is_nought() -> None:
    assert ratio_of_shares(9, 9, 3, 9) is None
    assert ratio_of_shares(3, 9, 0, 9) is None
    assert ratio_of_rates(0, 9, 3, 9) is None
    assert ratio_of_limits(Number(1, 0, 2), Number(3, 2, 4)) is None


def test_a_median_lies_between_two_of_the_numbers() -> None:
    assert [median_rank(count) for count in (1, 5, 6, 8, 9, 12, 25, 100)] == [0, 0, 1, 1, 2, 3, 8, 40]
    assert median_limits([5, 4, 3, 2, 1]) == (None, None)
    assert median_limits([9, 1, 8, 2, 7, 3, 6, 4, 5]) == (2, 8)


def test_the_chance_of_a_longer_wait_counts_half_of_ties() -> None:
    # pairs won by women: 1 over 0 and the tie of 1, 3 over both
    assert chance_by_pairs([1, 3], [0, 1]) == 3.5 / 4
    chance = chance_of([1, 3], [0, 1])
    assert chance is not None
    assert chance.value == 3.5 / 4
    # women's places 0.75 and 1, men's 0 and 0.25: a variance of 1/32 each, over two of each
    assert chance.variance == pytest.approx(1 / 32)
    assert chance.freedom == pytest.approx(2)


def test_a_chance_of_one_or_of_people_alike_has_no_variance() -> None:
    for women, men in (([5, 6], [1, 2]), ([3, 3], [3, 3]), ([3], [1, 5])):
        chance = chance_of(women, men)
        assert chance is not None
        assert chance.variance == 0
    assert chance_of([1], []) is None


def test_the_limits_of_a_chance_need_ten_of_each() -> None:
    assert chance_limits(Chance(9, 100, 0.6, 0.01, 12)) == (None, None)
    assert chance_status(Chance(9, 100, 0.6, 0.01, 12)) == "too_few"
    assert chance_status(Chance(10, 10, 0.5, 0, 0)) == "no_spread"
    # Student's distribution with 18 degrees of freedom: 2.1009, as printed in every table
    assert student(18) == pytest.approx(2.1009, abs=5e-5)
    assert chance_limits(Chance(10, 10, 0.5, 0.01, 18)) == pytest.approx((0.5 - 0.21009, 0.5 + 0.21009), abs=1e-5)
    assert chance_limits(Chance(10, 10, 0.9, 0.01, 18))[1] == 1


def test_words_follow_the_limits() -> None:
    assert directions(0.1, 0.2, None) == {"women_higher"}
    assert directions(-0.2, -0.1, 0.01) == {"women_lower"}
    assert directions(-0.2, 0.2, 0.3) == {"no_clear_difference"}
    assert directions(-0.2, 0.2, 0.1) == {"too_few_to_tell"}
    assert directions(-0.2, 0.2, 0.2) == {"too_few_to_tell", "no_clear_difference"}
    assert directions(0, 0.2, 0.3) == {"no_clear_difference"}
    assert directions(None, None, 0.3) == {"not_compared"}
