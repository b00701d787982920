"""Each whole counted once, the categories of all its measures beside it: a cell is one row, however many measures."""

from collections.abc import Sequence

from pipelines.measures import ROWS_OF, Measure, of_whole, text
from pipelines.warehouse import Warehouse

OF_PERSONS = "people_in_treatment"
LAST_NEEDED_HERE = (
    "person_in_period",
    "new_person_in_period",
    "journey_triaged",
    "journey_in_period",
    "journey_known",
    "journey_start",
    "episode_in_journey",
)


def count(measures: Sequence[Measure], warehouse: Warehouse) -> None:
    """Count each whole and its categories, as `staging.count_of_<whole>`."""
    warehouse.script("staging", "first_episode.sql")
    _tell_categories(measures, warehouse)
    warehouse.script("staging", "place_of.sql")
    for whole, rows in ROWS_OF.items():
        _count_whole(whole, [m for m in of_whole(measures, whole) if m.sql], rows, warehouse)
    # a country's people are counted: the memory is needed for what is published
    warehouse.run("drop view staging.first_episode")
    for table in ("journey_category", *LAST_NEEDED_HERE):
        warehouse.run(f"drop table staging.{table}")


def column(measure: Measure, category: str) -> str:
    """Where `staging.count_of_<whole>` holds the count of a measure's category."""
    return f'"{measure.measure}/{category}"'


def _tell_categories(measures: Sequence[Measure], warehouse: Warehouse) -> None:
    """Fill `staging.journey_category`: one row per journey, with its category of every measure that rests on it."""
    told = ",\n".join(
        f'({m.sql})::staging.category as "{m.measure}"' for m in measures if m.sql and m.of_whole != OF_PERSONS
    )
    warehouse.run(f"create or replace table staging.journey_category as select journey, {told} from first_episode")


def _count_whole(whole: str, measures: Sequence[Measure], rows: str, warehouse: Warehouse) -> None:
    """Fill `staging.count_of_<whole>`: a row per cell with anybody in it, with `everyone` and each category's count.

    People are counted once, by cell; the counts of a cell are then added up, to regions and England, to all sexes and
    all substances.
    """
    # a measure of people in treatment is told of each row; those of journeys have been told already
    telling = "".join(
        f', ({m.sql})::staging.category as "{m.measure}"' if whole == OF_PERSONS else f', "{m.measure}"'
        for m in measures
    )
    counts = {"everyone": "count(*)"} | {
        column(m, c.category): f'coalesce(count_if("{m.measure}" = {text(c.category)}::staging.category), 0)'
        for m in measures
        for c in m.categories
    }
    counted = ", ".join(f"({sql})::integer as {name}" for name, sql in counts.items())
    # as doubles, which hold whole numbers exactly up to 2^53: the engine's own sums of integers take longer
    added_up = ", ".join(f"sum({name}::double)::integer as {name}" for name in counts)
    warehouse.run(
        f"""
        create or replace table staging.count_of_{whole} as
        with told as (
            select
                cell_number(
                    enum_code(place_code), period_number, enum_code(sex), enum_code(substance_group),
                    counts_upward::integer, null, null
                ) as cell
                {telling}
            from {rows}
        ),
        finest as (select cell, {counted} from told group by cell),
        placed as (
            select with_place(of_nothing(cell), enum_code(o.place_code)) as cell, {added_up}
            from finest
            join staging.place_of as o
                on enum_code(o.counted_at) = place_number(cell)
                and o.counts_upward = (counted_number(cell) = 1)
            group by 1
        ),
        of_sex as (
            from placed union all select with_all_sexes(cell), {added_up} from placed group by 1
        ),
        complete as (
            from of_sex union all select with_all_substances(cell), {added_up} from of_sex group by 1
        )
        select
            area_of(cell) as place_code,
            period_number_of(cell) as period_number,
            sex_of(cell) as sex,
            substance_group_of(cell) as substance_group,
            * exclude (cell)
        from complete
        """
    )
