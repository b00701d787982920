"""Shares, their differences, counts of events, and how many more women a share would ask for."""

import math
from collections.abc import Callable
from functools import cache

Z = 1.959963984540054
"""The normal value that 97.5% lie below; 1.959964 to six places, given in full to agree with R packages."""


def wilson(events: float, total: float, z: float = Z) -> tuple[float, float]:
    """Wilson's limits of a share, from 0 to 1."""
    spread = z * math.sqrt(z * z + 4 * events * (1 - events / total))
    below = (2 * events + z * z - spread) / (2 * (total + z * z))
    above = (2 * events + z * z + spread) / (2 * (total + z * z))
    return (below, above)


def newcombe(events: int, total: int, other_events: int, other_total: int) -> tuple[float, float]:
    """Newcombe's limits of a difference of two shares, first less other."""
    share, other = events / total, other_events / other_total
    low, high = wilson(events, total)
    other_low, other_high = wilson(other_events, other_total)
    difference = share - other
    return (
        difference - math.sqrt((share - low) ** 2 + (other_high - other) ** 2),
        difference + math.sqrt((high - share) ** 2 + (other - other_low) ** 2),
    )


def byar(events: int, z: float = Z) -> tuple[float, float]:
    """Byar's limits of a count of events."""
    more = events + 1
    below = events * (1 - 1 / (9 * events) - z / (3 * math.sqrt(events))) ** 3
    above = more * (1 - 1 / (9 * more) + z / (3 * math.sqrt(more))) ** 3
    return (below, above)


def poisson_at_most(events: int, mean: float) -> float:
    """The chance that a Poisson count with a mean is at most a number of events."""
    term = math.exp(-mean)
    total = term
    for count in range(1, events + 1):
        term *= mean / count
        total += term
    return total


@cache
def exact_poisson(events: int, confidence: float = 0.95) -> tuple[float, float]:
    """Exact limits of a count: the means that leave half the rest of the confidence on either side."""
    tail = (1 - confidence) / 2
    # The lower limit is the mean at which so many events or more have the chance `tail`.
    below = 0.0 if events == 0 else mean_where(lambda mean: poisson_at_most(events - 1, mean), 1 - tail)
    above = mean_where(lambda mean: poisson_at_most(events, mean), tail)
    return (below, above)


def mean_where(chance: Callable[[float], float], wanted: float) -> float:
    """The mean at which a chance that falls as the mean grows is as wanted, found by halving."""
    low, high = 0.0, 200.0
    for _step in range(200):
        middle = (low + high) / 2
        if chance(middle) > wanted:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def rate_limits(events: int, population: int, per: int) -> tuple[float, float]:
    """Limits of a rate: exact under ten events, Byar's from ten."""
    low, high = exact_poisson(events) if events < 10 else byar(events)
    return (low / population * per, high / population * per)


def extra_women(women: float, total: int, share: float) -> float:
    """How many women more would make a share, nobody else leaving: negative where there are enough."""
    return (share * total - women) / (1 - share)


def extra_women_if_places_fixed(women: float, total: int, share: float) -> float:
    """How many women more would make a share, each in a place a man has now."""
    return share * total - women
