"""The one place that decides which cells may not be shown.

In open mode a count of 1 to 4 people or waits is hidden, and with it whatever would give it away by adding up or
subtracting within women, men and all; within the substance groups and all; within the bands of a wait. Hidden cells
bear one mark, whether they are small themselves or hidden to protect another. Zero is shown, so a hidden cell is known
to be at least 1. Published figures keep their publisher's treatment. Restricted mode hides nothing.

Of a partnership nothing is shown that one of its members hides: what is shown of it then tells nothing of them.
The days from referral to start have a file of their own, `staging/start_curve_level.sql`.
Sums over areas otherwise, and differences between builds, are not yet guarded: `docs/caveats.md` says so.
"""

from collections.abc import Mapping
from typing import Literal

from pipelines.protection import LARGEST, SMALLEST, is_small, protect
from pipelines.warehouse import Warehouse

__all__ = ["LARGEST", "SMALLEST", "Mode", "hide"]

Mode = Literal["open", "restricted"]
OWN_SOURCES = ("ndtms_records", "caseload_return")
# The name of a cell. Of two counts alike the first by name is hidden, so that two builds of one folder hide the same.
CELL = "indicator, area_code, period, sex, substance_group, breakdown, category"
WAIT_CELL = "area_code, period, sex, substance_group, intervention_order, clock"
OF_PARTNERSHIP = "(area_code in (select partnership_code from reference.partnership))"
WAIT_COUNTS = ("waits", "within_3_weeks", "over_3_weeks", "over_3_to_6_weeks", "over_6_weeks")

# Each line of cells that add up, and which of its cells is the total.
SEXES = {"sexes": "sex = 'all'"}
SUBSTANCE_GROUPS = {"substance_groups": "substance_group = 'all'"}
PEOPLE_LINES = SEXES | SUBSTANCE_GROUPS
WAIT_LINES = PEOPLE_LINES | {"three_weeks": "band = 'waits'", "long_waits": "band = 'over_3_weeks'"}


def hide(mode: Mode, warehouse: Warehouse) -> None:
    """Mark the hidden cells of `staging.indicator_count` and `staging.wait_cell`, and blur small notes."""
    _hide_people(mode, warehouse)
    _hide_waits(mode, warehouse)
    if mode == "open":
        own = ", ".join(f"'{name}'" for name in OWN_SOURCES)
        warehouse.run(
            f"update mart.build_note set rows = null where subject in ({own}) and {is_small('rows')} "
            "and topic <> 'unknown_column'"
        )
        for counted in ("rows", "out_of"):
            warehouse.run(f"update mart.record_quality set {counted} = null where {is_small(counted)}")


def _hide_people(mode: Mode, warehouse: Warehouse) -> None:
    """Fill `staging.hidden_count`: cells of people, with sex `any` for what rests on a whole line of sexes."""
    warehouse.run(
        f"""
        create or replace table staging.people_cell as
        select
            row_number() over (order by {CELL}) as cell,
            {CELL},
            numerator::bigint as people,
            {is_small("numerator")} and {"true" if mode == "open" else "false"} and not {OF_PARTNERSHIP} as is_hidden,
            hash(indicator, area_code, period, breakdown, category) as family,
            case when kind = 'count'
                then hash(indicator, area_code, period, substance_group, breakdown, category) end as sexes,
            case when kind = 'count'
                then hash(indicator, area_code, period, sex, breakdown, category) end as substance_groups
        from staging.indicator_count
        where indicator = counts
            and published_status is null
            and ({" or ".join(f"source like '%{name}%'" for name in OWN_SOURCES)})
        """
    )
    protect("staging.people_cell", "people", PEOPLE_LINES, warehouse)
    if mode == "open":
        _hide_as_members_do("staging.people_cell", "people", CELL, PEOPLE_LINES, warehouse)
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
    key = WAIT_CELL
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
            {is_small("waits")} and not {OF_PARTNERSHIP} as is_hidden,
            hash(area_code, period, intervention_order, clock) as family,
            hash(band, area_code, period, substance_group, intervention_order, clock) as sexes,
            hash(band, area_code, period, sex, intervention_order, clock) as substance_groups,
            case when band in ('waits', 'within_3_weeks', 'over_3_weeks') then hash({key}) end as three_weeks,
            case when band in ('over_3_weeks', 'over_3_to_6_weeks', 'over_6_weeks') then hash({key}) end as long_waits
        from band
        """
    )
    protect("staging.band_cell", "waits", WAIT_LINES, warehouse)
    _hide_as_members_do("staging.band_cell", "waits", f"{WAIT_CELL}, band", WAIT_LINES, warehouse)
    flags = ", ".join(f"bool_or(is_hidden) filter (where band = '{name}') as hide_{name}" for name in WAIT_COUNTS)
    warehouse.run(
        f"""
        create or replace table staging.wait_cell as
        select * from staging.wait_cell join (
            select {key}, {flags} from staging.band_cell group by {key}
        ) using ({key})
        """
    )


def _hide_as_members_do(cells: str, count: str, key: str, lines: Mapping[str, str], warehouse: Warehouse) -> None:
    """Hide of partnerships what any of their members hides and what is small, and what would give that away."""
    if not warehouse.one("select count(*) from reference.partnership"):
        return
    warehouse.run(
        f"""
        update {cells} set is_hidden = true
        where {OF_PARTNERSHIP} and {count} > 0 and ({is_small(count)} or ({key}) in (
            select ({key.replace("area_code", "m.partnership_code")})
            from {cells} join reference.partnership_member as m using (area_code) where is_hidden
        ))
        """
    )
    protect(cells, count, lines, warehouse, OF_PARTNERSHIP)
