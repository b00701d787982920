"""Deaths of three years, a second time: rates by the years people lived, and women's share beside that in treatment."""

from collections.abc import Mapping
from dataclasses import dataclass

from tests.boring.shares import newcombe, rate_limits, wilson


def nearest_year(known: Mapping[int, int], wanted: int) -> int:
    """The year of an estimate that stands for a year: its own, else the nearest, the earlier of two."""
    best = None
    for year in sorted(known):
        if best is None or abs(year - wanted) < abs(best - wanted):
            best = year
    assert best is not None, "there is an estimate"
    return best


def years_lived(residents: Mapping[int, int], first_year: int) -> int:
    """How many years the residents of a place lived in three calendar years, by mid-year estimates."""
    lived = 0
    for year in (first_year, first_year + 1, first_year + 2):
        lived += residents[nearest_year(residents, year)]
    return lived


def crude_rate(deaths: int, lived: int) -> tuple[float, float, float]:
    """Deaths for 100,000 years lived, and its limits."""
    low, high = rate_limits(deaths, lived, 100_000)
    return (deaths / lived * 100_000, low, high)


@dataclass(frozen=True)
class Treated:
    """Women and men in treatment in a financial year; None where that is not shown, and why."""

    women: int | None
    men: int | None
    status: str


Beside = tuple[str, str | None, float | None, float | None, float | None]
"""Status, the year of treatment, the difference of the shares and its limits."""


def beside_treatment(women: int, men: int, treated: Mapping[int, Treated], first_year: int) -> Beside:
    """Women's share of deaths less their share in treatment, in the best year of three."""
    year = None
    # the middle one, the last, the first: one with a number if there is any
    for wanted in (first_year + 1, first_year + 2, first_year):
        if wanted in treated and treated[wanted].status == "ok":
            year = wanted
            break
    if year is None:
        for wanted in (first_year + 1, first_year + 2, first_year):
            if wanted in treated:
                year = wanted
                break
    named = None if year is None else f"{year}-{(year + 1) % 100:02d}"
    if women + men == 0:
        return ("too_few", named, None, None, None)
    if year is None:
        return ("not_published", None, None, None, None)
    beside = treated[year]
    if beside.status != "ok" or beside.women is None or beside.men is None:
        return (beside.status, named, None, None, None)
    everyone = beside.women + beside.men
    low, high = newcombe(women, women + men, beside.women, everyone)
    return ("ok", named, women / (women + men) - beside.women / everyone, low, high)


def share_and_limits(women: int, men: int) -> tuple[float, float, float] | None:
    """Women's share and Wilson's limits; none of nobody."""
    if women + men == 0:
        return None
    return (women / (women + men), *wilson(women, women + men))
