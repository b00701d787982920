"""What a source says of itself: its columns, its rules, and how to read the publisher's layout."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import polars as pl

ColumnType = Literal["text", "code", "choice", "date", "integer", "number", "figure", "count"]
"""A figure is a published number, or a mark in its place; a count is a whole one. Their mark is `<name>_mark`."""
Action = Literal["reject", "null", "warn"]
Mark = Literal["V", "I", "R", "D"]


@dataclass(frozen=True)
class Column:
    """A column we read: its name in staging, its type, and the publisher's header when that differs."""

    name: str
    type: ColumnType = "text"
    header: str = ""
    also: tuple[str, ...] = ()
    """Other headers the publisher has used for it."""
    required: bool = False
    """The file must have this header."""
    is_one_line: bool = False
    """White space within it, line ends too, is one space each time."""
    lenient: bool = False
    """A value that is not of the type becomes null with a warning; the row stays."""
    absent: str = ""
    """What stands in every row of a file without this header; null when empty."""
    choices: str = ""
    """For a choice: the type of the allowed codes, which the source's `prepare` makes; others become null."""
    written: str = ""
    """For a choice: SQL over `{}` that turns another way of writing a code into the code."""
    misfit: tuple[str, str] = (
        "unlisted_code",
        "The code is not in the list we hold; the field is taken as not stated.",
    )
    """For a choice: the name and the words of the rule a cell that is none of them breaks; a rule of the source's own
    when empty."""
    marks: Mapping[str, str] = field(default_factory=dict, hash=False)
    """For a figure: what this publisher's marks mean, in lower case, where it is not what they mean elsewhere."""

    @property
    def in_file(self) -> str:
        return self.header or self.name

    @property
    def headers(self) -> tuple[str, ...]:
        """Every header it may stand under, the present one first."""
        return (self.in_file, *self.also)

    @property
    def makes(self) -> tuple[str, ...]:
        """The columns of staging it becomes."""
        return (self.name, f"{self.name}_mark") if self.type in ("figure", "count") else (self.name,)


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
    across_rows: tuple[str, ...] = ()
    """Compares the rows that agree in these columns and break no other rule; judged last (`broken_when` may use
    window functions)."""
    suspect_when: str = ""
    """SQL over such a group of rows, true when one of them may break the rule: only these are compared row by row."""
    reason: str = ""
    """Why this action and no other, where the sentence does not say it."""


def must_be_filled(names: Iterable[str]) -> tuple[Rule, ...]:
    """A rule for each of these columns: an empty cell keeps its row out."""
    return tuple(Rule("missing", name, f"{name} is empty.", f"{name}__text is null") for name in names)


@dataclass(frozen=True)
class TextTable:
    """What a workbook's reader hands over: cells as text, with the place each row stood.

    The frame holds Utf8 columns and `line` (1-based), `sheet`, `column_label` (where in the row the value stood)
    and, if some rows are read but not used, `left_out` with the plain reason.
    """

    frame: pl.DataFrame


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
    """Columns that no table may keep once `derived` and the rules have used them."""
    judged_only: tuple[str, ...] = ()
    """Columns that rules across rows still need, and nothing after them."""
    sender: str = ""
    """The column that says whose extract a row is from: a later extract of a sender replaces an earlier one whole."""
    exempt: str = "false"
    """SQL that says which rows no rule applies to."""
    used: str = "true"
    """SQL that says which accepted rows are used; the others are only counted."""
    one_of: tuple[tuple[str, ...], ...] = ()
    """Groups of headers of which a file needs at least one."""
    layouts: tuple["Source", ...] = ()
    """Other layouts of the same data, told by their header; all files of a build are in one of them."""
    known_columns: tuple[str, ...] = ()
    """Headers that are the publisher's but that we do not read; * stands for anything."""
    left_out_columns: Mapping[str, str] = field(default_factory=dict)
    """The same, for those that hold figures no page could show: what they hold, by header, * standing for anything."""
    nulls: tuple[str, ...] = ()
    """Words that stand for an empty cell, in upper case."""
    date_formats: tuple[str, ...] = ("%d/%m/%Y",)
    allows_comments: bool = False
    """Lines that begin with # are for people."""
    is_guarded: bool = False
    """An apostrophe before a sign that would make a spreadsheet calculate the cell is no part of what was written."""
