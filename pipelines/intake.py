"""The one way a row gets in: text becomes typed values, or the row is kept out with every rule it broke.

For each source one staging table takes all its files: typed columns, and a bit for each rule the row breaks.
`staging.<source>` then shows the rows that broke none and are used; `rejected_row` keeps where the others stood
and why, never what they held. What is composed into SQL here are the names and rules the sources declare in code.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from pipelines.csv_text import read_csv_text
from pipelines.judge import judge_across_rows, kept_columns, reject_bits, type_and_judge
from pipelines.origin import RawFile
from pipelines.source import BrokenLine, Rule, Source, TextTable
from pipelines.warehouse import Warehouse

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
    type_and_judge(source, rules, cells, warehouse)
    judge_across_rows(source, rules, warehouse)
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


def _settle(
    source: Source,
    rules: Sequence[Rule],
    files: Sequence[RawFile],
    broken: dict[int, tuple[BrokenLine, ...]],
    warehouse: Warehouse,
) -> list[Intake]:
    """Accepted rows to `staging.<source>`, rejects and warnings to where people see them, and the counts."""
    read, bad = f"staging.{source.name}_read", reject_bits(rules)
    kept = ", ".join(f'r."{name}"' for name in kept_columns(source))
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
