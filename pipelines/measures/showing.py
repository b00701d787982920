"""What of the counts is shown: every cell of the country, with its lists of counts, and why a number is not there."""

from collections.abc import Sequence

from pipelines.blocks import levels
from pipelines.disclosure import Mode
from pipelines.measures import ROWS_OF, Measure, of_whole, text
from pipelines.measures.counting import column
from pipelines.warehouse import Warehouse

BLOCK = ("place_code", "year", "period_kind")


def show(measures: Sequence[Measure], present: set[str], mode: Mode, warehouse: Warehouse) -> None:
    """Make `mart.treatment_count`: cells with their counts, and whether they are shown."""
    warehouse.script("marts", "treatment_count.sql")
    if "ndtms_records" not in present:
        return
    tells_of_referrals = bool(warehouse.rows("select true from staging.episode where referred_on is not null limit 1"))
    for whole in ROWS_OF:
        own = of_whole(measures, whole)
        published = {
            measure.measure: _when_published(measure, tells_of_referrals or not measure.needs_referrals)
            for measure in own
        }
        _find_levels(whole, own, published, mode, warehouse)
        _gather(whole, own, published, warehouse)


def _find_levels(
    whole: str, measures: Sequence[Measure], published: dict[str, str], mode: Mode, warehouse: Warehouse
) -> None:
    """Fill `staging.level_of_<whole>`: how finely each block may be shown, for `everyone` and for each measure."""
    counts = {"everyone": ["everyone"]} | {
        measure.measure: [
            f"case when {_told(measure, published[measure.measure])} then {part} end" for part in _parts(measure)
        ]
        for measure in measures
        if measure.sql
    }
    counted = f"staging.count_of_{whole} join staging.period as period using (period_number)"
    # A partnership's block is judged by its members' cells with its own: nothing is shown of it that one of them hides.
    cells = f"""(
        from {counted}
        union all by name
        select * exclude (partnership_code, area_code) replace (partnership_code::staging.area_code as place_code)
        from {counted} join reference.partnership_member on area_code = place_code::varchar
    )"""
    warehouse.run(f"create or replace table staging.level_of_{whole} as {levels(mode, cells, BLOCK, counts)}")


def _parts(measure: Measure) -> list[str]:
    """The counts that are given away: each category's, and whoever is in none, to be had by subtraction."""
    each = [column(measure, category.category) for category in measure.categories]
    return [*each, f"everyone - ({' + '.join(each)})"]


def _told(measure: Measure, published: str) -> str:
    return f"{published} and sex = 'female'" if measure.women_only else published


def _gather(whole: str, measures: Sequence[Measure], published: dict[str, str], warehouse: Warehouse) -> None:
    """Add the cells of a whole to `mart.treatment_count`, the counts of all its measures in one list."""
    statuses = ", ".join(
        f'{_status(measure, published[measure.measure])} as "{measure.measure}"' for measure in measures
    )
    people = [_shown(measure, part) for measure in measures for part in _people(measure)]
    out_of = [_shown(measure, _out_of(measure)) for measure in measures]
    status = [f'"{measure.measure}"' for measure in measures]
    warehouse.run(
        f"""
        insert into mart.treatment_count by name
        with cell as (
            select
                cell.area_code, cell.period, cell.sex, cell.substance_group, period.year, period.period_kind,
                period.end_on, counted.* exclude (place_code, period_number, sex, substance_group),
                women.everyone as women
            from staging.treatment_cell as cell
            join staging.period as period
                on period.period = cell.period
            left join staging.count_of_{whole} as counted
                on counted.place_code = cell.area_code
                and counted.period_number = period.period_number
                and counted.sex = cell.sex
                and counted.substance_group = cell.substance_group
            left join staging.count_of_{whole} as women
                on women.place_code = cell.area_code
                and women.period_number = period.period_number
                and women.sex = 'female'
                and women.substance_group = cell.substance_group
        ),
        judged as (
            select cell.*, {statuses}
            from cell as cell
            left join staging.level_of_{whole} as level
                on level.place_code = cell.area_code
                and level.year = cell.year
                and level.period_kind = cell.period_kind
            left join staging.hidden_count as hidden
                on hidden.indicator = {text(whole)}
                and hidden.area_code = cell.area_code::varchar
                and hidden.period = cell.period
                and hidden.sex = cell.sex::varchar
                and hidden.substance_group = cell.substance_group::varchar
            left join staging.hidden_count as either
                on either.indicator = {text(whole)}
                and either.area_code = cell.area_code::varchar
                and either.period = cell.period
                and either.sex = 'any'
                and either.substance_group = cell.substance_group::varchar
        )
        select
            {text(whole)} as of_whole, area_code, period, sex, substance_group,
            {_listed(people)} as people, {_listed(out_of)} as out_of, {_listed(status)} as status
        from judged
        """
    )


def _status(measure: Measure, published: str) -> str:
    """Null where the measure does not tell of such people, or there are none; a whole of nobody is a zero."""
    if measure.is_womens_share:
        absent, hidden, needed, level = "cell.sex <> 'all' or cell.everyone is null", "either", "'female'", ""
    else:
        absent, hidden, needed, level = "cell.everyone is null", "hidden", "cell.sex", f'level."{measure.measure}", '
        if measure.is_whole:
            absent, level = "false", ""
        elif measure.women_only:
            absent = "cell.everyone is null or cell.sex <> 'female'"
    not_asked = [column(measure, c.category) for c in measure.categories if c.category == "not_asked"]
    return f"""
        case
            when {absent} then null
            when level_needed({needed}, cell.substance_group) > coalesce(least({level}level.everyone), 3)
                or {hidden}.is_hidden is not null then 'suppressed'
            when not ({published}) then 'not_published'
            {f"when {not_asked[0]} = cell.everyone then 'nobody_asked'" if not_asked else ""}
            else 'ok'
        end::staging.count_status
    """


def _people(measure: Measure) -> list[str]:
    if measure.is_whole:
        return ["coalesce(everyone, 0)"]
    if measure.is_womens_share:
        return ["coalesce(women, 0)"]
    return [column(measure, category.category) for category in measure.categories]


def _out_of(measure: Measure) -> str:
    if measure.is_whole:
        return "null::integer"
    if measure.is_womens_share:
        return "everyone"
    return " + ".join(column(measure, category.category) for category in measure.categories if category.in_base)


def _listed(numbers: Sequence[str]) -> str:
    """A cell's list; of a cell nobody is in, the whole's place alone."""
    return f"case when everyone is null then [{numbers[0]}] else [{', '.join(numbers)}] end"


def _shown(measure: Measure, number: str) -> str:
    return f"""case when "{measure.measure}" in ('ok', 'nobody_asked') then {number} end"""


def _when_published(measure: Measure, can_be_told: bool) -> str:
    if measure.months_after and can_be_told:
        return f"end_on + to_months({measure.months_after}) <= getvariable('records_end')"
    return str(can_be_told).lower()
