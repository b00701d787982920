"""Ranks and their intervals in plain loops, from given random numbers."""

import math
from collections.abc import Sequence

from tests.boring.shares import Z


def rank_of(value: float, values: Sequence[float]) -> int:
    """One more than there are lower values."""
    return 1 + sum(other < value for other in values)


def on_even_scale(number: float, is_share: bool) -> float:
    """A share as an angle, a rate as its root."""
    return math.asin(math.sqrt(min(max(number, 0), 1))) if is_share else math.sqrt(max(number, 0))


def rank_intervals(
    limits: Sequence[tuple[float, float]], is_share: bool, draws: Sequence[Sequence[float]]
) -> list[tuple[int, int]]:
    """The ranks each area has in all but the lowest and highest 2.5% of draws."""
    ends = [tuple(on_even_scale(limit, is_share) for limit in pair) for pair in limits]
    ranks: list[list[int]] = [[] for _ in limits]
    for normal in draws:
        drawn = [(low + high) / 2 + (high - low) / (2 * Z) * normal[area] for area, (low, high) in enumerate(ends)]
        for place, area in enumerate(sorted(range(len(drawn)), key=lambda area: drawn[area]), start=1):
            ranks[area].append(place)
    found = []
    for of_area in ranks:
        in_order = sorted(of_area)
        low = in_order[math.ceil(0.025 * len(in_order)) - 1]
        high = in_order[math.ceil(0.975 * len(in_order)) - 1]
        found.append((low, high))
    return found
