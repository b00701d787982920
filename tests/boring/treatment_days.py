"""Days: from referral to leaving before the start, and in treatment."""

from collections.abc import Iterator, Sequence

from tests.boring.code_lists import Places
from tests.boring.journeys import Journey
from tests.boring.leaving import days_to_leaving, last_day, pathway
from tests.boring.measure_list import IN_TREATMENT, TRIAGED
from tests.boring.periods import Period
from tests.boring.wholes import Member, members

DaysCell = tuple[str, str, str, str, str]
"""Measure, place, period, sex, substance group."""


def collect_days(journeys: list[Journey], periods: Sequence[Period], places: Places) -> dict[DaysCell, list[int]]:
    """The days of each person or journey, by cell."""
    found: dict[DaysCell, list[int]] = {}
    for period in periods:
        for member in members(journeys, period, places):
            for measure, days in days_of(member, period):
                for sex in (member.sex(), "all"):
                    for group in (member.group, "all"):
                        found.setdefault((measure, member.place, period.label, sex, group), []).append(days)
    return found


def days_of(member: Member, period: Period) -> Iterator[tuple[str, int]]:
    """The days of one person or journey, with the measure they are of."""
    journey = member.journey
    if member.whole == TRIAGED and pathway(journey) == "left_before_starting":
        yield "left_before_starting", days_to_leaving(journey)
    if member.whole == IN_TREATMENT:
        yield "length_in_treatment", (last_day(journey, period.end) - journey.began()).days
