"""Gaps between women and men: differences, ratios, medians with their limits, and the chance of a longer wait."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from tests.boring.shares import Z

FEWEST_FOR_CHANCE = 10
"""Women, and men, from which Student's distribution is good enough for the limits of a chance."""


@dataclass(frozen=True)
class Number:
    """A number and its limits; None where a limit is not known."""

    value: float
    low: float | None
    high: float | None


def difference(one: Number, other: Number) -> Number:
    """One number less another, with limits from the limits of both."""
    gap = one.value - other.value
    if one.low is None or one.high is None or other.low is None or other.high is None:
        return Number(gap, None, None)
    below = math.hypot(one.value - one.low, other.high - other.value)
    above = math.hypot(one.high - one.value, other.value - other.low)
    return Number(gap, gap - below, gap + above)


def ratio(value: float, variance_of_log: float) -> Number:
    """A ratio and its limits, as far from it either way by its logarithm."""
    spread = Z * math.sqrt(variance_of_log)
    return Number(value, value * math.exp(-spread), value * math.exp(spread))


def ratio_of_shares(x: float, n: float, y: float, m: float) -> Number | None:
    """The share x of n over the share y of m; None where any of the four cells is empty."""
    if min(x, n - x, y, m - y) <= 0:
        return None
    return ratio((x / n) / (y / m), 1 / x - 1 / n + 1 / y - 1 / m)


def ratio_of_rates(x: float, n: float, y: float, m: float) -> Number | None:
    """x events among n people over y events among m; None where there was no event among either."""
    if min(x, y) <= 0:
        return None
    return ratio((x / n) / (y / m), 1 / x + 1 / y)


def ratio_of_limits(one: Number, other: Number) -> Number | None:
    """The ratio of two numbers of which only the limits are known; None where a limit is nought or not known."""
    if not one.low or not other.low or one.high is None or other.high is None:
        return None
    errors = [math.log(number / low) / (2 * Z) for number, low in ((one.high, one.low), (other.high, other.low))]
    return ratio(one.value / other.value, errors[0] ** 2 + errors[1] ** 2)


@cache
def median_rank(count: int) -> int:
    """The rank of a median's lower limit among so many numbers, found by tossing coins; 0 where there is none."""
    rank, ways = 0, 0
    combinations = 1
    while rank <= count:
        ways += combinations
        if Fraction(ways, 2**count) > Fraction(1, 40):
            return rank
        combinations = combinations * (count - rank) // (rank + 1)
        rank += 1
    return rank


def median_limits(days: Sequence[int]) -> tuple[int, int] | tuple[None, None]:
    """The lower and the upper limit of a median: two of the numbers themselves."""
    rank = median_rank(len(days))
    if rank == 0:
        return (None, None)
    in_order = sorted(days)
    return (in_order[rank - 1], in_order[-rank])


@dataclass(frozen=True)
class Chance:
    """The chance that a woman waits longer than a man, half of ties counted, and how sure it is."""

    women: int
    men: int
    value: float
    variance: float
    freedom: float


def chance_by_pairs(women: Sequence[int], men: Sequence[int]) -> float:
    """Every woman beside every man: how often she waited longer, a tie being half."""
    longer = 0.0
    for woman in women:
        for man in men:
            if woman > man:
                longer += 1
            elif woman == man:
                longer += 0.5
    return longer / (len(women) * len(men))


def places(days: Mapping[int, int], others: Mapping[int, int]) -> dict[int, float]:
    """For each number of days, the part of the others who waited less, and half of those who waited as long."""
    count = sum(others.values())
    found = {}
    for day in days:
        below = sum(n for other, n in others.items() if other < day)
        found[day] = (below + others.get(day, 0) / 2) / count
    return found


def variance(days: Mapping[int, int], place: Mapping[int, float]) -> float:
    """The variance of the places of some people."""
    count = sum(days.values())
    mean = sum(n * place[day] for day, n in days.items()) / count
    return sum(n * (place[day] - mean) ** 2 for day, n in days.items()) / (count - 1)


def chance_of_longer(women: Mapping[int, int], men: Mapping[int, int]) -> Chance | None:
    """The chance from how many waited each number of days; None where nobody of one sex waited."""
    if sum(women.values()) == 0 or sum(men.values()) == 0:
        return None
    of_women, of_men = places(women, men), places(men, women)
    count, other_count = sum(women.values()), sum(men.values())
    value = sum(n * of_women[day] for day, n in women.items()) / count
    if min(count, other_count) < 2 or value in (0, 1) or len({*women, *men}) == 1:
        return Chance(count, other_count, value, 0, 0)
    parts = (variance(women, of_women) / count, variance(men, of_men) / other_count)
    freedom = sum(parts) ** 2 / (parts[0] ** 2 / (count - 1) + parts[1] ** 2 / (other_count - 1))
    return Chance(count, other_count, value, sum(parts), freedom)


def chance_of(women: Sequence[int], men: Sequence[int]) -> Chance | None:
    """The chance from each one's days."""
    return chance_of_longer(Counter(women), Counter(men))


STUDENT = [
    ([1, 1], 4),
    ([3, 16, 5], 96),
    ([-15, 17, 19, 3], 384),
    ([-945, -1920, 1482, 776, 79], 92160),
]
"""Abramowitz and Stegun 26.7.5: of each power of 1 / df, the factors of z, z³, z⁵ …, and what they are divided by."""


def student(freedom: float) -> float:
    """The 97.5th percentile of Student's distribution."""
    found = Z
    for power, (factors, divisor) in enumerate(STUDENT, start=1):
        polynomial = sum(factor * Z ** (2 * place + 1) for place, factor in enumerate(factors))
        found += polynomial / divisor / freedom**power
    return found


def chance_limits(chance: Chance) -> tuple[float, float] | tuple[None, None]:
    """The limits of a chance, none below nought or above one; none from few, or where nothing varies."""
    if min(chance.women, chance.men) < FEWEST_FOR_CHANCE or chance.variance == 0:
        return (None, None)
    reach = student(chance.freedom) * math.sqrt(chance.variance)
    return (max(chance.value - reach, 0), min(chance.value + reach, 1))


def chance_status(chance: Chance) -> str:
    """Why a chance has no limits."""
    if min(chance.women, chance.men) < FEWEST_FOR_CHANCE:
        return "too_few"
    return "no_spread" if chance.variance == 0 else "ok"


def directions(low: float | None, high: float | None, middle_half: float | None) -> set[str]:
    """What may be said of a gap: one thing, but where a limit is the very edge of two."""
    if low is None or high is None:
        return {"not_compared"}
    said = set()
    hair = 1e-9
    if low > -hair and low != 0:
        said.add("women_higher")
    if high < hair and high != 0:
        said.add("women_lower")
    if low < hair and high > -hair:
        width = high - low
        if middle_half is not None and width > 2 * middle_half - hair:
            said.add("too_few_to_tell")
        if middle_half is None or width < 2 * middle_half + hair:
            said.add("no_clear_difference")
    return said
