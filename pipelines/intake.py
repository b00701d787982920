"""The one way a row gets in: text becomes typed values, or the row is kept out with every rule it broke.

For each source one staging table takes all its files: typed columns, and a bit for each rule the row breaks.
`staging.<source>` then shows the rows that broke none and are used; `rejected_row` keeps where the others stood
and why, never what they held. What is composed into SQL here are the names and rules the sources declare in code.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import polars as pl

from pipelines import csv_text, extracts, judge
from pipelines.csv_text import BrokenLine, Cells, CsvFile
from pipelines.errors import Refused
from pipelines.origin import RawFile
from pipelines.packed import unpacked
from pipelines.source import Rule, Source
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


@dataclass(frozen=True)
class Intake:
    """Counts of one file: read = accepted + rejected, always; superseded ones are accepted and not used."""

    file: RawFile
    read: int
    accepted: int
    rejected: int
    superseded: int = 0


def rules_of(source: Source) -> tuple[Rule, ...]:
    """The source's rules with those its column types and its kind of file imply."""
    return source.rules + judge.rules_of_types(source) + (() if source.read else RULES_OF_EVERY_CSV)


def take_in(
    source: Source,
    files: Sequence[RawFile],
    warehouse: Warehouse,
    today: date,
    tell: Callable[[str], None] = lambda _: None,
) -> list[Intake]:
    """Read every file of a source into `staging.<source>`; rejects and notes go to their marts."""
    warehouse.run(f"set variable today = date '{today.isoformat()}'")
    warehouse.run(source.prepare)
    if source.read:
        layout, broken = source, _read_workbooks(source, files, warehouse, tell)
    else:
        layout, broken = _read_csvs(source, files, warehouse, tell)
    _place_rows(layout, warehouse)
    superseded = extracts.supersede(layout, files, warehouse)
    _show_used_rows(layout, bool(superseded), warehouse)
    rules = rules_of(layout)
    judge.judge_across_rows(layout, rules, warehouse)
    # a file is called what its layout is called, unless its ORIGIN.toml calls it something of its own
    titled = [replace(file, title=layout.title) if file.title == source.title else file for file in files]
    return _settle(layout, rules, titled, broken, superseded, warehouse)


def stand_in(source: Source, warehouse: Warehouse) -> None:
    """Make `staging.<source>` with no rows, for a mart that is empty when its source is not there."""
    warehouse.run(source.prepare)
    judge.create_read_table(source, rules_of(source), warehouse)
    _place_rows(source, warehouse)
    _show_used_rows(source, False, warehouse)
    _name_files(source, [], warehouse)


Broken = dict[int, tuple[BrokenLine, ...]]


def _read_workbooks(
    source: Source, files: Sequence[RawFile], warehouse: Warehouse, tell: Callable[[str], None]
) -> Broken:
    assert source.read is not None
    rules = rules_of(source)
    judge.create_read_table(source, rules, warehouse)
    for number, file in enumerate(files):
        tell(f"reading {file.name}")
        frame = source.read(file.path).frame
        with warehouse.seen_as("cells_of_one_file", frame):
            chosen = ", ".join(f'"{name}"' for name in frame.columns if name != "line")
            sql = f"select {number} as file_number, line::integer as line, {chosen} from cells_of_one_file"
            judge.add(source, rules, Cells(sql, (), frozenset(frame.columns)), warehouse)
    return {}


def _read_csvs(
    source: Source, files: Sequence[RawFile], warehouse: Warehouse, tell: Callable[[str], None]
) -> tuple[Source, Broken]:
    """Read them all; returns the layout they turned out to be in, and the records that could not be cut into cells."""
    table = f"staging.{source.name}_read"
    broken: Broken = {}

    packed = [(file.path, file.member) for file in files]
    with (
        unpacked(packed, warehouse.folder) as places,
        _naming({place.path: file for place, file in zip(places, files, strict=True)}),
    ):
        paths = [place.path for place in places]
        tell(f"looking at the bytes of {_files(len(files))}")
        source, found = csv_text.look_at(
            [(number, path, file.extracted_on) for number, (file, path) in enumerate(zip(files, paths, strict=True))],
            source,
            {file.path: file.seen for file in files if file.seen},
        )
        found = [replace(file, rows=places[file.number].rows) for file in found]
        rules = rules_of(source)
        judge.create_read_table(source, rules, warehouse)

        def take(cells: Cells) -> None:
            judge.add(source, rules, cells, warehouse)

        slow = {file.number: file for file in found}
        for together in csv_text.alike(found, source):
            tell(f"reading {_files(len(together))} of {together[0].header.width} columns")
            misfits = csv_text.read_fast(together, source, warehouse, take)
            rows = dict(warehouse.rows(f"select file_number, count(*) from {table} group by file_number"))
            for file in together:
                # as many records and header as lines, or some are blank, or go over several
                if file not in misfits and rows.get(file.number, 0) + 1 == file.bytes.lines:
                    del slow[file.number]
        if slow:
            numbers = ", ".join(map(str, slow))
            warehouse.run(f"delete from {table} where file_number in ({numbers})")
        for number, file in sorted(slow.items()):
            tell(f"reading {files[number].name}")
            broken[number] = csv_text.read_slowly(file, source, warehouse, take)
            _refuse_a_header_that_runs_on(file, broken[number], table, warehouse)
        _note_columns(source, found, warehouse)
        read = {number for (number,) in warehouse.rows(f"select distinct file_number from {table}")}
        for file in found:
            if file.number not in read and not broken.get(file.number):
                csv_text.refuse_header_only(file)
    return source, broken


def _files(number: int) -> str:
    return f"{number:,} file{'' if number == 1 else 's'}"


@contextmanager
def _naming(files: Mapping[Path, RawFile]) -> Iterator[None]:
    """Name in a refusal the file people know, not where it was unpacked."""
    try:
        yield
    except Refused as refusal:
        words = str(refusal)
        for path, file in files.items():
            words = words.replace(str(path), str(file.path.parent / file.name))
        raise Refused(words) from None


def _refuse_a_header_that_runs_on(
    file: CsvFile, broken: tuple[BrokenLine, ...], table: str, warehouse: Warehouse
) -> None:
    """Refuse a file with columns nobody knows and no record that fits them: its first record stands in its header."""
    if not (file.header.extra and broken):
        return
    if not warehouse.one(f"select count(*) from {table} where file_number = {file.number}"):
        raise Refused(
            f"{file.path}: no record has as many cells as the header, which seems to run on into the first record. "
            "Ask its sender to export it again."
        )


def _note_columns(source: Source, files: Sequence[CsvFile], warehouse: Warehouse) -> None:
    """What stands in the files' columns and is not read: because nobody knows it, or because no page could show it."""
    for what, columns in sorted(Counter(what for file in files for what in file.header.left_out).items()):
        _note(warehouse, "left_out_columns", source.name, what, columns)
    unknown = Counter(name for file in files for name in file.header.extra)
    for column, in_files in sorted(unknown.items()):
        _note(warehouse, "unknown_column", source.name, column, in_files)


def _place_rows(source: Source, warehouse: Warehouse) -> None:
    """The row before each file's header, so that the line of a row of a plain file is its place in the table."""
    warehouse.run(
        f"""
        set variable {source.name}_row_before_header = (
            select list(first_row order by file_number)
            from (select unnest(range(max(file_number) + 1)) as file_number from staging.{source.name}_read)
            left join (
                select file_number, min(rowid) - 2 as first_row from staging.{source.name}_read group by file_number
            ) using (file_number)
        )
        """
    )


def _line(source: Source) -> str:
    return f"coalesce(r.line, r.rowid - getvariable('{source.name}_row_before_header')[r.file_number + 1])"


def _show_used_rows(source: Source, superseded: bool, warehouse: Warehouse) -> None:
    """Views of the rows in use: with their marks for the rules across rows, and the accepted ones for later steps."""
    columns = ", ".join(f'r."{name}"' for name in [*judge.kept_columns(source), *source.judged_only])
    choices = {column.name for column in source.columns if column.type == "choice"}
    kept = ", ".join(
        f'r."{name}"::varchar as "{name}"' if name in choices else f'r."{name}"' for name in judge.kept_columns(source)
    )
    replaced = (
        f"""anti join staging.{source.name}_superseded as s
            on s.file_number = r.file_number and s.sender = upper(r.{source.sender})"""
        if source.sender and superseded
        else ""
    )
    place = "r.sheet, r.column_label, r.left_out," if source.read else ""
    # A workbook row may hold many values; one bad value keeps the whole row out, so that it is counted once.
    whole_rows = (
        f"anti join (select file_number, sheet, line from staging.{source.name}_read where rejects <> 0) as p "
        "using (file_number, sheet, line)"
        if source.read
        else ""
    )
    warehouse.run(
        f"""
        create or replace view staging.{source.name}_in_use as
        select r.rowid as row, r.file_number, {place} {_line(source)} as line, r.rejects, r.remarks, {columns}
        from staging.{source.name}_read as r {replaced}
        where r.is_used and not r.is_exempt;

        create or replace view staging.{source.name} as
        select r.file_number, r.line, {"r.column_label, r.left_out," if source.read else ""} {kept}
        from staging.{source.name}_in_use as r {whole_rows}
        where r.rejects = 0
        """
    )


def _name_files(source: Source, files: Sequence[RawFile], warehouse: Warehouse) -> None:
    """One row per file of the source: what reports call it, and from when it is."""
    columns = {"file_number": pl.Int64, "file": pl.String, "extracted_on": pl.Date, "retrieved_on": pl.Date}
    names = [(number, file.name, file.extracted_on, file.retrieved_on) for number, file in enumerate(files)]
    with warehouse.seen_as("file_name", pl.DataFrame(names, schema=columns, orient="row")):
        warehouse.run(f"create or replace table staging.{source.name}_file as from file_name")


def _settle(
    source: Source,
    rules: Sequence[Rule],
    files: Sequence[RawFile],
    broken: Broken,
    superseded: dict[int, int],
    warehouse: Warehouse,
) -> list[Intake]:
    """Rejects and warnings to where people see them, and the counts."""
    read, rejected = f"staging.{source.name}_read", f"staging.{source.name}_rejected"
    _name_files(source, files, warehouse)
    warehouse.run(
        f"""
        create or replace table staging.{source.name}_rule as
        select 'reject' as action, * from {judge.bits_table(judge.rejects(rules))}
        union all
        select 'remark', * from {judge.bits_table(judge.remarks(rules))};

        create or replace table {rejected} as
        select r.file_number, r.rejects, {_line(source)} as line,
            {f"as_provider_code(r.{source.sender})" if source.sender else "null::varchar"} as provider_code,
            {"r.sheet, r.column_label" if source.read else "'' as sheet, null::varchar as column_label"}
        from {read} as r
        where r.rejects <> 0;

        insert into mart.rejected_row
        select distinct '{source.name}', n.file, r.line,
            nullif(concat_ws(' ', case when rule.of_row then nullif(r.sheet, '') else r.column_label end,
                rule.column_name), ''),
            rule.rule, r.provider_code
        from {rejected} as r
        join staging.{source.name}_file as n using (file_number)
        join staging.{source.name}_rule as rule on rule.action = 'reject' and r.rejects & rule.bit <> 0
        """
    )
    _warn(source, rules, warehouse)
    _note_left_out(source, warehouse)
    counted = {
        number: (rows, kept_out)
        for number, rows, kept_out in warehouse.rows(
            f"""
            with lost as (
                select file_number, count(distinct (sheet, line)) as rows from {rejected} group by file_number
            )
            select r.file_number, {"count(distinct (r.sheet, r.line))" if source.read else "count(*)"},
                coalesce(any_value(lost.rows), 0)
            from {read} as r left join lost using (file_number) group by r.file_number
            """
        )
    }
    intakes = []
    for number, file in enumerate(files):
        for line in broken.get(number, ()):
            warehouse.run(
                "insert into mart.rejected_row values (?, ?, ?, null, ?, null)",
                [source.name, file.name, line.line, line.rule],
            )
        rows, kept_out = counted.get(number, (0, 0))
        rows, kept_out = rows + len(broken.get(number, ())), kept_out + len(broken.get(number, ()))
        intakes.append(Intake(file, rows, rows - kept_out, kept_out, superseded.get(number, 0)))
    return intakes


def _warn(source: Source, rules: Sequence[Rule], warehouse: Warehouse) -> None:
    words = {(rule.name, rule.column): rule.sentence for rule in judge.remarks(rules)}
    for name, column, rows in warehouse.rows(
        f"""
        select rule.rule, rule.column_name, count(*)
        from staging.{source.name}_in_use as r
        join staging.{source.name}_rule as rule on rule.action = 'remark' and r.remarks & rule.bit <> 0
        where r.remarks <> 0 and r.rejects = 0
        group by all order by all
        """
    ):
        blamed = f"{name} ({column})" if column else name
        _note(warehouse, "warning", source.name, f"{blamed}: {words[name, column]}", rows)


def _note_left_out(source: Source, warehouse: Warehouse) -> None:
    if not source.read and "left_out" not in source.derived:
        return
    counted = "count(distinct (file_number, sheet, line))" if source.read else "count(*)"
    for reason, rows in warehouse.rows(
        f"""
        select left_out, {counted} from staging.{source.name}_read
        where left_out is not null group by left_out order by left_out
        """
    ):
        _note(warehouse, "left_out", source.name, reason, rows)


def _note(warehouse: Warehouse, topic: str, subject: str, detail: str, rows: int) -> None:
    warehouse.run("insert into mart.build_note values (?, ?, ?, ?)", [topic, subject, detail, rows])
