"""Who is waiting on the last day of a quarter."""

from datetime import date

from tests.boring.code_lists import Places
from tests.boring.journeys import SEX_WORD, Episode, Intervention, Journey, substance_group
from tests.boring.periods import Quarter
from tests.boring.waits import WaitCell, in_order_of_waiting


def collect_waiting(
    journeys: list[Journey], quarters: list[Quarter], last_on: date, places: Places
) -> dict[WaitCell, list[int]]:
    """The days waited so far, by cell, in the quarters the records reach the end of."""
    found: dict[WaitCell, list[int]] = {}
    for quarter in quarters:
        if quarter.end > last_on:
            continue
        for journey in journeys:
            for clock, order, days in waiting_on(journey, quarter.end):
                known = journey.triaged_by(quarter.end)
                for place in places.places_holding(known[-1].area):
                    for sex in (SEX_WORD[journey.person[3]], "all"):
                        for group in (substance_group(known), "all"):
                            found.setdefault((place, quarter.label, sex, group, order, clock), []).append(days)
    return found


def waiting_on(journey: Journey, day: date) -> list[tuple[str, str, int]]:
    """The clocks of a journey's interventions that run on a day, and since how many days."""
    found: list[tuple[str, str, int]] = []
    open_episodes = {episode.key for episode in journey.episodes if is_open(episode, day)}
    for order, intervention in in_order_of_waiting(journey):
        referred = intervention.referred
        if referred is None or referred > day or intervention.episode not in open_episodes:
            continue
        for clock in ("offered", "started"):
            ended = end_of_clock(intervention, clock)
            if ended is None or ended > day:
                found.append((clock, order, (day - referred).days))
    return found


def end_of_clock(intervention: Intervention, clock: str) -> date | None:
    """When a clock stops: what has started is not waiting to be offered."""
    if clock == "offered" and intervention.offered is not None:
        return intervention.offered
    return intervention.started


def is_open(episode: Episode, day: date) -> bool:
    """Whether an episode is open on a day."""
    return episode.triaged <= day and (episode.left is None or episode.left >= day)
