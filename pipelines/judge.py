"""Text cells to typed rows in one pass, with a bit for each rule a row breaks.

What is composed into SQL here are the names and rules that sources declare in code; values are never part of it.
"""

from collections.abc import Iterable, Sequence
from itertools import chain

from pipelines.csv_text import EVERY_SPACE, Cells
from pipelines.source import Column, Rule, Source
from pipelines.warehouse import Warehouse

BITS = 63
PLACE = ("sheet", "column_label", "left_out")
"""Where in a workbook a value stood, and why it is not used; null in a CSV."""
MISFITS = {
    "date": ("not_a_date", "Not a real day written as the publisher writes dates."),
    "integer": ("not_a_whole_number", "Not a whole number."),
    "number": ("not_a_number", "Not a number."),
}


def rules_of_types(source: Source) -> tuple[Rule, ...]:
    """The rules that column types imply: a cell that is not of its column's type."""
    return tuple(
        Rule(
            *((column.misfit[0], column.in_file, column.misfit[1]) if column.type == "choice" else _misfit(column)),
            f'"{column.name}" is null and "{column.name}__text" is not null',
            action="null" if column.lenient or column.type == "choice" else "reject",
            mark="V" if column.type == "date" else "D",
        )
        for column in source.columns
        if column.type in (*MISFITS, "choice")
    )


def _misfit(column: Column) -> tuple[str, str, str]:
    name, sentence = MISFITS[column.type]
    return name, column.in_file, sentence


def rejects(rules: Sequence[Rule]) -> list[Rule]:
    """The rules that keep a row out, in the order of their bits."""
    return [rule for rule in rules if rule.action == "reject"]


def remarks(rules: Sequence[Rule]) -> list[Rule]:
    """The rules that let the row in with a warning, in the order of their bits."""
    return [rule for rule in rules if rule.action != "reject"]


def create_read_table(source: Source, rules: Sequence[Rule], warehouse: Warehouse) -> None:
    """Make `staging.<source>_read` empty, with the types its rows will have."""
    outline = Cells("select null::integer as file_number, null::integer as line, false as is_misfit", (), frozenset())
    table = f"staging.{source.name}_read"
    warehouse.run(f"create or replace table {table} as {_judged(source, rules, outline)} limit 0")


def add(source: Source, rules: Sequence[Rule], cells: Cells, warehouse: Warehouse) -> None:
    """Type and judge some cells and append them, in their order, to `staging.<source>_read`."""
    warehouse.run(f"insert into staging.{source.name}_read {_judged(source, rules, cells)}", cells.values)


def kept_columns(source: Source) -> list[str]:
    """The columns that later steps may see."""
    names = chain((column.name for column in source.columns), source.derived)
    return [name for name in names if name not in (*source.dropped, *source.judged_only)]


def _judged(source: Source, rules: Sequence[Rule], cells: Cells) -> str:
    text = ",\n".join(_text(source, column, cells) for column in source.columns)
    typed = ",\n".join(_typed(column, source.date_formats) for column in source.columns)
    derived = "".join(f',\n{sql} as "{name}"' for name, sql in source.derived.items())
    emptied = {rule.column: rule.broken_when for rule in rules if rule.action == "null" and rule in source.rules}
    kept = ", ".join(
        f'case when {emptied[name]} then null else "{name}" end as "{name}"' if name in emptied else f'"{name}"'
        for name in [*kept_columns(source), *source.judged_only]
    )
    place = ", ".join(name if name in cells.have else f"null::varchar as {name}" for name in PLACE)
    as_of = f"date '{cells.as_of}'" if cells.as_of else "null::date"
    return f"""
        with cells as ({cells.sql}),
        text as (select file_number, line, is_misfit, {place}, {as_of} as as_of, {text} from cells),
        typed as (select *, {typed} from text),
        complete as (select *{derived} from typed)
        select file_number::usmallint as file_number, line, is_misfit,
            coalesce(sheet, '') as sheet, column_label, left_out,
            {source.exempt} as is_exempt, {source.used} as is_used,
            case when {source.exempt} then 0 else {_mask(rejects(rules))} end::ubigint as rejects,
            case when {source.exempt} then 0 else {_mask(remarks(rules))} end::ubigint as remarks,
            {kept}
        from complete
    """


def _text(source: Source, column: Column, cells: Cells) -> str:
    """The cell without spaces at its ends; null when nothing, or a word for nothing, is left."""
    name = f'"{column.name}"'
    if column.name not in cells.have:
        absent = f"'{column.absent}'" if column.absent else "null::varchar"
        return f'{absent} as "{column.name}__text"'
    match cells.spaces:
        case "none":
            text = name
        case "plain":  # looked for before it is cut off: most cells have none
            text = f"case when {name} < '!' or ends_with({name}, ' ') then trim({name}) else {name} end"
        case _:
            text = f"trim({name}, '{EVERY_SPACE}')"
    if not source.nulls:
        return f"nullif({text}, '') as \"{column.name}__text\""
    longest = max(map(len, source.nulls))
    words = ", ".join(f"'{word}'" for word in ("", *source.nulls))
    tidy = text if cells.spaces == "none" else f"tidy_{column.name}"
    nothing = f"strlen({tidy}) <= {longest} and upper({tidy}) in ({words})"
    if cells.spaces == "none":
        return f'case when {nothing} then null else {tidy} end as "{column.name}__text"'
    return f'{text} as "tidy_{column.name}", case when {nothing} then null else {tidy} end as "{column.name}__text"'


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
        case "choice":
            # only what is no code as it stands is looked at again
            again = (column.written or "upper({})").format(text)
            value = f"coalesce(try_cast({text} as {column.choices}), try_cast({again} as {column.choices}))"
        case _:
            value = text
    return f'{value} as "{column.name}"'


def _mask(rules: Sequence[Rule]) -> str:
    """A bit for each rule the row breaks; a rule that stands alone silences the others."""
    if len(rules) > BITS:
        raise ValueError(f"{len(rules)} rules do not fit into {BITS} bits: widen the mask")
    bits = {rule: 1 << place for place, rule in enumerate(rules)}
    within = [rule for rule in rules if not rule.across_rows and rule.broken_when != "false"]
    every = " + ".join(
        f"(case when {rule.broken_when} then {bits[rule]}::ubigint else 0::ubigint end)"
        for rule in within
        if not rule.alone
    )
    alone = "".join(f"when {rule.broken_when} then {bits[rule]}::ubigint\n" for rule in within if rule.alone)
    return f"(case {alone} else {every or 0} end)" if alone else f"({every or 0})"


def judge_across_rows(source: Source, rules: Sequence[Rule], warehouse: Warehouse) -> None:
    """Rules that compare rows look only at used rows that broke no other, in the order of file and line.

    Comparing every row with its neighbours would sort them all; only groups that look suspect are compared. Two groups
    that share a hash are both looked at, and then told apart.
    """
    for place, rule in enumerate(rejects(rules)):
        if rule.across_rows:
            group = f"hash({', '.join(rule.across_rows)})"
            sound = f"from staging.{source.name}_in_use where rejects = 0"
            warehouse.run(
                f"""
                create or replace temp table suspect as
                select {group} as suspect {sound} group by all having {rule.suspect_when};

                update staging.{source.name}_read set rejects = rejects + {1 << place}
                where rowid in (
                    select row from (
                        select row, {rule.broken_when} as is_broken {sound} and {group} in (from suspect)
                    ) where is_broken
                );
                drop table suspect
                """
            )


def bits_table(rules: Iterable[Rule]) -> str:
    """A values list of bit, rule, column and whether it judges whole rows, to join masks with."""
    listed = ", ".join(
        f"({1 << place}::ubigint, '{rule.name}', '{rule.column}', {str(rule.of_row).lower()})"
        for place, rule in enumerate(rules)
    )
    return f"(values {listed or '(0::ubigint, null, null, false)'}) as rule (bit, rule, column_name, of_row)"
