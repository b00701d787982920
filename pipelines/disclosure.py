"""The one place that decides which cells may not be shown.

In open mode a count of 1 to 4 people or waits is hidden, and with it whatever would give it away by adding up or
subtracting within women, men and all; within the substance groups and all; within the bands of a wait. Hidden cells
bear one mark, whether they are small themselves or hidden to protect another. Zero is shown, so a hidden cell is known
to be at least 1. Published figures keep their publisher's treatment. Restricted mode hides nothing.

Sums over areas, and differences between builds, are not yet guarded: `docs/caveats.md` says so.
"""

from collections.abc import Mapping
from typing import Literal

from pipelines.errors import Refused
from pipelines.warehouse import Warehouse

Mode = Literal["open", "restricted"]
SMALLEST, LARGEST = 1, 4
FAR = 1_000_000_000  # more than any count: a hidden cell with no bound from above
OWN_SOURCES = ("ndtms_records", "caseload_return")
# The name of a cell. Of two counts alike the first by name is hidden, so that two builds of one folder hide the same.
CELL = "indicator, area_code, period, sex, substance_group, breakdown, category"
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
            f"update mart.build_note set rows = null where subject in ({own}) and {_is_small('rows')} "
            "and topic <> 'unknown_column'"
        )
        for counted in ("rows", "out_of"):
            warehouse.run(f"update mart.record_quality set {counted} = null where {_is_small(counted)}")


def _hide_people(mode: Mode, warehouse: Warehouse) -> None:
    """Fill `staging.hidden_count`: cells of people, with sex `any` for what rests on a whole line of sexes."""
    warehouse.run(
        f"""
        create or replace table staging.people_cell as
        select
            row_number() over (order by {CELL}) as cell,
            {CELL},
            numerator::bigint as people,
            {_is_small("numerator")} and {"true" if mode == "open" else "false"} as is_hidden,
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
    _protect("staging.people_cell", "people", PEOPLE_LINES, warehouse)
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
            hash(area_code, period, intervention_order, clock) as family,
            hash(band, area_code, period, substance_group, intervention_order, clock) as sexes,
            hash(band, area_code, period, sex, intervention_order, clock) as substance_groups,
            case when band in ('waits', 'within_3_weeks', 'over_3_weeks') then hash({key}) end as three_weeks,
            case when band in ('over_3_weeks', 'over_3_to_6_weeks', 'over_6_weeks') then hash({key}) end as long_waits
        from band
        """
    )
    _protect("staging.band_cell", "waits", WAIT_LINES, warehouse)
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


def _protect(cells: str, count: str, lines: Mapping[str, str], warehouse: Warehouse) -> None:
    """Hide more cells until no hidden small count can be told more closely than 1 to 4.

    The cell lost is the smallest shown one that is not zero: it costs a reader least, and a hidden zero would
    protect nothing.
    """
    warehouse.run(f"create or replace table staging.suspect as select distinct family from {cells} where is_hidden")
    while warehouse.one("select count(*) from staging.suspect"):
        _hide_beside_lone_cells(cells, count, lines, warehouse)
        _bound(cells, count, lines, warehouse)
        warehouse.run(
            f"""
            create or replace table staging.exposed as
            select cell, family, {", ".join(lines)} from staging.bound
            where is_hidden and {_is_small("n")} and high <= {LARGEST} and (low > {SMALLEST} or high < {LARGEST})
            """
        )
        hidden = warehouse.one(f"select count(*) from {cells} where is_hidden")
        beside = " union all ".join(
            f"select e.cell as exposed, c.cell, c.{count} as n, c.is_hidden "
            f"from staging.exposed as e join {cells} as c on c.{line} = e.{line}"
            for line in lines
        )
        _hide_smallest(cells, f"select exposed, cell, n from ({beside}) where not is_hidden and n > 0", warehouse)
        if warehouse.one(f"select count(*) from {cells} where is_hidden") == hidden:
            # Every cell beside them is hidden already: the next smallest of the place and year goes.
            _hide_smallest(
                cells,
                f"select family as exposed, cell, {count} as n from {cells} where not is_hidden and {count} > 0 "
                "and family in (select family from staging.exposed)",
                warehouse,
            )
        exposed = warehouse.one("select count(*) from staging.exposed")
        if exposed and warehouse.one(f"select count(*) from {cells} where is_hidden") == hidden:
            raise Refused(
                f"{exposed} small counts can be worked out although everything beside them is hidden. "
                "Build with --mode restricted, and do not publish it."
            )
        warehouse.run("create or replace table staging.suspect as select distinct family from staging.exposed")


def _hide_smallest(cells: str, candidates: str, warehouse: Warehouse) -> None:
    """Hide, for each exposed cell, the smallest of its candidates."""
    warehouse.run(
        f"""
        update {cells} set is_hidden = true
        where cell in (select arg_min(cell, (n, cell)) from ({candidates}) group by exposed)
        """
    )


def _hide_beside_lone_cells(cells: str, count: str, lines: Mapping[str, str], warehouse: Warehouse) -> None:
    """Until no line has exactly one hidden cell, which anyone could work out."""
    while True:
        before = warehouse.one(f"select count(*) from {cells} where is_hidden")
        for line in lines:
            warehouse.run(
                f"""
                update {cells} set is_hidden = true where cell in (
                    select arg_min(cell, ({count}, cell)) filter (not is_hidden and {count} > 0)
                    from {cells}
                    where {line} is not null and family in (select family from staging.suspect)
                    group by {line}
                    having count(*) filter (is_hidden) = 1
                )
                """
            )
        if warehouse.one(f"select count(*) from {cells} where is_hidden") == before:
            return


def _bound(cells: str, count: str, lines: Mapping[str, str], warehouse: Warehouse) -> None:
    """The least and greatest each hidden cell can be, as `staging.bound`, for anyone who adds up every line."""
    warehouse.run(
        f"""
        create or replace table staging.bound as
        select *, {count} as n,
            case when is_hidden then {SMALLEST} else {count} end::bigint as low,
            case when is_hidden then {FAR} else {count} end::bigint as high
        from {cells} where family in (select family from staging.suspect)
        """
    )
    narrowed = None
    while True:
        for line, is_total in lines.items():
            # In a line, the total less its parts is nothing; so each cell lies between what the others leave it.
            warehouse.run(
                f"""
                create or replace table staging.bound as
                with signed as (
                    select *,
                        case when {is_total} then low else -high end as from_below,
                        case when {is_total} then high else -low end as from_above
                    from staging.bound
                ),
                others as (
                    select *,
                        sum(from_below) over (partition by {line}) - from_below as others_below,
                        sum(from_above) over (partition by {line}) - from_above as others_above
                    from signed
                )
                select * exclude (from_below, from_above, others_below, others_above) replace (
                    case when {line} is null then low
                        else greatest(low, case when {is_total} then -others_above else others_below end)
                    end::bigint as low,
                    case when {line} is null then high
                        else least(high, case when {is_total} then -others_below else others_above end)
                    end::bigint as high
                )
                from others
                """
            )
        now = warehouse.one(f"select (sum(low) - sum(least(high, {FAR // 1000})))::bigint from staging.bound")
        if now == narrowed:
            return
        narrowed = now
