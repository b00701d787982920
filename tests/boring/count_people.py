"""People in treatment and new presentations, by place, year, sex and substance group."""

from tests.boring.code_lists import Places
from tests.boring.journeys import SEX_WORD, Journey, Person, substance_group
from tests.boring.years import FinancialYear

SEXES = ["female", "male", "all"]
GROUPS = ["all", "opiate", "non_opiate", "non_opiate_and_alcohol", "alcohol"]

Cell = tuple[str, str, str, str, str]
"""Indicator, place, year, sex, substance group."""


def count_people(journeys: list[Journey], years: list[FinancialYear], places: Places) -> dict[Cell, int]:
    """People by cell, zeros included: a person counts once in each place and year."""
    counts: dict[Cell, int] = {}
    for indicator in ("people_in_treatment", "new_presentations"):
        for place in places.every_place:
            for year in years:
                for sex in SEXES:
                    for group in GROUPS:
                        counts[(indicator, place, year.label, sex, group)] = 0
    for year in years:
        for (place, person), own in journeys_counting(journeys, year, places).items():
            episodes = [episode for journey in own for episode in journey.triaged_by(year.end)]
            group = substance_group(episodes)
            is_new = any(year.start <= journey.began() <= year.end for journey in own)
            for sex in (SEX_WORD[person[3]], "all"):
                for counted_group in (group, "all"):
                    counts[("people_in_treatment", place, year.label, sex, counted_group)] += 1
                    if is_new:
                        counts[("new_presentations", place, year.label, sex, counted_group)] += 1
    return counts


def journeys_counting(
    journeys: list[Journey], year: FinancialYear, places: Places
) -> dict[tuple[str, Person], list[Journey]]:
    """The journeys of each person that count in each place in a year."""
    counting: dict[tuple[str, Person], list[Journey]] = {}
    for journey in journeys:
        if not journey.counts_in(year):
            continue
        latest = journey.triaged_by(year.end)[-1]
        for place in places.places_holding(latest.area):
            counting.setdefault((place, journey.person), []).append(journey)
    return counting
