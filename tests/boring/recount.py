"""From a folder of record files to every count, in one go."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tests.boring.code_lists import Places
from tests.boring.count_people import Cell, count_people
from tests.boring.journeys import Journey, episodes_of, journeys_of
from tests.boring.read_records import Reading, read_folder
from tests.boring.waits import Waits, collect_waits
from tests.boring.years import FinancialYear, years_of


@dataclass
class Recount:
    """What the records say."""

    reading: Reading
    journeys: list[Journey]
    years: list[FinancialYear]
    people: dict[Cell, int]
    waits: Waits
    not_placed: int
    """Episodes of somebody living nobody knows where."""

    def people_in(self, place: str, year: str, sex: str = "all", group: str = "all") -> int:
        """People in treatment in a place and year."""
        return self.people[("people_in_treatment", place, year, sex, group)]

    def new_in(self, place: str, year: str, sex: str = "all", group: str = "all") -> int:
        """New presentations in a place and year."""
        return self.people[("new_presentations", place, year, sex, group)]

    def waits_in(
        self, place: str, year: str, order: str, clock: str, sex: str = "all", group: str = "all"
    ) -> list[int]:
        """The waits of a place and year in days, shortest first."""
        return sorted(self.waits.days.get((place, year, sex, group, order, clock), []))


def recount(folder: Path, places: Places, today: date) -> Recount:
    """Read, join and count the record files of a folder."""
    reading = read_folder(folder, today)
    episodes = episodes_of(reading.rows, places)
    journeys = journeys_of(episodes)
    years = years_of(reading.rows, today)
    return Recount(
        reading=reading,
        journeys=journeys,
        years=years,
        people=count_people(journeys, years, places),
        waits=collect_waits(journeys, years, places),
        not_placed=sum(1 for episode in episodes if episode.area is None),
    )
