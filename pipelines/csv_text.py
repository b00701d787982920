"""CSV files of one source as text cells, each with the record it stood in, whatever wrote them.

Files that are plain go through DuckDB, all of a kind in one scan. Anything else (Windows-1252, mixed line ends, blank
or comment lines, spaces round quotes, a record that does not fit its header) takes the slow road: Python's csv module,
which numbers records exactly. Both roads hand over the same cells, and nothing of them is written to a disk.
"""

import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from itertools import product
from pathlib import Path

import duckdb
import polars as pl

from pipelines.csv_header import Header, layout_of, match, read_header
from pipelines.csv_records import records
from pipelines.csv_survey import Bytes, Spaces, survey
from pipelines.errors import Refused
from pipelines.source import Source
from pipelines.warehouse import Warehouse

RECORDS_AT_ONCE = 20_000
EVERY_SPACE = " \t\r\n\u00a0"


@dataclass(frozen=True)
class CsvFile:
    """A CSV ready to be read: what its bytes and its header told."""

    number: int
    path: Path
    bytes: Bytes
    header: Header
    as_of: date | None
    """The day of the extract, where it is known."""
    rows: tuple[int, ...] = ()
    """Of a workbook: the row of its sheet each record stood in, the header's first."""

    def line_of(self, record: int) -> int:
        """Where people find a record, the header being the first: its row in a workbook, its number in a CSV."""
        return self.rows[record - 1] if self.rows else record


@dataclass(frozen=True)
class Cells:
    """A select of text cells: `file_number`, `line` (null: its place among its file's rows), and our columns.

    A cell that is empty as it stands, or a word for nothing, is null.
    """

    sql: str
    values: tuple[object, ...]
    have: frozenset[str]
    spaces: Spaces = "other"
    as_of: date | None = None


@dataclass(frozen=True)
class BrokenLine:
    """A record that could not even be cut into cells."""

    line: int
    rule: str


def look_at(
    paths: Sequence[tuple[int, Path, date | None]], source: Source, already: Mapping[Path, Bytes] | None = None
) -> tuple[Source, list[CsvFile]]:
    """Every file's bytes and header, and the layout they are all in; refuses one that is not the source's.

    What is `already` known of a file's bytes is not looked at again.
    """
    known = already or {}
    with ThreadPoolExecutor(
        min(8, os.cpu_count() or 1)
    ) as threads:  # part of the looking is done outside Python's lock
        seen = list(threads.map(lambda path: known.get(path) or survey(path), [path for _, path, _ in paths]))
    headers = [read_header(path, told.encoding, source) for (_, path, _), told in zip(paths, seen, strict=True)]
    layouts = [layout_of(names, source) for names in headers]
    for (_, path, _), layout in zip(paths, layouts, strict=True):
        if layout is not layouts[0]:
            raise Refused(
                f"{path} is a {layout.title} and {paths[0][1]} is a {layouts[0].title}: the people in them cannot be "
                "matched, and would be counted twice. Build from one kind of file."
            )
    return layouts[0], [
        CsvFile(number, path, told, match(path, names, layouts[0]), as_of)
        for (number, path, as_of), told, names in zip(paths, seen, headers, strict=True)
    ]


def alike(files: Sequence[CsvFile], source: Source) -> Iterator[list[CsvFile]]:
    """Plain files that share a header, for DuckDB to read together, in the order of their numbers."""
    kinds: dict[tuple[object, ...], list[CsvFile]] = {}
    for file in files:
        if file.bytes.is_plain and not source.allows_comments and not file.rows:
            # letters of the header do not matter, the place of each of our columns does
            kind = (
                *(file.header.width, tuple(file.header.wanted.items())),
                *(file.bytes.is_ascii, file.bytes.spaces, file.as_of),
            )
            kinds.setdefault(kind, []).append(file)
    yield from kinds.values()


def _scan(files: Sequence[CsvFile], source: Source) -> Cells:
    first = files[0]
    columns = ", ".join(f"'c{place}': 'VARCHAR'" for place in range(first.header.width))
    chosen = ", ".join(f'c{place} as "{name}"' for name, place in first.header.wanted.items())
    numbers = ", ".join(str(file.number) for file in files)
    # DuckDB 1.5 fails for good on a cell broken within a letter of several bytes in a column it was not asked for.
    every = ", ".join(f"c{place}" for place in range(first.header.width))
    asking = "" if first.bytes.is_ascii else f"where hash({every}) is not null"
    sql = f"""
        select [{numbers}][file_index::bigint + 1] as file_number, null::integer as line, {chosen}
        from read_csv(
            ?, header = false, skip = 1, auto_detect = false, columns = {{{columns}}},
            delim = ',', quote = '"', escape = '"', nullstr = {_words_for_nothing(source)},
            strict_mode = true, store_rejects = true, rejects_limit = 1000
        )
        {asking}
    """
    return Cells(
        sql,
        ([_as_glob(file.path) for file in files],),
        frozenset(first.header.wanted),
        first.bytes.spaces,
        first.as_of,
    )


def _words_for_nothing(source: Source) -> list[str]:
    """Every spelling, for a reader that takes words as they are."""
    spelt = {"".join(letters) for word in source.nulls for letters in product(*({c.lower(), c.upper()} for c in word))}
    return ["", *sorted(spelt)]


def _as_glob(path: Path) -> str:
    """The path as DuckDB's reader takes it: letters that would make it a pattern stand for themselves."""
    return re.sub(r"([*?\[])", r"[\1]", str(path))


def read_fast(
    files: Sequence[CsvFile], source: Source, warehouse: Warehouse, take: Callable[[Cells], None]
) -> list[CsvFile]:
    """Let `take` run the scan; returns the files that DuckDB could not cut into records, for the slow road."""
    try:
        take(_scan(files, source))
        misfits = warehouse.rows(
            "select distinct file_path from reject_scans join reject_errors using (scan_id, file_id)"
        )
    except duckdb.Error as error:
        lost = _named_in(str(error), files)
        if not lost:
            raise
        # nothing of the scan was kept: the others again, without those it stumbled over
        others = [file for file in files if file not in lost]
        return [*lost, *(read_fast(others, source, warehouse, take) if others else [])]
    finally:
        warehouse.run("drop table if exists reject_errors; drop table if exists reject_scans")
    return [file for file in files if (str(file.path),) in misfits]


def _named_in(error: str, files: Sequence[CsvFile]) -> list[CsvFile]:
    """The files that DuckDB's words on a CSV may be about."""
    if "Invalid unicode" in error:  # a record broken within a letter of several bytes: it does not say in which file
        return [file for file in files if not file.bytes.is_ascii]
    named = re.search(r"^ *file = (.*)$", error, re.MULTILINE) if "CSV Error" in error else None
    return [file for file in files if named and str(file.path) == named[1]]


def read_slowly(
    file: CsvFile, source: Source, warehouse: Warehouse, take: Callable[[Cells], None]
) -> tuple[BrokenLine, ...]:
    """Through Python's csv module; returns the records that could not be cut into cells."""
    broken: list[BrokenLine] = []
    wanted = file.header.wanted
    lines: list[int] = []
    cells: list[list[str]] = []

    def hand_over() -> None:
        frame = pl.DataFrame(cells, schema=dict.fromkeys(wanted, pl.String), orient="row")
        frame = frame.with_columns(pl.all().str.strip_chars(EVERY_SPACE)).with_columns(
            *(
                pl.when(~pl.col(name).str.to_uppercase().is_in(["", *source.nulls])).then(pl.col(name)).alias(name)
                for name in wanted
            ),
            pl.Series("line", lines, pl.Int32),
        )
        with warehouse.seen_as("cells_of_one_file", frame):
            take(_of_frame(file, frozenset(wanted)))
        lines.clear()
        cells.clear()

    with file.path.open(encoding=file.bytes.encoding, newline="") as opened:
        for place, record in enumerate(records(opened, source.allows_comments, file.header.width), start=1):
            if isinstance(record, str):
                broken.append(BrokenLine(file.line_of(place), record))
            elif place > 1:
                lines.append(file.line_of(place))
                cells.append([record[column] for column in wanted.values()])
            if len(lines) == RECORDS_AT_ONCE:
                hand_over()
    if lines:
        hand_over()
    return tuple(broken)


def _of_frame(file: CsvFile, have: frozenset[str]) -> Cells:
    chosen = ", ".join(f'"{name}"' for name in have)
    sql = f"select {file.number} as file_number, line, {chosen} from cells_of_one_file"
    return Cells(sql, (), have, "none", file.as_of)


def refuse_header_only(file: CsvFile) -> None:
    """Refuse a file in which a header is all there is."""
    raise Refused(f"{file.path} has a header and no records. Ask its sender for the full extract, or take it away.")
