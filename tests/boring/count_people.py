"""People in treatment and new presentations, by place, period, sex and substance group."""

from collections.abc import Sequence

from tests.boring.code_lists import Places
from tests.boring.journeys import SEX_WORD, Journey, Person, substance_group
from tests.boring.periods import Period

SEXES = ["female", "male", "all"]
GROUPS = ["all", "opiate", "non_opiate", "non_opiate_and_alcohol", "alcohol"]

Cell = tuple[str, str, str, str, str]
"""Indicator, place, period, sex, substance group."""


def count_people(journeys: list[Journey], periods: Sequence[Period], places: Places) -> dict[Cell, int]:
    """People by cell, zeros included: a person counts once in each place and period."""
    counts: dict[Cell, int] = {}
    for indicator in ("people_in_treatment", "new_presentations"):
        for place in places.every_place:
            for period in periods:
                for sex in SEXES:
                    for group in GROUPS:
                        counts[(indicator, place, period.label, sex, group)] = 0
    for period in periods:
        for (place, person), own in journeys_counting(journeys, period, places).items():
            episodes = [episode for journey in own for episode in journey.triaged_by(period.end)]
            group = substance_group(episodes)
            is_new = any(period.start <= journey.began() <= period.end for journey in own)
            for sex in (SEX_WORD[person[3]], "all"):
                for counted_group in (group, "all"):
                    counts[("people_in_treatment", place, period.label, sex, counted_group)] += 1
                    if is_new:
                        counts[("new_presentations", place, period.label, sex, counted_group)] += 1
    return counts


def journeys_counting(
    journeys: list[Journey], period: Period, places: Places
) -> dict[tuple[str, Person], list[Journey]]:
    """The journeys of each person that count in each place in a period."""
    counting: dict[tuple[str, Person], list[Journey]] = {}
    for journey in journeys:
        if not journey.counts_in(period):
            continue
        latest = journey.triaged_by(period.end)[-1]
        for place in places.places_holding(latest.area):
            counting.setdefault((place, journey.person), []).append(journey)
    return counting
