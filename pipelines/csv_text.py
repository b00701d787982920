"""A CSV as text cells with the record each stood in, whatever wrote the file.

A file that is plain UTF-8 with one kind of line end goes straight through DuckDB. Anything else (Windows-1252,
mixed line ends, blank or comment lines, spaces round quotes, a record that does not fit its header) takes the slow
road once: Python's csv module, which numbers records exactly, writes a tidy copy into the build's private folder, and
DuckDB reads that. Both roads lead to the same table.
"""

import codecs
import csv
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Self, TextIO

import duckdb

from pipelines.errors import Refused
from pipelines.source import BrokenLine, Source, TextTable
from pipelines.warehouse import Warehouse

TEXT_TABLE = "staging.text_of_one_file"
CHUNK = 1 << 20
LONGEST_CELL = 1 << 16
NEVER_A_CELL = "\x01"
# Blank lines are no records; spaces round a quoted cell are forgiven by DuckDB and by nobody else.
ODD = (b"\n\n", b"\n\r\n", b'" ', b' "', NEVER_A_CELL.encode())


@dataclass(frozen=True)
class Bytes:
    """What the bytes of a file tell before anything is parsed."""

    encoding: str
    is_plain: bool


def read_csv_text(path: Path, source: Source, warehouse: Warehouse) -> TextTable:
    """Read the source's columns of `path` as text into a table of the warehouse.

    Refuses a file that is empty, has a header only, is in no encoding we read, lacks a required column or
    names one twice.
    """
    survey = _survey(path)
    header = _header(path, survey.encoding, source)
    wanted, extra = _match(path, header, source)
    broken: tuple[BrokenLine, ...] = ()
    line_sql = "rowid + 2"
    is_plain = survey.is_plain and not source.allows_comments
    if not (is_plain and _read_fast(path, header, wanted, warehouse)):
        line_sql = "line"
        broken = _read_slowly(path, survey.encoding, header, wanted, source, warehouse)
    if not broken and warehouse.one(f"select count(*) from {TEXT_TABLE}") == 0:
        raise Refused(f"{path} has a header and no records. Ask its sender for the full extract, or take it away.")
    return TextTable(
        relation=TEXT_TABLE,
        line_sql=line_sql,
        extra_columns=extra,
        missing_columns=tuple(c.name for c in source.columns if c.in_file.upper() not in wanted),
        broken_lines=broken,
    )


def _survey(path: Path) -> Bytes:
    """Encoding and line ends, in one pass over the bytes."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    is_utf8, is_odd, windows_ends, ends, size = True, False, 0, 0, 0
    previous = b""
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            if size == 0 and chunk.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
                raise Refused(f"{path} is UTF-16 (“Unicode text” in Excel). Save it again as “CSV UTF-8”.")
            if b"\0" in chunk:
                raise Refused(
                    f"{path} is not a text file (it holds null bytes). Expected a CSV in UTF-8 or Windows-1252."
                )
            if is_utf8:
                try:
                    decoder.decode(chunk)
                except UnicodeDecodeError:
                    is_utf8 = False
            seam = previous + chunk
            is_odd = is_odd or any(mark in seam for mark in ODD)
            windows_ends += seam.count(b"\r\n") - previous.count(b"\r\n")
            ends += chunk.count(b"\n")
            size += len(chunk)
            previous = chunk[-2:]
    with path.open("rb") as file:
        is_odd = is_odd or file.read(4).removeprefix(codecs.BOM_UTF8)[:1] in (b"\r", b"\n")
    if size == 0:
        raise Refused(f"{path} is empty. Ask its sender for the full extract, or take it away.")
    if is_utf8:
        try:
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            is_utf8 = False
    one_kind_of_end = windows_ends in (0, ends)
    if not is_utf8:
        _check_windows_1252(path)
    return Bytes("utf-8-sig" if is_utf8 else "cp1252", is_utf8 and one_kind_of_end and not is_odd)


def _check_windows_1252(path: Path) -> None:
    try:
        with path.open(encoding="cp1252", newline="") as file:
            while file.read(CHUNK):
                pass
    except UnicodeDecodeError:
        raise Refused(
            f"{path} is neither UTF-8 nor Windows-1252 text. Export it again as CSV in one of these."
        ) from None


class _Lines:
    """Physical lines of a file, of which some can be handed back; comments between records are passed over."""

    def __init__(self, file: TextIO, allows_comments: bool) -> None:
        self._file = file
        self._allows_comments = allows_comments
        self._back: deque[str] = deque()
        self.taken: list[str] = []

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> str:
        while True:
            line = self._back.popleft() if self._back else next(self._file)
            # a spreadsheet that saves the template again puts quotation marks round a comment with a comma in it
            if self._allows_comments and not self.taken and line.lstrip(' "').startswith("#"):
                continue
            self.taken.append(line)
            return line

    def hand_back_all_but_the_first(self) -> None:
        self._back.extendleft(reversed(self.taken[1:]))


def _records(file: TextIO, source: Source, width: int = 0) -> Iterator[list[str] | str]:
    """Records of a CSV; in place of one that cannot be cut into `width` cells, the rule it broke.

    A quotation mark that is never closed would swallow every record after it, so a record that does not fit is
    only the line it began on, and reading goes on with the next.
    """
    csv.field_size_limit(LONGEST_CELL)
    lines = _Lines(file, source.allows_comments)
    reader = csv.reader(lines, strict=True)
    while True:
        lines.taken.clear()
        try:
            record = next(reader)
        except StopIteration:
            return
        except csv.Error:
            lines.hand_back_all_but_the_first()
            yield "broken_quoting"
            continue
        if width and record and len(record) != width:
            lines.hand_back_all_but_the_first()
            yield "wrong_number_of_columns"
        elif record:
            yield record


def _header(path: Path, encoding: str, source: Source) -> list[str]:
    """The header's names as they stand."""
    with path.open(encoding=encoding, newline="") as file:
        first = next(_records(file, source), "empty")
    if not isinstance(first, str):
        return first
    raise Refused(f"{path} has no header line that can be read. Expected: {', '.join(_required(source))}.")


def _required(source: Source) -> list[str]:
    return [column.in_file for column in source.columns if column.required]


def _match(path: Path, header: list[str], source: Source) -> tuple[dict[str, int], tuple[str, ...]]:
    """Where in a record each of our columns stands, and which columns we do not know."""
    names = [name.strip() for name in header]
    upper = [name.upper() for name in names]
    ours = {column.in_file.upper() for column in source.columns}
    known = {name.upper() for name in source.known_columns} | ours
    wanted = {name: place for place, name in enumerate(upper) if name in ours}
    missing = [name for name in _required(source) if name.upper() not in wanted]
    missing += [f"one of {' / '.join(group)}" for group in source.one_of if not any(n in wanted for n in group)]
    if missing:
        # Only names we know are repeated: where the header line is lost, the cells in its place are a person's.
        found = [name for name in upper if name in known]
        separator = next((name for mark, name in (("\t", "tabs"), (";", "semicolons")) if mark in names[0]), "")
        if len(names) == 1 and separator:
            raise Refused(f"{path} is separated by {separator}. Export it again as a CSV, separated by commas.")
        raise Refused(
            f"{path} is not a {source.title} file: it lacks {', '.join(missing)}. "
            f"Found: {', '.join(found[:12])}{', …' if len(found) > 12 else ''}"
            f"{' and ' if found else ''}{len(names) - len(found)} names that are not this dataset's. "
            "If there is a title above the header, take it out; if it is another dataset, move it to its own folder."
        )
    twice = sorted({name for name in upper if name and upper.count(name) > 1})
    if twice:
        raise Refused(f"{path} names a column twice: {', '.join(twice)}. Which one holds the data? Export it again.")
    return wanted, tuple(name for name in names if name.upper() not in known)


def _read_fast(path: Path, header: list[str], wanted: dict[str, int], warehouse: Warehouse) -> bool:
    """Through DuckDB alone; False when any record does not fit, so that the slow road can say which."""
    # One column too many, so that a record with an empty cell too many is seen as well; short ones are filled up.
    # Every column is looked at: DuckDB fails when a record is broken in a column it was not asked for.
    surplus = len(header)
    columns = ", ".join(f"'c{place}': 'VARCHAR'" for place in range(surplus + 1))
    is_short = " or ".join(f"c{place} is null" for place in range(surplus))
    chosen = ", ".join(f'c{place} as "{name}"' for name, place in wanted.items())
    try:
        # Made a table of plain text before any cast: the cast must not be pushed into the reader, and a table's
        # rowid is the row's place in the file.
        warehouse.run(
            f"""
            create or replace table {TEXT_TABLE} as
            select {chosen}, {is_short} or c{surplus} is not null as is_misfit
            from read_csv(
                ?, header = false, skip = 1, auto_detect = false, columns = {{{columns}}},
                delim = ',', quote = '"', escape = '"', nullstr = '{NEVER_A_CELL}', max_line_size = 16777216,
                strict_mode = true, null_padding = true, store_rejects = true, rejects_limit = 1
            )
            """,
            [_as_glob(path)],
        )
        misfits: int = warehouse.one(
            f"select (select count(*) from reject_errors) + (select count(*) from {TEXT_TABLE} where is_misfit)"
        )
    except duckdb.Error:
        return False
    finally:
        warehouse.run("drop table if exists reject_errors; drop table if exists reject_scans")
    return not misfits


def _as_glob(path: Path) -> str:
    """The path as DuckDB's reader takes it: letters that would make it a pattern stand for themselves."""
    return re.sub(r"([*?\[])", r"[\1]", str(path))


def _read_slowly(
    path: Path,
    encoding: str,
    header: list[str],
    wanted: dict[str, int],
    source: Source,
    warehouse: Warehouse,
) -> tuple[BrokenLine, ...]:
    """Through Python's csv module and a tidy copy; returns the records that could not be cut into cells."""
    tidy = warehouse.folder / "tidy.csv"
    broken: list[BrokenLine] = []
    with (
        path.open(encoding=encoding, newline="") as file,
        tidy.open("w", encoding="utf-8", newline="") as copy,
    ):
        writer = csv.writer(copy, quoting=csv.QUOTE_ALL, lineterminator="\n")
        for line, record in enumerate(_records(file, source, len(header)), start=1):
            if isinstance(record, str):
                broken.append(BrokenLine(line, record))
            elif line > 1:
                writer.writerow([line, *(record[place] for place in wanted.values())])
    columns = ", ".join(f"'{name}': 'VARCHAR'" for name in wanted)
    warehouse.run(
        f"""
        create or replace table {TEXT_TABLE} as
        select *
        from read_csv(
            ?, header = false, auto_detect = false, columns = {{'line': 'BIGINT', {columns}}},
            delim = ',', quote = '"', escape = '"', nullstr = '', new_line = '\\n', max_line_size = 16777216
        )
        """,
        [_as_glob(tidy)],
    )
    tidy.unlink()
    return tuple(broken)
