"""One file a measure of treatment: its meaning and categories (.toml), and beside it how a category is told (.sql).

Files are found; nothing lists them. A measure without .sql is a whole, or women's share of one. The expression in an
.sql is evaluated once for each row of what the measure is of:

    people_in_treatment   staging.person_in_period
    new_presentations     staging.first_episode, of the person's latest new journey
    journeys_triaged      staging.first_episode, of the journey
"""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from pipelines.blocks import levels
from pipelines.disclosure import Mode
from pipelines.warehouse import PACKAGE, Warehouse

FOLDER = PACKAGE / "measures"
ROWS_OF = {
    "people_in_treatment": "staging.person_in_period",
    "new_presentations": "staging.new_person_in_period join staging.journey_category using (journey)",
    "journeys_triaged": "staging.journey_triaged join staging.journey_category using (journey)",
}
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

_CELLS_OF_MEASURE = """
    select place_code as area_code, period, period_kind, year, sex, substance_group, counts, out_of, smallest,
        nobody_asked, {published} as is_published
    from staging.count_of_{measure} join staging.period as period using (period_number)
    where {condition}
"""
# every cell of the country, also those nobody is in
_CELLS_OF_WHOLE = """
    select cell.area_code, cell.period, period.period_kind, period.year, cell.sex, cell.substance_group,
        [coalesce(counted."whole", 0)] as counts, null::integer as out_of, nullif(counted."whole", 0) as smallest,
        false as nobody_asked, true as is_published
    from staging.treatment_cell as cell
    join staging.period as period on period.period = cell.period
    left join staging.count_of_{whole} as counted
        on counted.place_code = cell.area_code
        and counted.period_number = period.period_number
        and counted.sex = cell.sex
        and counted.substance_group = cell.substance_group
"""
_CELLS_OF_WOMENS_SHARE = """
    select everyone.place_code as area_code, period, period_kind, year, everyone.sex, everyone.substance_group,
        [coalesce(women."whole", 0)] as counts, everyone."whole" as out_of, null::integer as smallest,
        false as nobody_asked, true as is_published
    from staging.count_of_{whole} as everyone
    join staging.period as period on period.period_number = everyone.period_number
    left join staging.count_of_{whole} as women
        on women.place_code = everyone.place_code
        and women.period_number = everyone.period_number
        and women.substance_group = everyone.substance_group
        and women.sex = 'female'::staging.sex_word
    where everyone.sex = 'all'::staging.sex_word
"""


@dataclass(frozen=True)
class Category:
    """A category of a measure; those in the base make up what shares are shares of."""

    category: str
    label: str
    in_base: bool


@dataclass(frozen=True)
class Measure:
    """What a measure means, and the expression that tells a row's category."""

    measure: str
    name: str
    of_whole: str
    unit: str
    definition: str
    why_it_matters: str
    cannot_tell: str
    mark: str
    categories: tuple[Category, ...]
    women_only: bool = False
    months_after: int = 0
    """How many months of records must follow a period before the measure is published for it."""
    needs_referrals: bool = False
    """Not published where no record tells of a referral: there nobody is seen before treatment."""
    sql: str = ""

    @property
    def is_whole(self) -> bool:
        """Counts everyone, in one category."""
        return self.measure == self.of_whole

    @property
    def is_womens_share(self) -> bool:
        """Women among women and men of the whole."""
        return not self.sql and not self.is_whole


def all_measures() -> list[Measure]:
    """Every measure in this folder, by name."""
    found = []
    for path in sorted(FOLDER.glob("*.toml")):
        told = tomllib.loads(path.read_text(encoding="utf-8"))
        categories = tuple(Category(**category) for category in told.pop("categories"))
        sql = path.with_suffix(".sql")
        found.append(
            Measure(
                measure=path.stem,
                categories=categories,
                sql=sql.read_text(encoding="utf-8") if sql.exists() else "",
                **told,
            )
        )
    return found


def describe(measures: Sequence[Measure], warehouse: Warehouse) -> None:
    """Put the meanings into `mart.measure` and `mart.measure_category`, whether or not there are numbers for them."""
    kept = ("measure", "name", "of_whole", "unit", "definition", "why_it_matters", "cannot_tell", "mark")
    warehouse.add("mart.measure", pl.DataFrame([{key: getattr(m, key) for key in kept} for m in measures]))
    warehouse.add(
        "mart.measure_category",
        pl.DataFrame(
            [
                {
                    "measure": measure.measure,
                    "category": category.category,
                    "label": category.label,
                    "position": position,
                    "is_in_base": category.in_base,
                }
                for measure in measures
                for position, category in enumerate(measure.categories, start=1)
            ]
        ),
    )


def prepare(measures: Sequence[Measure], warehouse: Warehouse) -> None:
    """Words kept as small numbers: a category takes one byte, and reads as its word."""
    told = {category.category for measure in measures for category in measure.categories}
    coded = {category for (category,) in warehouse.rows("select distinct category from reference.record_code")}
    words = {
        "category": sorted(told | coded | {"not_asked"}),
        "measure_name": sorted(measure.measure for measure in measures),
        "sex_word": ["all", "female", "male"],
        "substance_group": ["alcohol", "all", "non_opiate", "non_opiate_and_alcohol", "opiate"],
        "count_status": ["nobody_asked", "not_published", "ok", "suppressed"],
        "period_kind": ["quarter", "year"],
        "area_code": [code for (code,) in warehouse.rows("select area_code from reference.area order by area_code")],
    }
    for name, listed in words.items():
        # in the order of the alphabet, so that sorting by the number is sorting by the word
        warehouse.run(f"create or replace type staging.{name} as enum ({', '.join(map(_text, listed))})")


def count(measures: Sequence[Measure], warehouse: Warehouse) -> None:
    """Count each whole and its categories, as `staging.count_of_<whole>`."""
    warehouse.script("staging", "first_episode.sql")
    _tell_categories(measures, warehouse)
    warehouse.script("staging", "place_of.sql")
    for whole, rows in ROWS_OF.items():
        _count_whole(whole, [m for m in measures if m.of_whole == whole], rows, warehouse)
    # a country's people are counted: the memory is needed for what is published
    warehouse.run("drop view staging.first_episode")
    for table in ("journey_category", *LAST_NEEDED_HERE):
        warehouse.run(f"drop table staging.{table}")


def show(measures: Sequence[Measure], present: set[str], mode: Mode, warehouse: Warehouse) -> None:
    """Make `mart.treatment_count`: cells with their counts, and whether they are shown."""
    warehouse.script("marts", "treatment_count.sql")
    if "ndtms_records" not in present:
        return
    for whole in ROWS_OF:
        cells = f"(select * from staging.count_of_{whole} join staging.period using (period_number))"
        warehouse.run(
            f"create or replace table staging.level_of_{whole} as "
            + levels(mode, cells, ("place_code", "year", "period_kind"), ('"whole"',))
        )
    tells_of_referrals = bool(warehouse.rows("select true from staging.episode where referred_on is not null limit 1"))
    for measure in measures:
        _gather(measure, mode, tells_of_referrals or not measure.needs_referrals, warehouse)


def _tell_categories(measures: Sequence[Measure], warehouse: Warehouse) -> None:
    """Fill `staging.journey_category`: one row per journey, with its category of every measure that rests on it."""
    told = ",\n".join(
        f'({m.sql})::staging.category as "{m.measure}"' for m in measures if m.sql and m.of_whole != OF_PERSONS
    )
    warehouse.run(f"create or replace table staging.journey_category as select journey, {told} from first_episode")


def _count_whole(whole: str, measures: Sequence[Measure], rows: str, warehouse: Warehouse) -> None:
    """Fill `staging.count_of_<whole>` and, for each of its measures with categories, `staging.count_of_<measure>`."""
    told = [measure for measure in measures if measure.sql]
    # a measure of people in treatment is told of each row; those of journeys have been told already
    telling = "".join(
        f', ({m.sql})::staging.category as "{m.measure}"' if whole == OF_PERSONS else f', "{m.measure}"' for m in told
    )
    warehouse.run(
        f"""
        create or replace table staging.told as
        select
            cell_number(
                enum_code(place_code), period_number, enum_code(sex), enum_code(substance_group),
                counts_upward::integer, null, null
            ) as cell
            {telling}
        from {rows}
        """
    )
    _add_up(whole, "null", ["any_value(n)"], 'n0 as "whole"', warehouse)
    for measure in told:
        counts = [
            f"coalesce(sum(n) filter (category = {_text(category.category)}::staging.category), 0)"
            for category in measure.categories
        ]
        counts.append("sum(n)")
        _add_up(measure.measure, f'"{measure.measure}"', counts, _what_is_kept(measure), warehouse)
    warehouse.run("drop table staging.told")


def _what_is_kept(measure: Measure) -> str:
    """Of a cell's counts n0, n1, … of the measure's categories, and after them everyone.

    Whoever is in none of the categories can be had by subtraction, so they count among the smallest too.
    """
    count_of = {category.category: f"n{place}" for place, category in enumerate(measure.categories)}
    each, everyone = list(count_of.values()), f"n{len(count_of)}"
    base = [count_of[category.category] for category in measure.categories if category.in_base]
    parts = [*each, f"{everyone} - ({' + '.join(each)})"]
    return f"""
        [{", ".join(each)}] as counts,
        {" + ".join(base)} as out_of,
        list_min([{", ".join(f"nullif({part}, 0)" for part in parts)}]) as smallest,
        {f"{count_of['not_asked']} = {everyone}" if "not_asked" in count_of else "false"} as nobody_asked
    """


def _add_up(name: str, category: str, counts: Sequence[str], kept: str, warehouse: Warehouse) -> None:
    """Fill `staging.count_of_<name>`: a row per cell with anybody in it, with what is `kept` of its counts.

    People are counted once, by cell and category; the counts n0, n1, … of a cell are then added up, to regions and
    England, to all sexes and all substances.
    """
    counted = ", ".join(f"({count})::integer as n{place}" for place, count in enumerate(counts))
    added_up = ", ".join(f"sum(n{place})::integer as n{place}" for place in range(len(counts)))
    warehouse.run(
        f"""
        create or replace table staging.count_of_{name} as
        with of_category as (
            select cell, {category} as category, count(*) as n from staging.told group by all
        ),
        finest as (select cell, {counted} from of_category group by cell),
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
            {kept}
        from complete
        """
    )


def _gather(measure: Measure, mode: Mode, can_be_told: bool, warehouse: Warehouse) -> None:
    """Add a measure's cells to `mart.treatment_count`."""
    if measure.is_whole:
        cells = _CELLS_OF_WHOLE
    elif measure.is_womens_share:
        cells = _CELLS_OF_WOMENS_SHARE
    else:
        cells = _CELLS_OF_MEASURE.format(
            measure=measure.measure,
            published=_when_published(measure, can_be_told),
            condition="sex = 'female'::staging.sex_word" if measure.women_only else "true",
        )
    cells = cells.format(whole=measure.of_whole)
    block = ("area_code", "year", "period_kind")
    counted = "(select * from cell where is_published)"
    warehouse.run(
        f"""
        insert into mart.treatment_count by name
        with cell as ({cells}),
        level as ({levels(mode, counted, block, ("smallest",))}),
        judged as (
            select
                cell.area_code, cell.period, cell.sex, cell.substance_group, cell.counts, cell.out_of,
                case
                    when level_needed({"'female'" if measure.is_womens_share else "cell.sex"}, cell.substance_group)
                        > least(coalesce(level.level, 3), coalesce(of_whole.level, 3))
                        or hidden.is_hidden is not null then 'suppressed'
                    when not cell.is_published then 'not_published'
                    when cell.nobody_asked then 'nobody_asked'
                    else 'ok'
                end as status
            from cell
            left join level
                on level.area_code = cell.area_code and level.year = cell.year and level.period_kind = cell.period_kind
            left join staging.level_of_{measure.of_whole} as of_whole
                on of_whole.place_code = cell.area_code
                and of_whole.year = cell.year
                and of_whole.period_kind = cell.period_kind
            left join staging.hidden_count as hidden
                on hidden.indicator = {_text(measure.of_whole)}
                and hidden.area_code = cell.area_code::varchar
                and hidden.period = cell.period
                and hidden.sex = {"'any'" if measure.is_womens_share else "cell.sex::varchar"}
                and hidden.substance_group = cell.substance_group::varchar
        )
        select
            {_text(measure.measure)} as measure, area_code, period, sex, substance_group,
            case when status in ('ok', 'nobody_asked') then counts end as people,
            case when status in ('ok', 'nobody_asked') then out_of end as out_of,
            status
        from judged
        """
    )


def _when_published(measure: Measure, can_be_told: bool) -> str:
    if measure.months_after and can_be_told:
        return f"period.end_on + to_months({measure.months_after}) <= getvariable('records_end')"
    return str(can_be_told).lower()


def _text(word: str) -> str:
    return "'" + word.replace("'", "''") + "'"
