"""One pass over the text of a source's files: typed values, and a bit for each rule a row breaks.

What is composed into SQL here are the names and rules that sources declare in code; values are never part of it.
"""

from collections.abc import Sequence
from itertools import chain

from pipelines.source import Column, Rule, Source
from pipelines.warehouse import Warehouse

BITS = 62


def type_and_judge(source: Source, rules: Sequence[Rule], cells: Sequence[str], warehouse: Warehouse) -> None:
    """One pass over every file: text, typed values, and a bit for each broken rule."""
    names = ("sheet", "column_label", "left_out", *(f"{column.name}__text" for column in source.columns))
    # every column, even one that no file has, so that the rules can look at it
    outline = ", ".join(f'null::varchar as "{name}"' for name in names)
    outline = f"select null::integer as file_number, null::bigint as line, {outline} where false"
    text = ",\n".join(_text(source, column) for column in source.columns)
    # All files first come together as text: planned file by file, the long pass below would cost more than it does.
    table = f"staging.{source.name}_text"
    warehouse.run(f"create or replace table {table} as {' union all by name '.join([outline, *cells])}")
    for number in range(len(cells)):
        warehouse.run(f"drop table staging.text_{number}")
    typed = ",\n".join(_typed(column, source.date_formats) for column in source.columns)
    derived = "".join(f',\n{sql} as "{name}"' for name, sql in source.derived.items())
    kept = ", ".join(f'"{name}"' for name in kept_columns(source))
    warehouse.run(
        f"""
        create or replace table staging.{source.name}_read as
        with cells as (select * replace ({text}) from {table}),
        typed as (select *, {typed} from cells),
        complete as (select *{derived} from typed)
        select file_number, coalesce(sheet, '') as sheet, line, column_label, left_out,
            {source.exempt} as is_exempt, {source.used} as is_used,
            case when {source.exempt} then 0::bigint else {_mask(rules)} end as broken,
            {kept}
        from complete
        """
    )
    warehouse.run(f"drop table {table}")


def _text(source: Source, column: Column) -> str:
    text = f"nullif(trim(\"{column.name}__text\", ' \t\r\n\u00a0'), '')"
    if source.nulls:
        words = ", ".join(f"'{word}'" for word in source.nulls)
        text = f"case when upper({text}) in ({words}) then null else {text} end"
    return f'{text} as "{column.name}__text"'


def _typed(column: Column, date_formats: Sequence[str]) -> str:
    text = f'"{column.name}__text"'
    match column.type:
        case "date":
            formats = ", ".join(f"'{form}'" for form in date_formats)
            shape = r"^(\d{1,2}/\d{1,2}/\d{4}|\d{4}-\d{2}-\d{2})$"
            moment = f"case when regexp_matches({text}, '{shape}') then try_strptime({text}, [{formats}]) end"
            value = f"case when year({moment}) >= 1900 then ({moment})::date end"
        case "integer":
            value = rf"case when regexp_matches({text}, '^-?\d{{1,15}}$') then try_cast({text} as bigint) end"
        case "number":
            value = rf"case when regexp_matches({text}, '^-?\d{{1,15}}(\.\d+)?$') then try_cast({text} as double) end"
        case "code":
            value = f"upper({text})"
        case _:
            value = text
    return f'{value} as "{column.name}"'


def _mask(rules: Sequence[Rule]) -> str:
    """A bit for each rule the row breaks; a rule that stands alone silences the others."""
    if len(rules) > BITS:
        raise ValueError(f"{len(rules)} rules do not fit into {BITS} bits: widen the mask")
    bits = {rule: 1 << place for place, rule in enumerate(rules)}
    within = [rule for rule in rules if not rule.across_rows]
    every = " + ".join(
        f"(case when {rule.broken_when} then {bits[rule]}::bigint else 0 end)" for rule in within if not rule.alone
    )
    alone = "".join(f"when {rule.broken_when} then {bits[rule]}::bigint\n" for rule in within if rule.alone)
    return f"(case {alone} else {every or 0} end)" if alone else f"({every or 0})"


def reject_bits(rules: Sequence[Rule]) -> int:
    """The bits of the rules that keep a row out."""
    return sum(1 << place for place, rule in enumerate(rules) if rule.action == "reject")


def kept_columns(source: Source) -> list[str]:
    """The columns that later steps may see."""
    names = chain((column.name for column in source.columns), source.derived)
    return [name for name in names if name not in source.dropped]


def judge_across_rows(source: Source, rules: Sequence[Rule], warehouse: Warehouse) -> None:
    """Rules that compare rows look only at rows that broke no other, in the order of file and line."""
    for place, rule in enumerate(rules):
        if rule.across_rows:
            warehouse.run(
                f"""
                update staging.{source.name}_read set broken = broken + {1 << place}
                where rowid in (
                    select row from (
                        select rowid as row, {rule.broken_when} as is_broken
                        from staging.{source.name}_read
                        where broken & {reject_bits(rules)} = 0 and is_used and not is_exempt
                    ) where is_broken
                )
                """
            )
