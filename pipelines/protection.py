"""Hidden cells that can be worked out from those that are shown, and what else is hidden so that they cannot.

Cells stand in a table with the lines they add up along; `pipelines/disclosure.py` says which are hidden to begin with.
"""

from collections.abc import Mapping

from pipelines.errors import Refused
from pipelines.warehouse import Warehouse

SMALLEST, LARGEST = 1, 4
FAR = 1_000_000_000  # more than any count: a hidden cell with no bound from above


def is_small(count: str) -> str:
    """Whether an open build may not show a count, as SQL."""
    return f"({count} between {SMALLEST} and {LARGEST})"


def protect(cells: str, count: str, lines: Mapping[str, str], warehouse: Warehouse, among: str = "true") -> None:
    """Hide more cells until no hidden small count can be told more closely than 1 to 4.

    The cell lost is the smallest shown one that is not zero: it costs a reader least, and a hidden zero would
    protect nothing.
    """
    warehouse.run(
        f"create or replace table staging.suspect as select distinct family from {cells} where is_hidden and {among}"
    )
    while warehouse.one("select count(*) from staging.suspect"):
        _hide_beside_lone_cells(cells, count, lines, warehouse)
        _bound(cells, count, lines, warehouse)
        warehouse.run(
            f"""
            create or replace table staging.exposed as
            select cell, family, {", ".join(lines)} from staging.bound
            where is_hidden and {is_small("n")} and high <= {LARGEST} and (low > {SMALLEST} or high < {LARGEST})
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
