"""Rows a marts file in open mode shows although the rule of blocks hides them."""

from collections.abc import Iterable, Iterator
from typing import Any

import duckdb

from tests.boring.blocks import Block, is_quarter, may_be_shown, safe_levels, with_all_quarters
from tests.boring.code_lists import ENGLAND, Places
from tests.boring.compare import COUNTS_OF_WAITS
from tests.boring.compare_measures import BANDS_OF_WAITING, in_counted_periods
from tests.boring.hide import LARGEST, SMALLEST
from tests.boring.measure_list import IN_TREATMENT, MEASURES, NEEDS_SIX_MONTHS_MORE, NEW, WHOLES, WOMENS_SHARE_OF
from tests.boring.provider_caseload import CaseloadCell
from tests.boring.recount import Recount
from tests.boring.waits import NOT_PLACED, summary_of

STEPS = [*((day, day) for day in range(8)), (8, 14), (15, 21), (22, 28), (29, 42), (43, 84), (85, None)]
"""First and last day of each step of the distribution of waits; the last has no end."""

Connection = duckdb.DuckDBPyConnection
Numbers = tuple[Any, ...]


def shown_rows(
    published: Connection, table: str, key: list[str], numbers: list[str], where: str = "true"
) -> Iterator[tuple[tuple[Any, ...], Numbers]]:
    """The rows of a table that show any number, each as its key and its numbers."""
    is_shown = " or ".join(f"{number} is not null" for number in numbers)
    query = f"select {', '.join([*key, *numbers])} from {table} where ({is_shown}) and {where}"
    for row in published.cursor().execute(query).fetchall():
        yield row[: len(key)], row[len(key) :]


def shown_against_the_rule(published: Connection, recounted: Recount, places: Places) -> list[str]:
    """Every row of the tables in depth that shows what the rule of blocks hides."""
    return [
        *measures_against_the_rule(published, recounted),
        *quarters_of_waits_against_the_rule(published, recounted),
        *days_of_waits_against_the_rule(published, recounted, places),
        *still_waiting_against_the_rule(published, recounted),
        *treatment_days_against_the_rule(published, recounted),
        *caseloads_against_the_rule(published, recounted),
    ]


def measures_against_the_rule(published: Connection, recounted: Recount) -> Iterator[str]:
    """Counts of measures that are shown in a block that is not safe, or of a whole that is hidden."""
    key = ["measure", "area_code", "period", "sex", "substance_group"]
    numbers = ["people", "out_of", "share", "share_low", "share_high"]
    levels = safe_levels(cells_of_measures(recounted))
    by_year = with_all_quarters(levels)
    shown = set(shown_wholes(published, recounted))
    hidden = set(hidden_in_years(published))
    for cell, _numbers in shown_rows(published, "treatment_measure", key, numbers, in_counted_periods(recounted)):
        measure, place, period, sex, group = cell
        if measure in WOMENS_SHARE_OF:
            sexes = {(WOMENS_SHARE_OF[measure], place, period, each, group) for each in ("female", "male", "all")}
            if not sexes <= shown:
                yield f"treatment_measure {cell}: the women or the men are hidden"
            continue
        whole = measure if measure in WHOLES else MEASURES[measure].whole
        if not may_be_shown((measure, place, period), sex, group, levels, by_year):
            yield f"treatment_measure {cell}: shown in a block with small counts"
        if (whole, place, period, sex, group) in hidden:
            yield f"treatment_measure {cell}: the table of indicators hides the whole"


def cells_of_measures(recounted: Recount) -> Iterator[tuple[Block, str, str, int]]:
    """The counts each block of measures holds: its categories where they are published, and its whole."""
    too_late = recounted.measures.too_late_for_six_months()
    for measure, counts in recounted.measures.counts.items():
        for (_category, place, period, sex, group), people in counts.items():
            if measure != NEEDS_SIX_MONTHS_MORE or period not in too_late:
                yield (measure, place, period), sex, group, people
    for measure, asked in MEASURES.items():
        for (_all, place, period, sex, group), people in recounted.measures.counts[asked.whole].items():
            yield (measure, place, period), sex, group, people


def shown_wholes(published: Connection, recounted: Recount) -> Iterator[tuple[str, ...]]:
    """The cells of the wholes that are shown."""
    key = ["measure", "area_code", "period", "sex", "substance_group"]
    where = f"category = 'all' and {in_counted_periods(recounted)}"
    for cell, _people in shown_rows(published, "treatment_measure", key, ["people"], where):
        yield cell


def hidden_in_years(published: Connection) -> Iterator[tuple[str, ...]]:
    """The people in treatment and new presentations that the table of indicators hides."""
    columns = "indicator, area_code, period, sex, substance_group"
    where = f"indicator in ('{IN_TREATMENT}', '{NEW}') and numerator is null"
    yield from published.cursor().execute(f"select {columns} from indicator_value where {where}").fetchall()


def quarters_of_waits_against_the_rule(published: Connection, recounted: Recount) -> Iterator[str]:
    """Quarters of waits that are shown beside small counts, or where the year does not show everything."""
    key = ["area_code", "period", "sex", "substance_group", "intervention_order", "clock"]
    numbers = [*COUNTS_OF_WAITS, "within_3_weeks_share", "median_days", "p90_days", "mean_days"]
    levels = safe_levels(
        ((place, period), sex, group, getattr(summary_of(days), name))
        for (place, period, sex, group, _order, _clock), days in recounted.waits.days.items()
        for name in COUNTS_OF_WAITS
    )
    by_year = with_all_quarters({block: level for block, level in levels.items() if is_quarter(block[-1])})
    rows = list(shown_rows(published, "waiting_time", key, numbers))
    in_full = {cell for cell, found in rows if None not in found[: len(COUNTS_OF_WAITS)]}
    for cell, _numbers in rows:
        place, period, sex, group, *rest = cell
        if not is_quarter(period):
            continue
        if not may_be_shown((place, period), sex, group, levels, by_year):
            yield f"waiting_time {cell}: shown in a block with small counts"
        if (place, period.partition(" Q")[0], sex, group, *rest) not in in_full:
            yield f"waiting_time {cell}: its year does not show everything"


def days_of_waits_against_the_rule(published: Connection, recounted: Recount, places: Places) -> Iterator[str]:
    """Steps of waits that are wrong, small, told too finely, or of waits that are hidden."""
    key = ["area_code", "year", "quarter", "sex", "substance_group", "intervention_order", "clock"]
    true = waits_by_step(recounted, places)
    columns = ["area_code", "period", "sex", "substance_group", "intervention_order", "clock"]
    shown = shown_rows(published, "waiting_time", columns, COUNTS_OF_WAITS)
    in_full = {cell for cell, numbers in shown if None not in numbers}
    for cell, (first, last, waits) in shown_rows(published, "wait_days", key, ["days_from", "days_to", "waits"]):
        place, year, quarter, sex, group, order, clock = cell
        if quarter is not None or group != "all" or sex == "all":
            yield f"wait_days {cell}: told by more than place, year and sex"
            continue
        steps = true.get((place, year, sex, order, clock), {})
        step = next((step for step in STEPS if step[0] == first), None)
        if step is None or (step[1] is not None and step[1] != last):
            yield f"wait_days {cell}: {first} to {last} is no step"
        elif waits != steps.get(first, 0):
            yield f"wait_days {cell}: {waits} waits of {first} days or more, not {steps.get(first, 0)}"
        both = [*steps.values(), *true.get((place, year, other(sex), order, clock), {}).values()]
        if any(SMALLEST <= count <= LARGEST for count in both):
            yield f"wait_days {cell}: shown beside a small step"
        if place != NOT_PLACED and steps and (place, year, sex, "all", order, clock) not in in_full:
            yield f"wait_days {cell}: the table of waits does not show everything"


def other(sex: str) -> str:
    """The other sex."""
    return "male" if sex == "female" else "female"


def waits_by_step(recounted: Recount, places: Places) -> dict[tuple[str, ...], dict[int, int]]:
    """Waits by place, year, sex, order and clock, and by the first day of their step."""
    found: dict[tuple[str, ...], dict[int, int]] = {}
    for (area, year, _quarter, sex, _group, order, clock, days), waits in recounted.waits.by_day.items():
        first = max(step[0] for step in STEPS if step[0] <= days)
        held = [NOT_PLACED, ENGLAND] if area == NOT_PLACED else places.places_holding(area)
        for place in held:
            steps = found.setdefault((place, year, sex, order, clock), {})
            steps[first] = steps.get(first, 0) + waits
    return found


def still_waiting_against_the_rule(published: Connection, recounted: Recount) -> Iterator[str]:
    """People still waiting who are shown beside small counts."""
    key = ["area_code", "period", "sex", "substance_group", "intervention_order", "clock"]
    levels = safe_levels(
        ((place, order, clock, period), sex, group, count)
        for (place, period, sex, group, order, clock), days in recounted.still_waiting.items()
        for count in counts_by_band(days)
    )
    for cell, _numbers in shown_rows(published, "still_waiting", key, ["waiting", *BANDS_OF_WAITING, "median_days"]):
        place, period, sex, group, order, clock = cell
        if not may_be_shown((place, order, clock, period), sex, group, levels, {}):
            yield f"still_waiting {cell}: shown in a block with small counts"


def counts_by_band(days: list[int]) -> list[int]:
    """How many wait, and how many within three weeks, six, and more."""
    within = sum(1 for one in days if one <= 21)
    beyond = sum(1 for one in days if one > 42)
    return [len(days), within, len(days) - within - beyond, beyond]


def treatment_days_against_the_rule(published: Connection, recounted: Recount) -> Iterator[str]:
    """Days that are shown beside small counts, or of people whom the table of indicators hides."""
    key = ["measure", "area_code", "period", "sex", "substance_group"]
    numbers = ["people", "median_days", "p90_days", "mean_days"]
    levels = safe_levels(
        ((measure, place, period), sex, group, len(days))
        for (measure, place, period, sex, group), days in recounted.treatment_days.items()
    )
    hidden = set(hidden_in_years(published))
    for cell, _numbers in shown_rows(published, "treatment_days", key, numbers, in_counted_periods(recounted)):
        measure, place, period, sex, group = cell
        if not may_be_shown((measure, place, period), sex, group, levels, {}):
            yield f"treatment_days {cell}: shown in a block with small counts"
        if measure == "length_in_treatment" and (IN_TREATMENT, *cell[1:]) in hidden:
            yield f"treatment_days {cell}: the table of indicators hides the whole"


def caseloads_against_the_rule(published: Connection, recounted: Recount) -> Iterator[str]:
    """Caseloads that are shown of a provider and period with a small count."""
    key = ["provider_code", "area_code", "period", "sex", "substance_group"]
    numbers = ["people", "womens_share", "womens_share_low", "womens_share_high"]
    small = set(small_caseloads(recounted.caseloads.items()))
    for cell, _numbers in shown_rows(published, "provider_caseload", key, numbers, in_counted_periods(recounted)):
        # a small total hides everything; a small count of a substance group hides the groups
        if (cell[0], cell[2], True) in small or (cell[4] != "all" and (cell[0], cell[2], False) in small):
            yield f"provider_caseload {cell}: shown beside a small count"


def small_caseloads(cells: Iterable[tuple[CaseloadCell, int]]) -> Iterator[tuple[str, str, bool]]:
    """The providers and periods with any count of one to four, and whether it is of all substances."""
    for (provider, _area, period, _sex, group), people in cells:
        if SMALLEST <= people <= LARGEST:
            yield provider, period, group == "all"
