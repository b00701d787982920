"""Rows to episodes and interventions, episodes to journeys, and the financial years to count them in."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from tests.boring.asked import Answers
from tests.boring.code_lists import STRUCTURED, Places, drug_kind
from tests.boring.periods import Period
from tests.boring.record_codes import ASKED
from tests.boring.row import Row
from tests.boring.row_rules import age_on

Person = tuple[str, str, date, str]
"""First initial, second initial, date of birth, sex (M or F)."""
EpisodeKey = tuple[str, str, str]
"""Agency, client, episode."""

LONGEST_GAP = timedelta(days=21)


@dataclass
class Intervention:
    """One intervention of an episode."""

    episode: EpisodeKey
    modid: str | None
    modal: str | None
    referred: date | None
    offered: date | None
    started: date | None

    def is_structured_by(self, day: date) -> bool:
        """Whether it is structured treatment that had started by a day."""
        return self.modal in STRUCTURED and self.started is not None and self.started <= day


@dataclass
class Episode:
    """One stay at one provider; a null `left` is one still open."""

    key: EpisodeKey
    person: Person
    referred: date
    triaged: date
    left: date | None
    area: str | None
    drugs: list[str]
    answers: Answers
    interventions: list[Intervention]

    def age(self) -> int:
        """Age in completed years at triage."""
        return age_on(self.person[2], self.triaged)

    def order(self) -> tuple[date, str, str, str]:
        """The order of a person's episodes: triage, then episode, agency and client as text."""
        agency, client, episode = self.key
        return (self.triaged, episode, agency, client)


@dataclass
class Journey:
    """Episodes of one person that overlap or follow within 21 days, in their order."""

    person: Person
    episodes: list[Episode] = field(default_factory=list)

    def began(self) -> date:
        """The earliest triage."""
        return min(episode.triaged for episode in self.episodes)

    def ended(self) -> date | None:
        """The latest discharge; null while any episode is open."""
        latest: date | None = None
        for episode in self.episodes:
            if episode.left is None:
                return None
            if latest is None or episode.left > latest:
                latest = episode.left
        return latest

    def interventions(self) -> list[Intervention]:
        """Every intervention of every episode."""
        return [intervention for episode in self.episodes for intervention in episode.interventions]

    def triaged_by(self, day: date) -> list[Episode]:
        """The episodes triaged on or before a day, in order."""
        return [episode for episode in self.episodes if episode.triaged <= day]

    def counts_in(self, period: Period) -> bool:
        """Whether it is a journey in treatment in a period."""
        if self.began() > period.end:
            return False
        ended = self.ended()
        if ended is not None and ended < period.start:
            return False
        return any(intervention.is_structured_by(period.end) for intervention in self.interventions())


def text(value: str | None) -> str:
    """A cell that was surely given (the rules have rejected the row where it was not)."""
    assert value is not None
    return value


def day(value: date | None) -> date:
    """A date that was surely given."""
    assert value is not None
    return value


def episodes_of(rows: list[Row], places: Places) -> list[Episode]:
    """One episode per agency, client and episode key; where its rows disagree one row speaks for all."""
    rows_of: dict[EpisodeKey, list[Row]] = {}
    for row in rows:
        rows_of.setdefault(episode_key(row), []).append(row)
    episodes = []
    for key, its_rows in rows_of.items():
        speaker = max(its_rows, key=lambda row: claim_to_speak(row, places))
        drugs = [speaker.cell(column) for column in ("DRUG1", "DRUG2", "DRUG3")]
        episodes.append(
            Episode(
                key=key,
                person=person_of(speaker),
                referred=day(speaker.dates["REFLD"]),
                triaged=day(speaker.dates["TRIAGED"]),
                left=speaker.dates["DISD"],
                area=area_of(speaker, places),
                drugs=[code for code in drugs if code is not None],
                answers=speaker.answers,
                interventions=interventions_of(key, its_rows),
            )
        )
    return episodes


def episode_key(row: Row) -> EpisodeKey:
    """Which episode a row is about."""
    return (text(row.cell("AGNCY")), text(row.cell("CLIENTID")), text(row.cell("EPISODID")))


def person_of(row: Row) -> Person:
    """Who a row is about."""
    return (
        text(row.cell("FINITIAL")),
        text(row.cell("SINITIAL")),
        day(row.dates["DOB"]),
        text(row.cell("SEX")),
    )


def area_of(row: Row, places: Places) -> str | None:
    """Where the person of a row lives; null where that cannot be told."""
    return places.area(row.cell("UTLA"), row.cell("LA"), row.cell("DAT"))


def claim_to_speak(row: Row, places: Places) -> tuple[date, date, date, tuple[str, ...]]:
    """The greatest of these is the row an episode is taken from; an open end is the latest."""
    words = (
        row.cell("DRUG1") or "",
        row.cell("DRUG2") or "",
        row.cell("DRUG3") or "",
        area_of(row, places) or "",
        *(row.answers[field] or "" for field in ["DISRSN", *ASKED]),
    )
    return (row.dates["DISD"] or date.max, day(row.dates["TRIAGED"]), day(row.dates["REFLD"]), words)


def interventions_of(key: EpisodeKey, rows: list[Row]) -> list[Intervention]:
    """One intervention per MODID; without one, per distinct modality, referral, offer and start."""
    taken: dict[tuple[object, ...], Row] = {}
    for row in rows:
        modid, modal = row.cell("MODID"), row.cell("MODAL")
        referred, offered, started = row.dates["REFMODDT"], row.dates["FAOMODDT"], row.dates["MODST"]
        if modid is None and modal is None and referred is None and started is None:
            continue
        name = (modid,) if modid is not None else (None, modal, referred, offered, started)
        if name not in taken or greater_intervention(row) > greater_intervention(taken[name]):
            taken[name] = row
    return [
        Intervention(
            episode=key,
            modid=row.cell("MODID"),
            modal=row.cell("MODAL"),
            referred=row.dates["REFMODDT"],
            offered=row.dates["FAOMODDT"],
            started=row.dates["MODST"],
        )
        for row in taken.values()
    ]


def greater_intervention(row: Row) -> tuple[date, date, date, str]:
    """What decides between rows of one intervention; null is lowest."""
    return (
        row.dates["REFMODDT"] or date.min,
        row.dates["FAOMODDT"] or date.min,
        row.dates["MODST"] or date.min,
        row.cell("MODAL") or "",
    )


def journeys_of(episodes: list[Episode]) -> list[Journey]:
    """Each person's episodes joined where they overlap or follow within 21 days."""
    episodes_by_person: dict[Person, list[Episode]] = {}
    for episode in episodes:
        episodes_by_person.setdefault(episode.person, []).append(episode)
    journeys: list[Journey] = []
    for person, own in episodes_by_person.items():
        current: Journey | None = None
        for episode in sorted(own, key=Episode.order):
            if current is not None and joins(current, episode):
                current.episodes.append(episode)
            else:
                current = Journey(person, [episode])
                journeys.append(current)
    return journeys


def joins(journey: Journey, episode: Episode) -> bool:
    """Whether the next episode belongs to the journey so far."""
    ended = journey.ended()
    return ended is None or episode.triaged <= ended + LONGEST_GAP


def substance_group(episodes: list[Episode]) -> str:
    """The group of all the substances cited in some episodes: an opiate beats the rest, and so on down."""
    kinds = {drug_kind(code) for episode in episodes for code in episode.drugs}
    if "opiate" in kinds:
        return "opiate"
    if "non_opiate" in kinds and "alcohol" in kinds:
        return "non_opiate_and_alcohol"
    if "non_opiate" in kinds:
        return "non_opiate"
    return "alcohol"


SEX_WORD = {"F": "female", "M": "male"}
