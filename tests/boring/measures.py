"""The table of measures: who is in each category, out of how many, and what share that is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from tests.boring.categories import Known, categories_of
from tests.boring.code_lists import Places
from tests.boring.count_people import GROUPS, SEXES
from tests.boring.journeys import Journey
from tests.boring.leaving import JourneysOf
from tests.boring.measure_list import (
    MEASURES,
    NEEDS_SIX_MONTHS_MORE,
    OF_WOMEN_ONLY,
    WHOLES,
    WOMENS_SHARE_OF,
    Measure,
)
from tests.boring.periods import Period, months_after
from tests.boring.shares import wilson
from tests.boring.wholes import members

MeasureCell = tuple[str, str, str, str, str]
"""Category, place, period, sex, substance group."""
MeasureRow = tuple[int | None, int | None, float | None, float | None, float | None, str]
"""People, out of, share, its lower and upper limit, status."""

NOTHING = (None, None, None)
NOT_PUBLISHED: MeasureRow = (None, None, *NOTHING, "not_published")


@dataclass
class MeasureCounts:
    """People and journeys by measure and cell, where there are any."""

    periods: list[Period]
    last_on: date
    counts: dict[str, dict[MeasureCell, int]]

    def rows(self, measure: str, places: Places) -> Iterator[tuple[MeasureCell, MeasureRow]]:
        """Every row of a measure."""
        if measure in WHOLES:
            return self.rows_of_whole(measure, places)
        if measure in WOMENS_SHARE_OF:
            return self.rows_of_womens_share(WOMENS_SHARE_OF[measure])
        return self.rows_of_categories(measure)

    def rows_of_whole(self, whole: str, places: Places) -> Iterator[tuple[MeasureCell, MeasureRow]]:
        """Everybody, in every place, noughts included."""
        for place in places.every_place:
            for period in self.periods:
                for sex in SEXES:
                    for group in GROUPS:
                        cell = ("all", place, period.label, sex, group)
                        yield cell, counted(self.counts[whole].get(cell, 0))

    def rows_of_womens_share(self, whole: str) -> Iterator[tuple[MeasureCell, MeasureRow]]:
        """Women out of women and men, where there are any."""
        for (_all, place, period, sex, group), total in self.counts[whole].items():
            if sex == "all":
                women = self.counts[whole].get(("all", place, period, "female", group), 0)
                yield ("female", place, period, "all", group), shared(women, total)

    def too_late_for_six_months(self) -> set[str]:
        """The periods that no six months of records follow."""
        return {period.label for period in self.periods if months_after(period.end, 6) > self.last_on}

    def rows_of_categories(self, measure: str) -> Iterator[tuple[MeasureCell, MeasureRow]]:
        """Every category of a measure wherever there is anybody to look at."""
        too_late = self.too_late_for_six_months()
        asked, counts = MEASURES[measure], self.counts[measure]
        for (_all, place, period, sex, group), total in self.counts[asked.whole].items():
            if measure == OF_WOMEN_ONLY and sex != "female":
                continue
            people = {name: counts.get((name, place, period, sex, group), 0) for name in asked.categories}
            is_too_late = measure == NEEDS_SIX_MONTHS_MORE and period in too_late
            for name in asked.categories:
                row = NOT_PUBLISHED if is_too_late else row_of_category(asked, name, people, total)
                yield (name, place, period, sex, group), row


def row_of_category(measure: Measure, name: str, people: dict[str, int], total: int) -> MeasureRow:
    """One category of a cell, given all of them and everybody."""
    if people.get("not_asked") == total and name != "not_asked":
        return NOT_PUBLISHED
    if not measure.categories[name]:
        return counted(people[name])
    return shared(people[name], sum(people[each] for each, is_in_base in measure.categories.items() if is_in_base))


def counted(people: int) -> MeasureRow:
    """A row that is a count and no share."""
    return (people, None, *NOTHING, "ok")


def shared(people: int, out_of: int) -> MeasureRow:
    """A row that is a share; of nobody there is none."""
    if out_of == 0:
        return (people, 0, *NOTHING, "too_few")
    return (people, out_of, people / out_of, *wilson(people, out_of), "ok")


def count_measures(journeys: list[Journey], periods: Sequence[Period], last_on: date, places: Places) -> MeasureCounts:
    """Count every measure in some periods."""
    journeys_of: JourneysOf = {}
    for journey in journeys:
        journeys_of.setdefault(journey.person, []).append(journey)
    counts: dict[str, dict[MeasureCell, int]] = {name: {} for name in [*WHOLES, *MEASURES]}
    for period in periods:
        known = Known(period, journeys_of, last_on)
        for member in members(journeys, period, places):
            for measure, category in [(member.whole, "all"), *categories_of(member, known)]:
                found = counts[measure]
                for sex in (member.sex(), "all"):
                    for group in (member.group, "all"):
                        cell = (category, member.place, period.label, sex, group)
                        found[cell] = found.get(cell, 0) + 1
    return MeasureCounts(list(periods), last_on, counts)
