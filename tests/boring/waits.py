"""Waits for interventions, by place, year, sex, substance group, order and clock."""

import math
from dataclasses import dataclass
from datetime import date

from tests.boring.code_lists import Places
from tests.boring.journeys import SEX_WORD, Intervention, Journey, substance_group
from tests.boring.years import FinancialYear, year_of

WaitCell = tuple[str, str, str, str, str, str]
"""Place, year, sex, substance group, first or subsequent, offered or started."""


@dataclass
class Waits:
    """Waits in whole days that ended in a year, and how many ended outside every year counted."""

    days: dict[WaitCell, list[int]]
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
    p90_days: float
    mean_days: float


def collect_waits(journeys: list[Journey], years: list[FinancialYear], places: Places) -> Waits:
    """Every wait of every journey, in each cell it counts in."""
    found = Waits({}, 0)
    for journey in journeys:
        referred = [one for one in journey.interventions() if one.referred is not None]
        waiting = sorted(referred, key=order_of_waiting)
        for position, intervention in enumerate(waiting):
            order = "first" if position == 0 else "subsequent"
            for clock, ended in (("offered", intervention.offered), ("started", intervention.started)):
                if ended is None or intervention.referred is None:
                    continue
                if year_of(ended) not in years:
                    found.outside += 1
                    continue
                days = (ended - intervention.referred).days
                for cell in cells_of(journey, ended, order, clock, places):
                    found.days.setdefault(cell, []).append(days)
    return found


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


def cells_of(journey: Journey, ended: date, order: str, clock: str, places: Places) -> list[WaitCell]:
    """The cells a wait counts in: its places, its sex and all, its substance group and all."""
    year = year_of(ended)
    # An appointment can be offered in the year before the first triage: then the first episode must do.
    episodes = journey.triaged_by(year.end) or journey.episodes[:1]
    group = substance_group(episodes)
    return [
        (place, year.label, sex, counted_group, order, clock)
        for place in places.places_holding(episodes[-1].area)
        for sex in (SEX_WORD[journey.person[3]], "all")
        for counted_group in (group, "all")
    ]


def summary_of(days: list[int]) -> WaitSummary:
    """Bands, median, ninth decile and mean of some waits in days."""
    return WaitSummary(
        waits=len(days),
        within_3_weeks=sum(1 for wait in days if wait <= 21),
        over_3_weeks=sum(1 for wait in days if wait > 21),
        over_3_to_6_weeks=sum(1 for wait in days if 21 < wait <= 42),
        over_6_weeks=sum(1 for wait in days if wait > 42),
        median_days=quantile(days, 0.5),
        p90_days=quantile(days, 0.9),
        mean_days=sum(days) / len(days),
    )


def quantile(values: list[int], part: float) -> float:
    """The value a part of the way up the sorted values, on a straight line between the two nearest."""
    ordered = sorted(values)
    position = part * (len(ordered) - 1)
    below, above = math.floor(position), math.ceil(position)
    return ordered[below] + (ordered[above] - ordered[below]) * (position - below)
