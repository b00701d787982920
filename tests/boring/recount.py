"""From a folder of record files to every count, in one go."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tests.boring.code_lists import Places
from tests.boring.count_people import Cell, count_people
from tests.boring.journeys import Journey, episodes_of, journeys_of
from tests.boring.measures import MeasureCounts, count_measures
from tests.boring.periods import Period, Quarter, last_on, quarters_of
from tests.boring.provider_caseload import CaseloadCell, count_caseloads
from tests.boring.read_records import Reading, read_folder
from tests.boring.still_waiting import collect_waiting
from tests.boring.time_to_start import CurveCell, Seen, collect_curves
from tests.boring.treatment_days import DaysCell, collect_days
from tests.boring.waits import WaitCell, Waits, collect_waits
from tests.boring.years import FinancialYear, years_of


@dataclass
class Recount:
    """What the records say."""

    reading: Reading
    journeys: list[Journey]
    years: list[FinancialYear]
    quarters: list[Quarter]
    last_on: date | None
    people: dict[Cell, int]
    waits: Waits
    measures: MeasureCounts
    still_waiting: dict[WaitCell, list[int]]
    treatment_days: dict[DaysCell, list[int]]
    caseloads: dict[CaseloadCell, int]
    curves: dict[CurveCell, list[Seen]]
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


def every_period(_period: Period) -> bool:
    """Count measures in every year and quarter."""
    return True


def recount(folder: Path, places: Places, today: date, is_counted: Callable[[Period], bool] = every_period) -> Recount:
    """Read, join and count the record files of a folder; measures, days and caseloads of some periods only."""
    reading = read_folder(folder, today)
    episodes = episodes_of(reading.rows, places)
    journeys = journeys_of(episodes)
    years = years_of(reading.rows, today)
    quarters = quarters_of(years, reading.rows, today)
    last = last_on(reading.rows, today)
    # Where nobody is in the records there is nothing that could be later than their last day.
    reach = last or today
    all_periods: list[Period] = [*years, *quarters]
    periods = [period for period in all_periods if is_counted(period)]
    return Recount(
        reading=reading,
        journeys=journeys,
        years=years,
        quarters=quarters,
        last_on=last,
        people=count_people(journeys, years, places),
        waits=collect_waits(journeys, years, quarters, places),
        measures=count_measures(journeys, periods, reach, places),
        still_waiting=collect_waiting(journeys, quarters, reach, places),
        treatment_days=collect_days(journeys, periods, places),
        caseloads=count_caseloads(journeys, periods),
        curves=collect_curves(journeys, periods, reach, places),
        not_placed=sum(1 for episode in episodes if episode.area is None),
    )
