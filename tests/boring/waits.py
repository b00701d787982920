"""Waits for interventions, by place, year or quarter, sex, substance group, order and clock."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tests.boring.code_lists import Places
from tests.boring.gaps import median_limits
from tests.boring.journeys import SEX_WORD, Intervention, Journey, substance_group
from tests.boring.periods import Quarter, quarter_of
from tests.boring.years import FinancialYear, year_of

WaitCell = tuple[str, str, str, str, str, str]
"""Place, year or quarter, sex, substance group, first or subsequent, offered or started."""
WaitDayCell = tuple[str, str, str, str, str, str, str, int]
"""Authority or not placed, year, quarter, sex, substance group, first or subsequent, offered or started, days."""

NOT_PLACED = "not_placed"


@dataclass
class Waits:
    """Waits in whole days that ended in a year or quarter, each one once, and how many ended outside every year."""

    days: dict[WaitCell, list[int]]
    by_day: Counter[WaitDayCell]
    outside: int


@dataclass
class WaitSummary:
    """Counts of waits, and their middle, ninth decile and mean in days."""

    waits: int
    within_3_weeks: int
    over_3_weeks: int
    over_3_to_6_weeks: int
    over_6_weeks: int
    median_days: float
    median_low_days: int | None
    median_high_days: int | None
    p90_days: float
    mean_days: float


def collect_waits(
    journeys: list[Journey], years: list[FinancialYear], quarters: list[Quarter], places: Places
) -> Waits:
    """Every wait of every journey, in each cell it counts in."""
    found = Waits({}, Counter(), 0)
    for journey in journeys:
        for order, intervention in in_order_of_waiting(journey):
            for clock, ended in (("offered", intervention.offered), ("started", intervention.started)):
                if ended is None or intervention.referred is None:
                    continue
                year = year_of(ended)
                if year not in years:
                    found.outside += 1
                    continue
                days = (ended - intervention.referred).days
                quarter = quarter_of(ended, year)
                labels = [year.label, quarter.label] if quarter in quarters else [year.label]
                for place, sex, group in kinds_of_wait(journey, year, places):
                    for label in labels:
                        found.days.setdefault((place, label, sex, group, order, clock), []).append(days)
                area, sex, group = kind_of_wait(journey, year)
                found.by_day[(area or NOT_PLACED, year.label, quarter.label, sex, group, order, clock, days)] += 1
    return found


def in_order_of_waiting(journey: Journey) -> list[tuple[str, Intervention]]:
    """The interventions of a journey somebody was referred for: the first of them, then the subsequent ones."""
    referred = [one for one in journey.interventions() if one.referred is not None]
    waiting = sorted(referred, key=order_of_waiting)
    return [("first" if position == 0 else "subsequent", one) for position, one in enumerate(waiting)]


def order_of_waiting(intervention: Intervention) -> tuple[object, ...]:
    """The order of a journey's interventions: referral, start, MODID, then the episode's key; nulls last."""
    agency, client, episode = intervention.episode
    return (
        intervention.referred,
        intervention.started or date.max,
        intervention.modid is None,
        intervention.modid or "",
        episode,
        agency,
        client,
        # The rules end here; what follows only keeps the order fixed where a MODID is lacking.
        intervention.offered or date.max,
        intervention.modal is None,
        intervention.modal or "",
    )


def kind_of_wait(journey: Journey, year: FinancialYear) -> tuple[str | None, str, str]:
    """The area, sex and substance group of a wait of a journey that ended in a year, as known by its end."""
    # An appointment can be offered in the year before the first triage: then the first episode must do.
    episodes = journey.triaged_by(year.end) or journey.episodes[:1]
    return episodes[-1].area, SEX_WORD[journey.person[3]], substance_group(episodes)


def kinds_of_wait(journey: Journey, year: FinancialYear, places: Places) -> list[tuple[str, str, str]]:
    """The places, sexes and substance groups a wait counts in: with each, all."""
    area, own_sex, own_group = kind_of_wait(journey, year)
    return [
        (place, sex, group)
        for place in places.places_holding(area)
        for sex in (own_sex, "all")
        for group in (own_group, "all")
    ]


def summary_of(days: list[int]) -> WaitSummary:
    """Bands, median with its limits, ninth decile and mean of some waits in days."""
    low, high = median_limits(days)
    return WaitSummary(
        waits=len(days),
        within_3_weeks=sum(1 for wait in days if wait <= 21),
        over_3_weeks=sum(1 for wait in days if wait > 21),
        over_3_to_6_weeks=sum(1 for wait in days if 21 < wait <= 42),
        over_6_weeks=sum(1 for wait in days if wait > 42),
        median_days=quantile(days, 0.5),
        median_low_days=low,
        median_high_days=high,
        p90_days=quantile(days, 0.9),
        mean_days=sum(days) / len(days),
    )


def quantile(values: Sequence[float], part: float) -> float:
    """The value a part of the way up the sorted values, on a straight line between the two nearest."""
    ordered = sorted(values)
    position = part * (len(ordered) - 1)
    below, above = math.floor(position), math.ceil(position)
    return ordered[below] + (ordered[above] - ordered[below]) * (position - below)
