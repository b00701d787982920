"""What a marts file in open mode gives away of the counts the recount knows."""

import duckdb

from tests.boring.compare import rows
from tests.boring.count_people import Cell
from tests.boring.hide import given_away
from tests.boring.recount import Recount
from tests.boring.waits import WaitCell, summary_of

BANDS = ["within_3_weeks", "over_3_to_6_weeks", "over_6_weeks"]

WaitCount = tuple[WaitCell, str]
"""A cell of waits, and `waits` or the name of a band."""


def whole(value: object) -> int | None:
    """A published count as a whole number; null where it is hidden."""
    return int(value) if isinstance(value, int | float) else None


def people_given_away(published: duckdb.DuckDBPyConnection, recounted: Recount) -> dict[Cell, str]:
    """People of one to four that are shown, or follow from women and men adding up to all."""
    shown: dict[Cell, int | None] = {}
    query = "select * from indicator_value where indicator in ('people_in_treatment', 'new_presentations')"
    for row in rows(published, query):
        place, year = str(row["area_code"]), str(row["period"])
        cell = (str(row["indicator"]), place, year, str(row["sex"]), str(row["substance_group"]))
        numerator, value = whole(row["numerator"]), whole(row["value"])
        shown[cell] = value if numerator is None else numerator
    sums: list[tuple[Cell, list[Cell]]] = []
    for indicator, place, year, sex, group in recounted.people:
        if sex == "all":
            women = (indicator, place, year, "female", group)
            men = (indicator, place, year, "male", group)
            sums.append(((indicator, place, year, "all", group), [women, men]))
    return given_away(recounted.people, shown, sums)


def waits_given_away(published: duckdb.DuckDBPyConnection, recounted: Recount) -> dict[WaitCount, str]:
    """Waits of one to four that are shown, or follow from the bands, or women and men, adding up."""
    shown: dict[WaitCount, int | None] = {}
    for row in rows(published, "select * from waiting_time"):
        place, year, sex = str(row["area_code"]), str(row["period"]), str(row["sex"])
        order, clock = str(row["intervention_order"]), str(row["clock"])
        cell = (place, year, sex, str(row["substance_group"]), order, clock)
        for name in ("waits", *BANDS):
            shown[(cell, name)] = whole(row[name])
    true: dict[WaitCount, int] = {}
    for cell, days in recounted.waits.days.items():
        summary = summary_of(days)
        true[(cell, "waits")] = summary.waits
        true[(cell, "within_3_weeks")] = summary.within_3_weeks
        true[(cell, "over_3_to_6_weeks")] = summary.over_3_to_6_weeks
        true[(cell, "over_6_weeks")] = summary.over_6_weeks
    sums: list[tuple[WaitCount, list[WaitCount]]] = []
    for cell in recounted.waits.days:
        sums.append(((cell, "waits"), [(cell, band) for band in BANDS]))
        place, year, sex, group, order, clock = cell
        if sex != "all":
            continue
        for name in ("waits", *BANDS):
            parts: list[WaitCount] = []
            for part in ("female", "male"):
                part_cell = (place, year, part, group, order, clock)
                parts.append((part_cell, name))
                # No row is no wait, and everybody can see that.
                shown.setdefault((part_cell, name), 0)
            sums.append(((cell, name), parts))
    return given_away(true, shown, sums)
