"""The category of one member of a whole in each measure of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tests.boring.circumstances import (
    age_band,
    children_living_with,
    childrens_services,
    mental_health_treatment,
    parental_status,
    plain,
)
from tests.boring.leaving import (
    JourneysOf,
    criminal_justice_start,
    ended_by,
    exit_reason,
    first_12_weeks,
    has_returned,
    left_before_starting_days,
    length,
    pathway,
)
from tests.boring.measure_list import IN_TREATMENT, NEW
from tests.boring.periods import Period
from tests.boring.wholes import Member


@dataclass
class Known:
    """What the categories rest on beside the member: the period, every journey, and the records' last day."""

    period: Period
    journeys: JourneysOf
    last_on: date


def categories_of(member: Member, known: Known) -> Iterator[tuple[str, str]]:
    """Every measure of the member's whole with the member's category."""
    if member.whole == IN_TREATMENT:
        yield from categories_in_treatment(member, known)
    elif member.whole == NEW:
        yield from categories_of_new(member, known)
    else:
        yield "pathway", pathway(member.journey)
        yield "left_before_starting_days", left_before_starting_days(member.journey)
        yield "criminal_justice_start", criminal_justice_start(member.journey)


def categories_in_treatment(member: Member, known: Known) -> Iterator[tuple[str, str]]:
    """The measures of people in treatment."""
    journey, episode, end = member.journey, member.episode, known.period.end
    reason = exit_reason(journey) if ended_by(journey, end) else "still_in_treatment"
    yield "age_band_in_treatment", age_band(episode)
    yield "ethnic_group_in_treatment", plain("ETHNIC", episode)
    yield "length_in_treatment", length(journey, end)
    yield "outcome", reason
    if reason != "completed":
        yield "completed_without_return", "not_completed"
    elif has_returned(journey, known.journeys):
        yield "completed_without_return", "completed_and_returned"
    else:
        yield "completed_without_return", "completed_and_stayed_away"


def categories_of_new(member: Member, known: Known) -> Iterator[tuple[str, str]]:
    """The measures of new presentations."""
    episode = member.episode
    yield "age_band_of_new_presentations", age_band(episode)
    yield "ethnic_group_of_new_presentations", plain("ETHNIC", episode)
    yield "referral_source", plain("RFLS", episode)
    yield "treated_before", plain("PREVTR", episode)
    yield "first_12_weeks", first_12_weeks(member.journey, known.last_on)
    yield "parental_status", parental_status(episode)
    yield "children_living_with", children_living_with(episode)
    yield "childrens_services", childrens_services(episode)
    if member.sex() == "female":
        yield "pregnant_at_start", plain("PREGNANT", episode)
    yield "housing", plain("ACCMNEED", episode)
    yield "employment", plain("EMPSTAT", episode)
    yield "mental_health_need", plain("MTWITN", episode)
    yield "mental_health_treatment", mental_health_treatment(episode)
    yield "injecting", plain("INJSTAT", episode)
