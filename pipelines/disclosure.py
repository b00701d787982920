"""The one place that decides which cells may not be shown.

In open mode a count of 1 to 4 people or waits is hidden, and with it whatever would give it away by subtraction:
within women, men and all; within the substance groups and all; within the bands of a wait. Hidden cells bear one mark,
whether they are small themselves or hidden to protect another. Zero is shown. Published figures keep their
publisher's treatment. Restricted mode hides nothing.

Sums over areas, and differences between builds, are not yet guarded: `docs/caveats.md` says so.
"""

from collections.abc import Sequence
from typing import Literal

from pipelines.warehouse import Warehouse

Mode = Literal["open", "restricted"]
SMALLEST, LARGEST = 1, 4
OWN_SOURCES = ("ndtms_records", "caseload_return")
CELL = "indicator, area_code, period, sex, substance_group, breakdown, category"
WAIT_COUNTS = ("waits", "within_3_weeks", "over_3_weeks", "over_3_to_6_weeks", "over_6_weeks")


def hide(mode: Mode, warehouse: Warehouse) -> None:
    """Mark the hidden cells of `staging.indicator_count` and `staging.wait_cell`."""
    _hide_people(mode, warehouse)
    _hide_waits(mode, warehouse)


def _hide_people(mode: Mode, warehouse: Warehouse) -> None:
    """Fill `staging.hidden_count`: cells of people, with sex `any` for what rests on a whole line of sexes."""
    warehouse.run(
        f"""
        create or replace table staging.people_cell as
        select
            row_number() over (order by {CELL}) as cell,
            {CELL},
            numerator as people,
            {_is_small("numerator")} and {"true" if mode == "open" else "false"} as is_hidden,
            hash(indicator, area_code, period, substance_group, breakdown, category) as sexes,
            hash(indicator, area_code, period, sex, breakdown, category) as substance_groups
        from staging.indicator_count
        where indicator = counts
            and published_status is null
            and ({" or ".join(f"source like '%{name}%'" for name in OWN_SOURCES)})
        """
    )
    _close("staging.people_cell", "people", ("sexes", "substance_groups"), warehouse)
    warehouse.run(
        """
        create or replace table staging.hidden_count as
        select indicator, area_code, period, sex, substance_group, breakdown, category, true as is_hidden
        from staging.people_cell where is_hidden
        union
        select indicator, area_code, period, 'any', substance_group, breakdown, category, true
        from staging.people_cell where is_hidden
        """
    )


def _hide_waits(mode: Mode, warehouse: Warehouse) -> None:
    """Add to `staging.wait_cell` which of each row's counts are hidden."""
    key = "area_code, period, sex, substance_group, intervention_order, clock"
    if mode == "restricted":
        flags = ", ".join(f"false as hide_{name}" for name in WAIT_COUNTS)
        warehouse.run(f"create or replace table staging.wait_cell as select *, {flags} from staging.wait_cell")
        return
    warehouse.run(
        f"""
        create or replace table staging.band_cell as
        with band as (
            unpivot staging.wait_cell on {", ".join(WAIT_COUNTS)} into name band value waits
        )
        select
            row_number() over (order by {key}, band) as cell,
            {key}, band, waits,
            {_is_small("waits")} as is_hidden,
            hash(band, area_code, period, substance_group, intervention_order, clock) as sexes,
            hash(band, area_code, period, sex, intervention_order, clock) as substance_groups,
            case when band in ('waits', 'within_3_weeks', 'over_3_weeks') then hash({key}) end as three_weeks,
            case when band in ('over_3_weeks', 'over_3_to_6_weeks', 'over_6_weeks') then hash({key}) end as long_waits
        from band
        """
    )
    _close("staging.band_cell", "waits", ("sexes", "substance_groups", "three_weeks", "long_waits"), warehouse)
    flags = ", ".join(f"bool_or(is_hidden) filter (where band = '{name}') as hide_{name}" for name in WAIT_COUNTS)
    warehouse.run(
        f"""
        create or replace table staging.wait_cell as
        select * from staging.wait_cell join (
            select {key}, {flags} from staging.band_cell group by {key}
        ) using ({key})
        """
    )


def _is_small(count: str) -> str:
    return f"({count} between {SMALLEST} and {LARGEST})"


def _close(cells: str, count: str, lines: Sequence[str], warehouse: Warehouse) -> None:
    """Hide more cells until no line of cells that add up has exactly one hidden.

    The cell lost is the smallest that is not zero: it costs a reader least, and a hidden zero would protect nothing.
    Of two alike it is the first by name, so that two builds of the same files hide the same.
    """
    while True:
        before = warehouse.one(f"select count(*) from {cells} where is_hidden")
        for line in lines:
            warehouse.run(
                f"""
                update {cells} set is_hidden = true where cell in (
                    select arg_min(cell, ({count}, cell)) filter (not is_hidden and {count} > 0)
                    from {cells}
                    where {line} is not null
                    group by {line}
                    having count(*) filter (is_hidden) = 1
                )
                """
            )
        if warehouse.one(f"select count(*) from {cells} where is_hidden") == before:
            return
