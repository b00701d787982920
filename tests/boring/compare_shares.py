"""Where the tables made from the counts (rates, comparisons, changes) and the recount differ."""

import math
from dataclasses import dataclass

import duckdb

from tests.boring.code_lists import ENGLAND, Places
from tests.boring.compare import differences, rows
from tests.boring.count_people import GROUPS
from tests.boring.recount import Recount
from tests.boring.shares import extra_women, extra_women_if_places_fixed, newcombe, rate_limits, wilson

MEASURES = {"in_treatment": "people_in_treatment", "new_presentations": "new_presentations"}


@dataclass(frozen=True)
class Share:
    """Women out of women and men."""

    women: int
    total: int

    @property
    def value(self) -> float:
        """The share, from 0 to 1."""
        return self.women / self.total


def share_of(recounted: Recount, measure: object, place: object, year: object, group: object) -> Share:
    """Women's share of a cell."""
    cell = (MEASURES[str(measure)], str(place), str(year))
    women = recounted.people[(*cell, "female", str(group))]
    return Share(women, women + recounted.people[(*cell, "male", str(group))])


def differences_in_rates(marts: duckdb.DuckDBPyConnection, recounted: Recount) -> list[str]:
    """People in treatment per 1,000 adults, with the adults the marts file gives."""
    found = []
    for row in rows(marts, "select * from indicator_value where indicator = 'treatment_rate_per_1000'"):
        place, year, sex, group = row["area_code"], row["period"], row["sex"], row["substance_group"]
        key = ("treatment_rate_per_1000", place, year, sex, group)
        people = recounted.people.get(("people_in_treatment", str(place), str(year), str(sex), str(group)))
        adults = row["denominator"]
        if people is None or not isinstance(adults, int | float):
            found.append(f"{key}: {people} people, {adults} adults")
            continue
        low, high = rate_limits(people, int(adults), 1000)
        found += differences(
            [(key, (row["numerator"], row["value"], row["value_low"], row["value_high"]))],
            [(key, (people, people / adults * 1000, low, high))],
        )
    return found


def differences_in_comparisons(marts: duckdb.DuckDBPyConnection, recounted: Recount, places: Places) -> list[str]:
    """Women's shares against England's and the region's, and how many women more would make them equal."""
    built: list[tuple[tuple[object, ...], object]] = []
    for row in rows(marts, "select * from womens_share"):
        key = (row["area_code"], row["period"], row["substance_group"], row["measure"], row["comparator"])
        # How few are too few to tell is not the recount's affair: it is a way of saying similar.
        word = "similar" if row["comparison"] == "too_few_to_tell" else row["comparison"]
        own = tuple(row[column] for column in ("women", "men", "share", "share_low", "share_high"))
        more = (row["extra_women"], row["extra_women_if_places_fixed"]) if can_be_made_equal(row) else ()
        built.append((key, (*own, word, *more)))
    counted: list[tuple[tuple[object, ...], object]] = []
    for place in places.every_place:
        for year in recounted.years:
            for group in GROUPS:
                for measure in MEASURES:
                    own_share = share_of(recounted, measure, place, year.label, group)
                    for comparator, other in comparators_of(place, places).items():
                        other_share = None
                        if other is not None:
                            other_share = share_of(recounted, measure, other, year.label, group)
                        key = (place, year.label, group, measure, comparator)
                        counted.append((key, compared(own_share, other_share)))
    return differences(built, counted)


def comparators_of(place: str, places: Places) -> dict[str, str | None]:
    """What a place's share is compared with, and where that is."""
    if place == ENGLAND:
        return {"none": None}
    if place in places.region_of:
        return {"england": ENGLAND, "region": places.region_of[place]}
    return {"england": ENGLAND}


def can_be_made_equal(row: dict[str, object]) -> bool:
    """Whether there are people on both sides, and men on the other, so that more women could make it equal."""
    return row["share"] is not None and row["comparator_share"] not in (None, 0, 1)


def compared(own: Share, other: Share | None) -> tuple[object, ...]:
    """What the table of shares should say of a share and another."""
    men = own.total - own.women
    if own.total == 0:
        return (0, 0, None, None, None, "not_compared")
    low, high = wilson(own.women, own.total)
    said = (own.women, men, own.value, low, high)
    if other is None or other.total == 0:
        return (*said, "not_compared")
    word = "lower" if high < other.value else "higher" if low > other.value else "similar"
    if other.value in (0, 1):
        return (*said, word)
    more = extra_women(own.women, own.total, other.value)
    if_fixed = extra_women_if_places_fixed(own.women, own.total, other.value)
    return (*said, word, whole_women(more), whole_women(if_fixed))


def whole_women(women: float) -> int:
    """Women are whole: rounded up, but for the last places of a number, and never fewer than none."""
    return max(0, math.ceil(women - 1e-9))


def differences_in_changes(marts: duckdb.DuckDBPyConnection, recounted: Recount) -> list[str]:
    """Changes of women's shares between two years, with Newcombe's limits."""
    built: list[tuple[tuple[object, ...], object]] = []
    counted: list[tuple[tuple[object, ...], object]] = []
    for row in rows(marts, "select * from share_change"):
        place, group, measure = row["area_code"], row["substance_group"], row["measure"]
        key = (place, group, measure, row["from_period"], row["to_period"])
        before = share_of(recounted, measure, place, row["from_period"], group)
        after = share_of(recounted, measure, place, row["to_period"], group)
        columns = ("change", "change_low", "change_high", "direction")
        built.append((key, tuple(row[column] for column in columns)))
        if before.total == 0 or after.total == 0:
            counted.append((key, (None, None, None, "not_compared")))
            continue
        low, high = newcombe(after.women, after.total, before.women, before.total)
        word = "rose" if low > 0 else "fell" if high < 0 else "no_clear_change"
        counted.append((key, (after.value - before.value, low, high, word)))
    return differences(built, counted)
