"""The recent trend in plain loops: a weighted line through five years, and through each four of them."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

CLEAR = 9.54953570608324
"""The 99.8th percentile of chi-square with one degree of freedom."""


@dataclass(frozen=True)
class Year:
    """A number of one year, its interval, and its counts where they are exact."""

    year: int
    value: float
    low: float
    high: float
    counts: tuple[float, float] | None = None


def line(years: Sequence[int], values: Sequence[float], weights: Sequence[float]) -> tuple[float, float]:
    """The slope of the weighted line, and one over its variance."""
    total = sum(weights)
    middle = sum(w * x for w, x in zip(weights, years, strict=True)) / total
    average = sum(w * y for w, y in zip(weights, values, strict=True)) / total
    across, spread = 0.0, 0.0
    for x, y, w in zip(years, values, weights, strict=True):
        across += w * (x - middle) * (y - average)
        spread += w * (x - middle) ** 2
    return (across / spread, spread)


def trend(points: Sequence[Year], polarity: str, is_share: bool) -> tuple[str, float | None, float | None]:
    """The word for five years, the slope by year and its chi-square."""
    by_counts = is_share and all(point.counts for point in points)
    if is_share and any(point.counts and point.counts[0] >= point.counts[1] for point in points):
        return ("cannot_be_calculated", None, None)
    if by_counts:
        women = sum(point.counts[0] for point in points if point.counts)
        people = sum(point.counts[1] for point in points if point.counts)
        if women == 0:
            return ("cannot_be_calculated", None, None)
        share = women / people
        weights = [point.counts[1] / (share * (1 - share)) for point in points if point.counts]
    else:
        weights = [1 / ((point.high - point.low) / 3.92) ** 2 for point in points]
    years, values = [point.year for point in points], [point.value for point in points]
    slope, precision = line(years, values, weights)
    chi_square = slope * slope * precision
    slopes = [slope * math.sqrt(precision)]
    for left_out in range(5):
        kept = [place for place in range(5) if place != left_out]
        each, its_precision = line([years[k] for k in kept], [values[k] for k in kept], [weights[k] for k in kept])
        slopes.append(each * math.sqrt(its_precision))
    # a level line rises or falls in its last places
    is_clear = chi_square > CLEAR and (all(s > 1e-9 for s in slopes) or all(s < -1e-9 for s in slopes))
    if not is_clear:
        return ("no_significant_change", slope, chi_square)
    word = "increasing" if slope > 0 else "decreasing"
    if polarity in ("high_is_good", "low_is_good"):
        is_better = (slope > 0) == (polarity == "high_is_good")
        word += "_and_getting_better" if is_better else "_and_getting_worse"
    return (word, slope, chi_square)
