"""The people each provider has in treatment, and where they live."""

import re
from collections.abc import Iterator, Sequence

from tests.boring.count_people import GROUPS
from tests.boring.journeys import SEX_WORD, Episode, Journey, Person, substance_group
from tests.boring.measures import MeasureRow, shared
from tests.boring.periods import Period
from tests.boring.waits import NOT_PLACED

CaseloadCell = tuple[str, str, str, str, str]
"""Provider, authority (or not placed, or all), period, sex, substance group (of all areas together)."""

NOT_A_PROVIDER = "not a provider code"


def provider_code(agency: str) -> str:
    """A provider's code as it is shown: only what looks like one, in upper case."""
    upper = agency.upper()
    return upper if re.fullmatch(r"[A-Z]+[0-9]+", upper) else NOT_A_PROVIDER


def count_caseloads(journeys: list[Journey], periods: Sequence[Period]) -> dict[CaseloadCell, int]:
    """People by provider and where they live, and by provider and substance group, with noughts where nobody is."""
    counts: dict[CaseloadCell, int] = {}
    for period in periods:
        groups = groups_there(journeys, period)
        for (provider, person), episode in latest_episodes(journeys, period).items():
            places = [(episode.area or NOT_PLACED, "all"), *(("all", group) for group in GROUPS)]
            for area, group in places:
                for sex in ("female", "male", "all"):
                    is_counted = sex in (SEX_WORD[person[3]], "all") and group in ("all", groups[(provider, person)])
                    cell = (provider, area, period.label, sex, group)
                    counts[cell] = counts.get(cell, 0) + int(is_counted)
    return counts


def groups_there(journeys: list[Journey], period: Period) -> dict[tuple[str, Person], str]:
    """The substance group of each person at each provider: of all drugs of their journeys there, known by the end."""
    episodes: dict[tuple[str, Person], list[Episode]] = {}
    for journey in journeys:
        if journey.counts_in(period):
            known = journey.triaged_by(period.end)
            for provider in {provider_code(episode.key[0]) for episode in known}:
                episodes.setdefault((provider, journey.person), []).extend(known)
    return {name: substance_group(of_person) for name, of_person in episodes.items()}


def latest_episodes(journeys: list[Journey], period: Period) -> dict[tuple[str, Person], Episode]:
    """The latest episode of each person at each provider, of the journeys in treatment in a period."""
    latest: dict[tuple[str, Person], Episode] = {}
    for journey in journeys:
        if journey.counts_in(period):
            for episode in journey.triaged_by(period.end):
                name = (provider_code(episode.key[0]), journey.person)
                if name not in latest or episode.order() > latest[name].order():
                    latest[name] = episode
    return latest


def caseload_rows(counts: dict[CaseloadCell, int]) -> Iterator[tuple[CaseloadCell, tuple[object, ...]]]:
    """Every row of the table: people, women's share with its limits where it is of all, status."""
    for (provider, area, period, sex, group), people in counts.items():
        share: MeasureRow = (None, None, None, None, None, "ok")
        if sex == "all" and people > 0:
            share = shared(counts[(provider, area, period, "female", group)], people)
        yield (provider, area, period, sex, group), (people, *share[2:5], "ok")
