"""What a source says of itself: its columns, its rules, and how to read the publisher's layout."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import polars as pl

ColumnType = Literal["text", "code", "date", "integer", "number"]
Action = Literal["reject", "warn"]
Mark = Literal["V", "I", "R", "D"]


@dataclass(frozen=True)
class Column:
    """A column we read: its name in staging, its type, and the publisher's header when that differs."""

    name: str
    type: ColumnType = "text"
    header: str = ""
    required: bool = False
    """The file must have this header."""
    lenient: bool = False
    """A value that is not of the type becomes null with a warning; the row stays."""

    @property
    def in_file(self) -> str:
        return self.header or self.name


@dataclass(frozen=True)
class Rule:
    """A rule with a stable name, the column it blames, its words, and SQL that is true when a row breaks it."""

    name: str
    column: str
    sentence: str
    broken_when: str
    action: Action = "reject"
    mark: Mark = "D"
    """V verified, I inferred, R remembered, D decided here."""
    alone: bool = False
    """When this rule is broken nothing else of the row is looked at."""
    of_row: bool = False
    """Judges a whole workbook row rather than one of its many values: listed once for the row."""
    across_rows: bool = False
    """Looks at the rows that break no other rule; judged last (`broken_when` may use window functions)."""


@dataclass(frozen=True)
class BrokenLine:
    """A record that could not even be cut into cells."""

    line: int
    rule: str


@dataclass(frozen=True)
class TextTable:
    """What a reader hands over: cells as text, with the place each row stood.

    A frame holds Utf8 columns and `line` (1-based); workbook frames also `sheet`, `column_label` (where in
    the row the value stood) and, if some rows are read but not used, `left_out` with the plain reason.
    """

    frame: pl.DataFrame | None = None
    relation: str = ""
    """Name of a table in the warehouse, for files too large for a frame."""
    line_sql: str = "line"
    extra_columns: tuple[str, ...] = ()
    missing_columns: tuple[str, ...] = ()
    broken_lines: tuple[BrokenLine, ...] = ()


@dataclass(frozen=True)
class Source:
    """A dataset in its publisher's layout: which files, which columns, which rules."""

    name: str
    title: str
    publisher: str
    licence: str
    origin: str
    """What a file is taken to be when no ORIGIN.toml says otherwise: published or local_return."""
    patterns: tuple[str, ...]
    columns: tuple[Column, ...]
    rules: tuple[Rule, ...]
    read: Callable[[Path], TextTable] | None = None
    """Reads a workbook; None for a plain CSV, which the engine reads itself."""
    prepare: str = ""
    """SQL run once before the first file, for what the rules look codes up in."""
    derived: dict[str, str] = field(default_factory=dict)
    """Columns worked out from the typed ones, as SQL, before the rules look at the row."""
    dropped: tuple[str, ...] = ()
    """Columns that no table may keep once `derived` has used them."""
    exempt: str = "false"
    """SQL that says which rows no rule applies to."""
    used: str = "true"
    """SQL that says which accepted rows are used; the others are only counted."""
    one_of: tuple[tuple[str, ...], ...] = ()
    """Groups of headers of which a file needs at least one."""
    known_columns: tuple[str, ...] = ()
    """Headers that are the publisher's but that we do not read."""
    nulls: tuple[str, ...] = ()
    """Words that stand for an empty cell, in upper case."""
    date_formats: tuple[str, ...] = ("%d/%m/%Y",)
    allows_comments: bool = False
    """Lines that begin with # are for people."""
