"""Who is in each whole that measures divide, in a period, and at what of each person they look."""

from collections.abc import Iterator
from dataclasses import dataclass

from tests.boring.code_lists import Places
from tests.boring.count_people import journeys_counting
from tests.boring.journeys import SEX_WORD, Episode, Journey, Person, substance_group
from tests.boring.measure_list import IN_TREATMENT, NEW, TRIAGED
from tests.boring.periods import Period


@dataclass
class Member:
    """One of a whole in a place: a person with the journey and the episode looked at, or a journey."""

    whole: str
    place: str
    person: Person
    group: str
    journey: Journey
    episode: Episode

    def sex(self) -> str:
        """The sex of the person."""
        return SEX_WORD[self.person[3]]


def members(journeys: list[Journey], period: Period, places: Places) -> Iterator[Member]:
    """Everyone in treatment and new, by place, and every journey triaged."""
    for (place, person), own in journeys_counting(journeys, period, places).items():
        group = substance_group([episode for journey in own for episode in journey.triaged_by(period.end)])
        last = max(own, key=Journey.began)
        yield Member(IN_TREATMENT, place, person, group, last, last.triaged_by(period.end)[-1])
        begun = [journey for journey in own if began_in(journey, period)]
        if begun:
            new = max(begun, key=Journey.began)
            yield Member(NEW, place, person, group, new, new.episodes[0])
    for journey in journeys:
        if began_in(journey, period):
            known = journey.triaged_by(period.end)
            for place in places.places_holding(known[-1].area):
                yield Member(TRIAGED, place, journey.person, substance_group(known), journey, journey.episodes[0])


def began_in(journey: Journey, period: Period) -> bool:
    """Whether a journey began in a period."""
    return period.start <= journey.began() <= period.end
