"""The one way a row gets in: text becomes typed values, or the row is kept out with every rule it broke.

For each source one staging table takes all its files: typed columns, and a bit for each rule the row breaks.
`staging.<source>` then shows the rows that broke none and are used; `rejected_row` keeps where the others stood
and why, never what they held. What is composed into SQL here are the names and rules the sources declare in code.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

import polars as pl

from pipelines.csv_text import read_csv_text
from pipelines.origin import RawFile
from pipelines.source import BrokenLine, Column, Rule, Source, TextTable
from pipelines.warehouse import Warehouse

__all__ = ["BrokenLine", "Column", "Rule", "Source", "TextTable", "take_in"]

BITS = 62
RULES_OF_EVERY_CSV = (
    Rule(
        "wrong_number_of_columns",
        "",
        "The record has more or fewer cells than the header.",
        "false",
        mark="D",
    ),
    Rule(
        "broken_quoting",
        "",
        "A quotation mark is not closed, or text follows a closed one.",
        "false",
        mark="D",
    ),
)
WORDS_FOR_TYPES = {
    "date": ("not_a_date", "Not a real day written as the publisher writes dates."),
    "integer": ("not_a_whole_number", "Not a whole number."),
    "number": ("not_a_number", "Not a number."),
}


@dataclass(frozen=True)
class Intake:
    """Counts of one file: read = accepted + rejected, always."""

    file: RawFile
    read: int
    accepted: int
    rejected: int


def rules_of(source: Source) -> tuple[Rule, ...]:
    """The source's rules with those its column types imply."""
    implied = tuple(
        Rule(
            WORDS_FOR_TYPES[column.type][0],
            column.in_file,
            WORDS_FOR_TYPES[column.type][1],
            f'"{column.name}" is null and "{column.name}__text" is not null',
            action="warn" if column.lenient else "reject",
            mark="V" if column.type == "date" else "D",
        )
        for column in source.columns
        if column.type in WORDS_FOR_TYPES
    )
    return source.rules + implied + (() if source.read else RULES_OF_EVERY_CSV)


def take_in(
    source: Source,
    files: Sequence[RawFile],
    warehouse: Warehouse,
    today: date,
    tell: Callable[[str], None] = lambda _: None,
) -> list[Intake]:
    """Read every file of a source into `staging.<source>`; rejects and notes go to their marts."""
    rules = rules_of(source)
    warehouse.run(f"set variable today = date '{today.isoformat()}'")
    warehouse.run(source.prepare)
    broken: dict[int, tuple[BrokenLine, ...]] = {}
    unknown: Counter[str] = Counter()
    cells: list[str] = []
    for number, file in enumerate(files):
        tell(f"reading {file.path.name}")
        found = source.read(file.path) if source.read else read_csv_text(file.path, source, warehouse)
        cells.append(_cells(source, found, number, warehouse))
        broken[number] = found.broken_lines
        unknown.update(found.extra_columns)
    for column, in_files in sorted(unknown.items()):
        _note(warehouse, "unknown_column", source.name, column, in_files)
    _type(source, rules, cells, warehouse)
    _judge_across_rows(source, rules, warehouse)
    return _settle(source, rules, files, broken, warehouse)


def _cells(source: Source, found: TextTable, number: int, warehouse: Warehouse) -> str:
    """Keep one file's cells in a table of their own; returns the select that reads them as text."""
    table = f"staging.text_{number}"
    have = set[str]()
    if found.frame is not None:
        warehouse.create_from(table, found.frame)
        have = set(found.frame.columns)
    else:
        warehouse.run(f"alter table {found.relation} rename to text_{number}")
    place = [f"{name} as {name}" for name in ("sheet", "column_label", "left_out") if name in have]
    cells = [
        f'"{column.name if found.frame is not None else column.in_file.upper()}" as "{column.name}__text"'
        for column in source.columns
        if column.name not in found.missing_columns
    ]
    return f"select {number} as file_number, {found.line_sql} as line, {', '.join([*place, *cells])} from {table}"


def _type(source: Source, rules: Sequence[Rule], cells: Sequence[str], warehouse: Warehouse) -> None:
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
    kept = ", ".join(f'"{name}"' for name in _kept(source))
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


def _reject_bits(rules: Sequence[Rule]) -> int:
    return sum(1 << place for place, rule in enumerate(rules) if rule.action == "reject")


def _kept(source: Source) -> list[str]:
    names = chain((column.name for column in source.columns), source.derived)
    return [name for name in names if name not in source.dropped]


def _judge_across_rows(source: Source, rules: Sequence[Rule], warehouse: Warehouse) -> None:
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
                        where broken & {_reject_bits(rules)} = 0 and is_used and not is_exempt
                    ) where is_broken
                )
                """
            )


def _settle(
    source: Source,
    rules: Sequence[Rule],
    files: Sequence[RawFile],
    broken: dict[int, tuple[BrokenLine, ...]],
    warehouse: Warehouse,
) -> list[Intake]:
    """Accepted rows to `staging.<source>`, rejects and warnings to where people see them, and the counts."""
    read, bad = f"staging.{source.name}_read", _reject_bits(rules)
    kept = ", ".join(f'r."{name}"' for name in _kept(source))
    # A workbook row may hold many values; one bad value keeps the whole row out, so that it is counted once.
    warehouse.run(
        f"""
        create or replace table staging.rejected_place as
        select distinct file_number, sheet, line from {read} where broken & {bad} <> 0;

        create or replace view staging.{source.name} as
        select r.file_number, r.line, r.left_out, {kept}
        from {read} as r
        anti join staging.rejected_place as p using (file_number, sheet, line)
        where r.is_used
        """.replace("staging.rejected_place", f"staging.{source.name}_rejected_place")
    )
    rejected_place = f"staging.{source.name}_rejected_place"
    for place, rule in enumerate(rules):
        if rule.action == "reject":
            _reject(source, rule, place, files, warehouse)
        else:
            rows = warehouse.one(f"select count(*) from {read} where broken & {1 << place} <> 0 and broken & {bad} = 0")
            if rows:
                _note(warehouse, "warning", source.name, f"{rule.name} ({rule.column}): {rule.sentence}", rows)
    _note_left_out(source, warehouse)
    counted = {
        number: (rows, rejected)
        for number, rows, rejected in warehouse.rows(
            f"""
            select file_number, count(distinct (sheet, line)),
                (select count(*) from {rejected_place} as p where p.file_number = r.file_number)
            from {read} as r group by file_number
            """
        )
    }
    intakes = []
    for number, file in enumerate(files):
        for line in broken[number]:
            warehouse.run(
                "insert into mart.rejected_row values (?, ?, ?, null, ?)",
                [source.name, file.path.name, line.line, line.rule],
            )
        rows, rejected = counted.get(number, (0, 0))
        rows, rejected = rows + len(broken[number]), rejected + len(broken[number])
        intakes.append(Intake(file, rows, rows - rejected, rejected))
    return intakes


def _reject(source: Source, rule: Rule, place: int, files: Sequence[RawFile], warehouse: Warehouse) -> None:
    names = pl.DataFrame(
        {"file_number": list(range(len(files))), "file": [file.path.name for file in files]},
        schema={"file_number": pl.Int32, "file": pl.String},
    )
    warehouse.create_from("staging.file_name", names)
    where = "nullif(sheet, '')" if rule.of_row else "column_label"
    warehouse.run(
        f"""
        insert into mart.rejected_row
        select distinct ?, file, line, nullif(concat_ws(' ', {where}, ?), ''), ?
        from staging.{source.name}_read join staging.file_name using (file_number)
        where broken & {1 << place} <> 0
        """,
        [source.name, rule.column, rule.name],
    )


def _note_left_out(source: Source, warehouse: Warehouse) -> None:
    for reason, rows in warehouse.rows(
        f"""
        select left_out, count(distinct (file_number, sheet, line)) from staging.{source.name}_read
        where left_out is not null group by left_out order by left_out
        """
    ):
        _note(warehouse, "left_out", source.name, reason, rows)


def _note(warehouse: Warehouse, topic: str, subject: str, detail: str, rows: int) -> None:
    warehouse.run("insert into mart.build_note values (?, ?, ?, ?)", [topic, subject, detail, rows])
