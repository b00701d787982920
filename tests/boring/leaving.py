"""How and when journeys end, and whether their people come back."""

from datetime import date, timedelta

from tests.boring.code_lists import STRUCTURED
from tests.boring.journeys import Intervention, Journey, Person
from tests.boring.periods import months_after
from tests.boring.record_codes import category

TWELVE_WEEKS = timedelta(days=84)
UNPLANNED = {"dropped_out", "withdrawn", "in_custody", "other"}
LENGTHS = [(6, "6_years_and_over"), (4, "4_to_6_years"), (2, "2_to_4_years"), (1, "1_to_2_years")]

JourneysOf = dict[Person, list[Journey]]
"""Every journey of each person."""


def exit_reason(journey: Journey) -> str:
    """Why a journey that has ended did: the reason of its latest discharge, of the last episode if two are latest."""
    ended = journey.ended()
    last = [episode for episode in journey.episodes if episode.left == ended][-1]
    return category("DISRSN", last.answers["DISRSN"])


def ended_by(journey: Journey, day: date) -> bool:
    """Whether a journey had ended by a day."""
    ended = journey.ended()
    return ended is not None and ended <= day


def has_returned(journey: Journey, journeys: JourneysOf) -> bool:
    """Whether the person of a journey that has ended began another less than six months later, anywhere."""
    ended = journey.ended()
    assert ended is not None
    return any(ended < other.began() < months_after(ended, 6) for other in journeys[journey.person])


def starts(journey: Journey) -> list[Intervention]:
    """The structured interventions of a journey that started, at any time."""
    return [one for one in journey.interventions() if one.modal in STRUCTURED and one.started is not None]


def first_start(journey: Journey) -> date:
    """When the first structured intervention of a journey that has one started."""
    return min(one.started for one in starts(journey) if one.started is not None)


def last_day(journey: Journey, end: date) -> date:
    """The earlier of a journey's end and a period's."""
    ended = journey.ended()
    return end if ended is None else min(ended, end)


def length(journey: Journey, end: date) -> str:
    """How many whole years a journey had lasted by its end or that of a period, in words."""
    for years, word in LENGTHS:
        if last_day(journey, end) >= months_after(journey.began(), 12 * years):
            return word
    return "under_1_year"


def first_12_weeks(journey: Journey, last_on: date) -> str:
    """How a journey fared until 84 days after its first triage, as far as the records reach."""
    ended, over = journey.ended(), journey.began() + TWELVE_WEEKS
    if (ended is None or ended > last_on) and over > last_on:
        return "too_soon"
    if ended is None or ended >= over:
        return "retained_or_completed"
    reason = exit_reason(journey)
    if reason == "completed":
        return "retained_or_completed"
    if reason == "not_stated":
        return "not_stated"
    return "early_unplanned_exit" if reason in UNPLANNED else "other_early_exit"


def pathway(journey: Journey) -> str:
    """Whether somebody who reached triage started treatment, left before, or is still to start."""
    if starts(journey):
        return "started"
    return "not_started_yet" if journey.ended() is None else "left_before_starting"


def days_to_leaving(journey: Journey) -> int:
    """Days from the first referral to the end of a journey that has ended."""
    ended = journey.ended()
    assert ended is not None
    return (ended - journey.episodes[0].referred).days


def left_before_starting_days(journey: Journey) -> str:
    """How long after the referral somebody left who never started, in words."""
    if pathway(journey) != "left_before_starting":
        return "not_applicable"
    days = days_to_leaving(journey)
    if days <= 21:
        return "within_3_weeks"
    if days <= 42:
        return "over_3_to_6_weeks"
    return "over_6_to_12_weeks" if days <= 84 else "over_12_weeks"


def criminal_justice_start(journey: Journey) -> str:
    """How soon somebody referred by criminal justice started."""
    first = journey.episodes[0]
    source = category("RFLS", first.answers["RFLS"])
    if source == "not_asked":
        return "not_asked"
    if source != "criminal_justice":
        return "not_applicable"
    if pathway(journey) != "started":
        return pathway(journey)
    is_soon = (first_start(journey) - first.referred).days <= 21
    return "started_within_21_days" if is_soon else "started_later"
