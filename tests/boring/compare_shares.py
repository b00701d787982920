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

WOMEN_MORE = [
    "extra_women", "extra_women_low", "extra_women_high",
    "extra_women_if_places_fixed", "extra_women_if_places_fixed_low", "extra_women_if_places_fixed_high",
]  # fmt: skip
COMPARED = ["status", "comparator_share", "women", "men", "share", "share_low", "share_high", *WOMEN_MORE]
# Similar areas, the best quarter and providers are made from what is published: `compare_fair_share` looks at them.
COMPARED_WITH_AN_AREA = """
    select * from womens_share where provider_code = 'all' and comparator in ('england', 'region', 'none')
"""
CHANGED = ["from_share", "to_share", "change", "change_low", "change_high", "direction", "status"]


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
    for row in rows(marts, COMPARED_WITH_AN_AREA):
        key = (row["area_code"], row["period"], row["substance_group"], row["measure"], row["comparator"])
        # How few are too few to tell is not the recount's affair: it is a way of saying similar.
        word = "similar" if row["comparison"] == "too_few_to_tell" else row["comparison"]
        built.append((key, (word, *(row[column] for column in COMPARED))))
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
    regions = {places.region_of[member] for member in places.members_of.get(place, [])}
    if len(regions) == 1:
        return {"england": ENGLAND, "region": regions.pop()}
    return {"england": ENGLAND}


def compared(own: Share, other: Share | None) -> tuple[object, ...]:
    """What the table of shares should say of a share and another."""
    other_share = None if other is None or other.total == 0 else other.value
    counts = (own.women, own.total - own.women)
    nothing_more = [None] * len(WOMEN_MORE)
    if own.total == 0:
        return ("not_compared", "too_few", other_share, *counts, None, None, None, *nothing_more)
    low, high = wilson(own.women, own.total)
    said = ("ok", other_share, *counts, own.value, low, high)
    if other_share is None:
        return ("not_compared", *said, *nothing_more)
    word = "lower" if high < other_share else "higher" if low > other_share else "similar"
    return (word, *said, *women_more(own, low, high, other_share))


def women_more(own: Share, low: float, high: float, wanted: float) -> tuple[int | None, ...]:
    """Women more to make a share, and at the limits of the own share: if men stay, and if places are fixed."""
    # The more women there may be already, the fewer are lacking.
    women = [own.women, own.total * high, own.total * low]
    if_fixed = [whole_women(extra_women_if_places_fixed(each, own.total, wanted)) for each in women]
    if wanted == 1:
        # With men among them no number of women makes women everybody.
        return (None, None, None, *if_fixed)
    return (*(whole_women(extra_women(each, own.total, wanted)) for each in women), *if_fixed)


def whole_women(women: float) -> int:
    """Women are whole: rounded up, but for the last places of a number, and never fewer than none."""
    return max(0, math.ceil(women - 1e-9))


def differences_in_changes(marts: duckdb.DuckDBPyConnection, recounted: Recount, places: Places) -> list[str]:
    """Changes of women's shares since the first year that compares, with Newcombe's limits."""
    built: list[tuple[tuple[object, ...], object]] = []
    for row in rows(marts, "select * from share_change"):
        key = (row["area_code"], row["substance_group"], row["measure"], row["from_period"], row["to_period"])
        built.append((key, tuple(row[column] for column in CHANGED)))
    counted: list[tuple[tuple[object, ...], object]] = []
    for measure in MEASURES:
        # In the first year everybody is new, because nothing earlier is in the files.
        years = recounted.years if measure == "in_treatment" else recounted.years[1:]
        for later in years[1:]:
            for place in places.every_place:
                for group in GROUPS:
                    before = share_of(recounted, measure, place, years[0].label, group)
                    after = share_of(recounted, measure, place, later.label, group)
                    key = (place, group, measure, years[0].label, later.label)
                    counted.append((key, changed(before, after)))
    return differences(built, counted)


def changed(before: Share, after: Share) -> tuple[object, ...]:
    """What the table of changes should say of two shares of one place."""
    shares = [None if share.total == 0 else share.value for share in (before, after)]
    if before.total == 0 or after.total == 0:
        return (*shares, None, None, None, "not_compared", "too_few")
    low, high = newcombe(after.women, after.total, before.women, before.total)
    word = "rose" if low > 0 else "fell" if high < 0 else "no_clear_change"
    return (*shares, after.value - before.value, low, high, word, "ok")
