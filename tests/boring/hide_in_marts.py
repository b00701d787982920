"""What a marts file in open mode gives away of the counts the recount knows."""

from collections.abc import Iterator

import duckdb

from tests.boring.code_lists import Places
from tests.boring.compare import COUNTS_OF_WAITS, SHARE_OF, rows
from tests.boring.compare_modes import OF_SHOWN_AREAS
from tests.boring.compare_shares import COMPARED, MEASURES, comparators_of
from tests.boring.count_people import GROUPS, SEXES, Cell
from tests.boring.hide import Lines, given_away
from tests.boring.recount import Recount
from tests.boring.waits import WaitCell, summary_of

WaitCount = tuple[WaitCell, str]
"""A cell of waits, and `waits` or the name of a band."""

SEX_PARTS = [sex for sex in SEXES if sex != "all"]
GROUP_PARTS = [group for group in GROUPS if group != "all"]


def whole(value: object) -> int | None:
    """A published count as a whole number; null where it is hidden."""
    return int(value) if isinstance(value, int | float) else None


def people_given_away(published: duckdb.DuckDBPyConnection, recounted: Recount, places: Places) -> dict[Cell, str]:
    """People of one to four that are shown, or follow from women and men, or the groups, adding up to all."""
    shown: dict[Cell, int | None] = {}
    query = "select * from indicator_value where indicator in ('people_in_treatment', 'new_presentations')"
    for row in rows(published, query):
        place, year = str(row["area_code"]), str(row["period"])
        cell = (str(row["indicator"]), place, year, str(row["sex"]), str(row["substance_group"]))
        numerator, value = whole(row["numerator"]), whole(row["value"])
        shown[cell] = value if numerator is None else numerator
    for cell in told_by_other_tables(published, places):
        shown[cell] = recounted.people[cell]
    lines: Lines[Cell] = []
    for indicator, place, year, sex, group in recounted.people:
        total = (indicator, place, year, sex, group)
        if sex == "all":
            lines.append((total, [(indicator, place, year, part, group) for part in SEX_PARTS]))
        if group == "all":
            lines.append((total, [(indicator, place, year, sex, part) for part in GROUP_PARTS]))
    return given_away(recounted.people, shown, lines)


def told_by_other_tables(published: duckdb.DuckDBPyConnection, places: Places) -> Iterator[Cell]:
    """The counts that a rate, a share or a comparison that is shown was made of.

    A share with its limits tells both counts it was made of, and a rate the count, since the adults are public.
    """
    for row in rows(published, "select * from indicator_value where indicator = 'treatment_rate_per_1000'"):
        if is_shown(row, "numerator", "value", "value_low", "value_high"):
            place, year = str(row["area_code"]), str(row["period"])
            yield ("people_in_treatment", place, year, str(row["sex"]), str(row["substance_group"]))
    for row in rows(published, "select * from indicator_value where indicator like 'womens_share_%'"):
        if is_shown(row, "numerator", "denominator", "value", "value_low", "value_high"):
            yield from by_sex(SHARE_OF[str(row["indicator"])], row, row["area_code"], row["period"])
    for row in rows(published, "select * from womens_share where provider_code = 'all'"):
        measure = MEASURES[str(row["measure"])]
        if is_shown(row, *(column for column in COMPARED if column not in ("status", "comparator_share"))):
            yield from by_sex(measure, row, row["area_code"], row["period"])
        if is_shown(row, "expected_share"):
            for group in GROUP_PARTS:
                yield (measure, str(row["area_code"]), str(row["period"]), "all", group)
        # the share of several areas together is made of those that are shown
        if is_shown(row, "comparator_share") and row["comparator"] not in OF_SHOWN_AREAS:
            comparator = comparators_of(str(row["area_code"]), places)[str(row["comparator"])]
            yield from by_sex(measure, row, comparator, row["period"])
    for row in rows(published, "select * from share_change"):
        measure = MEASURES[str(row["measure"])]
        has_change = is_shown(row, "change", "change_low", "change_high")
        if has_change or is_shown(row, "from_share"):
            yield from by_sex(measure, row, row["area_code"], row["from_period"])
        if has_change or is_shown(row, "to_share"):
            yield from by_sex(measure, row, row["area_code"], row["to_period"])


def is_shown(row: dict[str, object], *columns: str) -> bool:
    """Whether any of some columns is not null."""
    return any(row[column] is not None for column in columns)


def by_sex(indicator: str, row: dict[str, object], place: object, year: object) -> list[Cell]:
    """The women and the men of a place, a year and a row's substance group."""
    return [(indicator, str(place), str(year), sex, str(row["substance_group"])) for sex in SEX_PARTS]


def waits_given_away(published: duckdb.DuckDBPyConnection, recounted: Recount) -> dict[WaitCount, str]:
    """Waits of one to four in a year that are shown, or follow from the bands, the sexes or the groups, adding up."""
    years = {year.label for year in recounted.years}
    true: dict[WaitCount, int] = {}
    cells = [cell for cell in recounted.waits.days if cell[1] in years]
    for cell in cells:
        days = recounted.waits.days[cell]
        summary = summary_of(days)
        for name in COUNTS_OF_WAITS:
            true[(cell, name)] = getattr(summary, name)
    shown: dict[WaitCount, int | None] = {}
    for row in rows(published, "select * from waiting_time"):
        if row["period"] not in years:
            # Quarters are shown or hidden as whole blocks: `blocks_given_away` looks at them.
            continue
        place, year, sex = str(row["area_code"]), str(row["period"]), str(row["sex"])
        order, clock = str(row["intervention_order"]), str(row["clock"])
        cell = (place, year, sex, str(row["substance_group"]), order, clock)
        for name in COUNTS_OF_WAITS:
            shown[(cell, name)] = whole(row[name])
    lines = lines_of_waits(cells)
    for total, parts in lines:
        for count in (total, *parts):
            # No row is no wait, and everybody can see that.
            shown.setdefault(count, 0)
    return given_away(true, shown, lines)


def lines_of_waits(cells: list[WaitCell]) -> Lines[WaitCount]:
    """What adds up in the table of waits: bands in every row, women and men, and the substance groups."""
    lines: Lines[WaitCount] = []
    for cell in cells:
        lines.append(((cell, "waits"), [(cell, "within_3_weeks"), (cell, "over_3_weeks")]))
        lines.append(((cell, "over_3_weeks"), [(cell, "over_3_to_6_weeks"), (cell, "over_6_weeks")]))
        place, year, sex, group, order, clock = cell
        for name in COUNTS_OF_WAITS:
            if sex == "all":
                women_and_men = [(place, year, part, group, order, clock) for part in SEX_PARTS]
                lines.append(((cell, name), [(part, name) for part in women_and_men]))
            if group == "all":
                groups = [(place, year, sex, part, order, clock) for part in GROUP_PARTS]
                lines.append(((cell, name), [(part, name) for part in groups]))
    return lines


# Tables with a row for each cell of an area, and their numbers; the first says whether there is anybody.
BY_AREA = {
    "indicator_value": (
        ["indicator", "source", "period", "sex", "substance_group", "breakdown", "category"],
        ["numerator", "value"],
    ),
    "waiting_time": (
        ["period", "sex", "substance_group", "intervention_order", "clock"],
        ["waits", "within_3_weeks", "over_3_to_6_weeks", "over_6_weeks", "mean_days"],
    ),
    "still_waiting": (
        ["period", "sex", "substance_group", "intervention_order", "clock"],
        ["waiting", "within_3_weeks", "over_3_to_6_weeks", "over_6_weeks", "median_days"],
    ),
    "treatment_measure": (
        ["measure", "category", "period", "sex", "substance_group"],
        ["people", "share"],
    ),
    "treatment_days": (["measure", "period", "sex", "substance_group"], ["people", "median_days", "mean_days"]),
}


def told_of_members(published: duckdb.DuckDBPyConnection, places: Places) -> Iterator[str]:
    """Numbers that are shown of a partnership and hidden of one of its members: what is left is the member's."""
    for table, (key, numbers) in BY_AREA.items():
        found = rows(published, of_areas(table, places))
        cells = {(row["area_code"], *(row[column] for column in key)): row for row in found}
        for (area, *cell), row in cells.items():
            for member in places.members_of.get(str(area), []):
                of_member = cells.get((member, *cell))
                if of_member is None or (of_member["status"] != "suppressed" and table != "waiting_time"):
                    continue
                for number in numbers:
                    # a nought says nothing of somebody who counts in another substance group here
                    if row[number] and of_member[number] is None:
                        yield f"{table} {area} {cell}: {number} is shown, and hidden of {member}"


def of_areas(table: str, places: Places) -> str:
    """The rows of partnerships and their members."""
    codes = {code for partnership, members in places.members_of.items() for code in [partnership, *members]}
    return f"select * from {table} where area_code in ({', '.join(repr(code) for code in sorted(codes))})"
