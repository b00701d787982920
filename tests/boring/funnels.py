"""Funnels in plain loops: how far a share may lie from the average of all."""

import math
from collections.abc import Sequence

from tests.boring.shares import Z, wilson

Z_998 = 3.090232306167813
"""The normal value that 99.9% lie below."""


def touching(average: float, people: float, z: float) -> tuple[float, float]:
    """The least and the greatest share whose Wilson interval still holds the average, found by halving."""
    low, high = 0.0, average
    if wilson(0, people, z)[1] < average:
        for _step in range(80):
            middle = (low + high) / 2
            if wilson(middle * people, people, z)[1] < average:
                low = middle
            else:
                high = middle
        below = high
    else:
        below = 0.0
    low, high = average, 1.0
    if wilson(people, people, z)[0] > average:
        for _step in range(80):
            middle = (low + high) / 2
            if wilson(middle * people, people, z)[0] > average:
                high = middle
            else:
                low = middle
        above = low
    else:
        above = 1.0
    return (below, above)


def average_of(shares: Sequence[tuple[float, float]]) -> float:
    """Everybody counted over everybody asked."""
    return sum(x for x, _ in shares) / sum(n for _, n in shares)


def quantile(numbers: Sequence[float], part: float) -> float:
    """The number below which a part of them lies, between two of them in proportion."""
    in_order = sorted(numbers)
    place = part * (len(in_order) - 1)
    lower = math.floor(place)
    upper = math.ceil(place)
    return in_order[lower] + (place - lower) * (in_order[upper] - in_order[lower])


def spread_of(shares: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """The mean square of the scores, with the outermost tenths drawn in, and the variance beyond chance."""
    target = math.asin(math.sqrt(average_of(shares)))
    scores = []
    for x, n in shares:
        error = math.sqrt(1 / (4 * n))
        scores.append((math.asin(math.sqrt(x / n)) - target) / error)
    least, most = quantile(scores, 0.1), quantile(scores, 0.9)
    phi = 0.0
    for score in scores:
        phi += min(max(score, least), most) ** 2 / len(scores)
    areas = len(shares)
    if areas * phi < areas - 1:
        return (phi, 0.0)
    weights = [4 * n for _, n in shares]
    over = areas * phi - (areas - 1)
    return (phi, over / (sum(weights) - sum(w * w for w in weights) / sum(weights)))


def spread_limits(average: float, people: float, variance: float, z: float) -> tuple[float, float]:
    """The limits where areas differ by a variance of their own."""
    angle, width = math.asin(math.sqrt(average)), z * math.sqrt(1 / (4 * people) + variance)
    below = 0.0 if angle < width else math.sin(angle - width) ** 2
    above = 1.0 if angle + width > math.pi / 2 else math.sin(angle + width) ** 2
    return (below, above)


def label(share: float, limits_95: tuple[float, float], limits_998: tuple[float, float]) -> str:
    """Where a share stands."""
    for name, (low, high) in (("998", limits_998), ("95", limits_95)):
        if share < low:
            return f"low_{name}"
        if share > high:
            return f"high_{name}"
    return "inside"


def nearest(average: float, x: float, n: float, rounded_to: int) -> float:
    """Of the shares that rounded counts may stand for, the one nearest to the average."""
    half = rounded_to / 2
    if rounded_to == 1:
        return x / n
    if n <= half:
        return average
    least = max(x - half, 0) / (n + half)
    most = min(x + half, n - half) / (n - half)
    if average < least:
        return least
    return min(average, most)


def in_funnel(average: float, variance: float, x: float, n: float, rounded_to: int = 1) -> tuple[object, ...]:
    """What the table of funnels should say of an area."""
    judged = nearest(average, x, n, rounded_to)
    plain = [touching(average, n, z) for z in (Z, Z_998)]
    spread = [spread_limits(average, n, variance, z) for z in (Z, Z_998)]
    return (
        *(n, x / n, *plain[0], *plain[1], label(judged, *plain)),
        *(*spread[0], *spread[1], label(judged, *spread)),
    )
