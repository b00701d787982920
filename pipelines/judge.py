"""Text cells to typed rows in one pass, with a bit for each rule a row breaks.

What is composed into SQL here are the names and rules that sources declare in code; values are never part of it.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from pipelines import published_numbers
from pipelines.csv_text import EVERY_SPACE, Cells
from pipelines.source import Column, Rule, Source
from pipelines.warehouse import Warehouse

BITS, MORE_BITS = 63, 127
"""How many rules fit into the number an engine counts with fastest, and into the next wider one."""
PLACE = ("sheet", "column_label", "left_out")
"""Where in a workbook a value stood, and why it is not used; null in a CSV."""
MISFITS = {
    "date": ("not_a_date", "Not a real day written as the publisher writes dates."),
    "integer": ("not_a_whole_number", "Not a whole number."),
    "number": ("not_a_number", "Not a number."),
    "figure": ("not_a_number", "Neither a number nor a mark this publisher is known to use."),
    "count": ("not_a_whole_number", "Neither a whole number nor a mark this publisher is known to use."),
}


WHITE = r"[\s\x0b\p{Z}]"
"""White space of any width, and line ends."""
GUARDED = "^'('*[=+@\\t\\r\\n＝＋－＠-])"
"""What our exports put an apostrophe before (dashboard/spreadsheet.py), with it: so every text comes back as it was."""


def rules_of_types(source: Source) -> tuple[Rule, ...]:
    """The rules that column types imply: a cell that is not of its column's type."""
    return tuple(
        Rule(
            *((column.misfit[0], column.in_file, column.misfit[1]) if column.type == "choice" else _misfit(column)),
            " and ".join(f'"{name}" is null' for name in column.makes) + f' and "{column.name}__text" is not null',
            action="null" if column.lenient or column.type == "choice" else "reject",
            mark="V" if column.type == "date" else "D",
        )
        for column in source.columns
        if column.type in (*MISFITS, "choice") and column.misfit[0]
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
    outline = Cells("select null::integer as file_number, null::integer as line", (), frozenset())
    table = f"staging.{source.name}_read"
    warehouse.run(f"create or replace table {table} as {_judged(source, rules, outline)} limit 0")


def add(source: Source, rules: Sequence[Rule], cells: Cells, warehouse: Warehouse) -> None:
    """Type and judge some cells and append them, in their order, to `staging.<source>_read`."""
    warehouse.run(f"insert into staging.{source.name}_read {_judged(source, rules, cells)}", cells.values)


def kept_columns(source: Source) -> list[str]:
    """The columns that later steps may see."""
    names = chain(chain.from_iterable(column.makes for column in source.columns), source.derived)
    return [name for name in names if name not in (*source.dropped, *source.judged_only)]


def _judged(source: Source, rules: Sequence[Rule], cells: Cells) -> str:
    texts = {column.name: _text(source, column, cells) for column in source.columns}
    passed_on = ",\n".join(
        f'"{name}" as "{name}__raw"' if name in cells.have else f'null::varchar as "{name}__raw"' for name in texts
    )
    text = ",\n".join(f'{texts[c.name]} as "{c.name}__text"' for c in source.columns if not _is_typed_at_once(c))
    typed = ",\n".join(_typed(column, source, cells) for column in source.columns)
    derived = "".join(f',\n{sql} as "{name}"' for name, sql in source.derived.items())
    emptied = {rule.column: rule.broken_when for rule in rules if rule.action == "null" and rule in source.rules}
    kept = ", ".join(
        f'case when {emptied[name]} then null else "{name}" end as "{name}"' if name in emptied else f'"{name}"'
        for name in [*kept_columns(source), *source.judged_only]
    )
    place = ", ".join(
        name if name in cells.have else f"null::varchar as {name}" for name in PLACE if name not in source.derived
    )
    as_of = f"date '{cells.as_of}'" if cells.as_of else "null::date"
    said = {c.name: texts[c.name] for c in source.columns if _is_typed_at_once(c)}
    return f"""
        with cells as ({cells.sql}),
        raw as (select file_number, line, {place}, {as_of} as as_of, {passed_on} from cells),
        text as (select *{", " if text else ""} {text} from raw),
        typed as (select *, {typed} from text),
        complete as (select *{derived} from typed)
        select file_number::usmallint as file_number, line,
            {"coalesce(sheet, '') as sheet, column_label, left_out," if source.read else ""}
            {source.exempt} as is_exempt, {source.used} as is_used,
            {_mask(rejects(rules), source, said)} as rejects,
            {_mask(remarks(rules), source, said)} as remarks,
            {kept}
        from complete
    """


def _is_typed_at_once(column: Column) -> bool:
    """Whether a column's value is made from the cell as it stands; its text is only asked for where there is none."""
    return column.type in ("date", "choice")


def _text(source: Source, column: Column, cells: Cells) -> str:
    """SQL over the cell as it stands: without spaces at its ends; null when nothing, or a word for nothing, is left."""
    raw = f'"{column.name}__raw"'
    if column.name not in cells.have:
        return f"'{column.absent}'" if column.absent else "null::varchar"
    if source.is_guarded:
        raw = f"regexp_replace({raw}, '{GUARDED.replace(chr(39), chr(39) * 2)}', '\\1')"
    if column.is_one_line:
        return _something(f"trim(regexp_replace({raw}, '{WHITE}+', ' ', 'g'))", source)
    if cells.spaces == "none":
        return raw
    cut = _something(f"trim({raw}, '{EVERY_SPACE}')", source)
    if cells.spaces == "other":
        return cut
    # looked for before it is cut off: most cells have none
    return f"case when {raw} < '!' or ends_with({raw}, ' ') then {cut} else {raw} end"


def _something(text: str, source: Source) -> str:
    """The text, or null where it is nothing or a word for nothing."""
    words = ", ".join(f"'{word}'" for word in ("", *source.nulls))
    return f"case when upper({text}) in ({words}) then null else {text} end"


def _typed(column: Column, source: Source, cells: Cells) -> str:
    text, raw = f'"{column.name}__text"', f'"{column.name}__raw"'
    match column.type:
        case "date":
            value = _date(_text(source, column, cells), raw, source.date_formats, cells)
        case "integer":
            value = rf"case when regexp_matches({text}, '^-?\d{{1,15}}$') then try_cast({text} as bigint) end"
        case "number":
            value = rf"case when regexp_matches({text}, '^-?\d{{1,15}}(\.\d+)?$') then try_cast({text} as double) end"
        case "figure" | "count":
            return _figure(column, text)
        case "code":
            value = f"upper({text})"
        case "choice":
            marks = {other.absent for other in source.columns if other.absent and other.choices == column.choices}
            value = _choice(column, _text(source, column, cells), raw, cells, marks)
        case _:
            value = text
    return f'{value} as "{column.name}"'


def _figure(column: Column, text: str) -> str:
    """The number and, beside it, what its mark says; neither where the cell is not a figure."""
    number = published_numbers.number_of(text)
    readable = published_numbers.is_readable(text, column.marks)
    if column.type == "count":
        readable = f"{readable} and coalesce({number} = floor({number}), true)"
        number = f"try_cast({number} as bigint)"
    mark = published_numbers.mark_of(text, column.marks)
    return f"""
        case when {readable} then {number} end as "{column.name}",
        case when {readable} then {mark} end as "{column.name}_mark"
    """


def _date(text: str, raw: str, formats: Sequence[str], cells: Cells) -> str:
    if formats == ("%d/%m/%Y",) and cells.spaces == "none":
        # The reader of dates takes nothing else for one, once words such as "infinity" are out of its way.
        moment = f"case when strlen({raw}) between 8 and 10 and {raw} < ':' then try_strptime({raw}, '%d/%m/%Y') end"
    else:
        listed = ", ".join(f"'{form}'" for form in formats)
        shape = r"^(\d{1,2}/\d{1,2}/\d{4}|\d{4}-\d{2}-\d{2})$"
        moment = f"case when regexp_matches({text}, '{shape}') then try_strptime({text}, [{listed}]) end"
    return f"case when {moment} >= timestamp '1900-01-01' then ({moment})::date end"


def _choice(column: Column, text: str, raw: str, cells: Cells, marks: Iterable[str]) -> str:
    if column.name not in cells.have:
        return f"{text}::{column.choices}"
    # Empty cells are not tried: a cast that fails writes a message, which costs more than everything else together.
    # Only what is no code as it stands is looked at again.
    again = (column.written or "upper({})").format(text)
    value = f"coalesce(try_cast({raw} as {column.choices}), try_cast({again} as {column.choices}))"
    # What we write where a file has no such column is no code when it stands in a file.
    filled = " and ".join(f"{raw} <> '{mark}'" for mark in marks) or f"{raw} is not null"
    return f"case when {filled} then {value} end"


def _mask(rules: Sequence[Rule], source: Source, said: Mapping[str, str]) -> str:
    """A bit for each rule the row breaks; a rule that stands alone silences the others."""
    kind = _mask_type(rules)
    broken = {
        rule: f"({_with_texts(rule.broken_when, said)})"
        for rule in rules
        if not rule.across_rows and rule.broken_when != "false"
    }
    bits = {rule: f"'{1 << place}'::{kind}" for place, rule in enumerate(rules)}
    alone = "".join(f"when {sql} then {bits[rule]}" for rule, sql in broken.items() if rule.alone)
    every = " + ".join(
        f"(case when {sql} then {bits[rule]} else 0::{kind} end)" for rule, sql in broken.items() if not rule.alone
    )
    if not broken:
        return f"0::{kind}"
    which = f"case {alone} else {every or 0} end" if alone else every
    # nearly every row breaks none: only the others are asked which
    return f"""
        case when not coalesce({source.exempt}, false) and ({" or ".join(broken.values())})
            then ({which})::{kind} else 0::{kind} end
    """


def _mask_type(rules: Sequence[Rule]) -> str:
    if len(rules) > MORE_BITS:
        raise ValueError(f"{len(rules)} rules do not fit into {MORE_BITS} bits: widen the mask")
    return "ubigint" if len(rules) <= BITS else "uhugeint"


def _with_texts(sql: str, said: Mapping[str, str]) -> str:
    """A rule's SQL with the text of columns typed at once put in where the rule asks for it."""
    return re.sub(r'"?(\w+)__text"?', lambda found: f"({said[found[1]]})" if found[1] in said else found[0], sql)


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

                update staging.{source.name}_read set rejects = rejects + '{1 << place}'::{_mask_type(rejects(rules))}
                where rowid in (
                    select row from (
                        select row, {rule.broken_when} as is_broken {sound} and {group} in (from suspect)
                    ) where is_broken
                );
                drop table suspect
                """
            )


def bits_table(rules: Sequence[Rule]) -> str:
    """A values list of bit, rule, column and whether it judges whole rows, to join masks with."""
    listed = ", ".join(
        f"('{1 << place}'::{_mask_type(rules)}, '{rule.name}', '{rule.column}', {str(rule.of_row).lower()})"
        for place, rule in enumerate(rules)
    )
    return f"(values {listed or '(0::ubigint, null, null, false)'}) as rule (bit, rule, column_name, of_row)"
