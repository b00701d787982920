"""Funnels of counts against what was expected: of a ratio, whose limits need the chi-square distribution.

(Funnels of shares need none: funnel.sql.)
"""

from typing import Literal

Label = Literal["low_998", "low_95", "inside", "high_95", "high_998"]
TAILS = (("998", 0.001), ("95", 0.025))  # the wider limits are asked first


def expected_on_the_limit(observed: float, tail: float) -> tuple[float, float]:
    """The fewest and most expected events of which so many observed are not yet too many, or too few."""
    from scipy.stats import chi2

    fewest = chi2.ppf(tail, 2 * observed) / 2 if observed > 0 else 0.0
    return float(fewest), float(chi2.ppf(1 - tail, 2 * observed + 2) / 2)


def ratio_limits(expected: float, tail: float, target: float = 1.0) -> tuple[float, float]:
    """Between which two ratios of observed to expected an area lies that is as the target is."""
    fewest, most = expected_on_the_limit(expected * target, tail)
    return fewest / expected, most / expected


def ratio_label(observed: float, expected: float) -> Label:
    """Where an area stands that has so many events and should have had so many."""
    for level, tail in TAILS:
        fewest, most = expected_on_the_limit(observed, tail)
        if expected < fewest:
            return "high_998" if level == "998" else "high_95"
        if expected > most:
            return "low_998" if level == "998" else "low_95"
    return "inside"
