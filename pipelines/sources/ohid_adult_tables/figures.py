"""A national table of treatment statistics: each figure with what the labels over it and beside it say of it.

Tables of this kind have one to three header rows with merged cells (substance groups, sexes, lengths of wait, then n
and %), and a sheet may hold two of them; a pair of columns without n and % is a count and its share, as verified in the
workbook of 2017-18. Later ones have flat headers. So no place is trusted: words say what a figure is of, wherever they
stand, and words that are not known leave their column or row out.
"""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import polars as pl

from pipelines.tables.sheet_words import Row, grid, is_figure, key, periods_named
from pipelines.warehouse import PACKAGE

UNITS = (
    ("days", r"\bdays\b"),
    ("percent", r"%|\bper ?cent(?:age)?\b|\bproportion\b"),
    ("count", r"^n$|\bn$|\bnumbers?\b|\bcounts?\b"),
)
WAITS = (
    ("order", "first", r"\bfirst (?:treatment )?interventions?\b"),
    ("order", "subsequent", r"\bsubsequent (?:treatment )?interventions?\b"),
    ("wait", "over_3_to_6_weeks", r"\b(?:over )?(?:3|three) (?:weeks )?to (?:6|six) weeks\b"),
    ("wait", "over_6_weeks", r"\b(?:over|more than) (?:6|six) weeks\b"),
    ("wait", "over_3_weeks", r"\b(?:over|more than) (?:3|three) weeks\b"),
    ("wait", "within_3_weeks", r"\b(?:3|three) weeks (?:or|and) (?:under|less)\b|\bwithin (?:3|three) weeks\b"),
    ("wait", "average", r"\b(?:average|mean)(?: (?:waiting time|wait))?\b"),
)
FILLER = (
    r"\b(?:total|all|people|persons|clients|adults|individuals|substance groups?|in treatment|waiting times?|of|to|n|"
    r"number|count|days)\b|%"
)


def _publishers_words() -> list[tuple[str, str, str]]:
    """Words for sexes and substance groups, the longest first; a total says nothing of either."""
    with (PACKAGE / "reference" / "publisher_word.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["word"] not in ("ALL", "TOTAL")]
    rows.sort(key=lambda row: -len(row["word"]))
    return [(row["field"], row["meaning"], rf"\b{re.escape(key(row['word']))}\b") for row in rows]


KNOWN = (*_publishers_words(), *WAITS)


@dataclass(frozen=True)
class Figure:
    """A figure, what is said of it, and where it stands."""

    line: int
    row: str
    """The words beside it."""
    column: str
    """The words over it."""
    text: str | None
    unit: str
    """count, percent or days; nothing where neither words nor place tell it."""
    said: dict[str, str]
    """What the words over it say: field and value, as sex and female."""
    is_known: bool
    """Whether all words over it are known."""
    table: int
    """Which of the sheet's tables it is in."""


def said_of(words: str) -> tuple[dict[str, str], str]:
    """What words say of sex, substance group, year and wait, and the words that say something else."""
    said: dict[str, str] = {}
    if len(years := periods_named(words)) == 1:
        said["period"] = years.pop()
        words = re.sub(r"\b(?:april|march)\b|\b\d{4}\b(?:\s*[-–/]\s*\d{2,4}\b)?", " ", words.lower())
    left = key(words)
    for field, value, pattern in KNOWN:
        if re.search(pattern, left) and said.setdefault(field, value) == value:
            left = re.sub(pattern, " ", left)
    return said, " ".join(re.sub(FILLER, " ", re.sub(dict(UNITS)["percent"], " ", left)).split())


def read_figures(rows: pl.DataFrame) -> list[Figure]:
    """Every figure of the sheet's tables, row by row; empty cells of columns that hold figures are among them."""
    return [figure for number, table in enumerate(_tables(grid(rows))) for figure in _figures(number, *table)]


def _tables(rows: Sequence[Row]) -> Iterator[tuple[list[Row], list[Row]]]:
    """Headers and bodies: rows with words right of the first column, then rows with figures there."""
    header: list[Row] = []
    body: list[Row] = []
    is_apart = False
    for line, row in rows:
        has_figures, has_words = any(map(is_figure, row[1:])), any(row[1:])
        if has_words and not has_figures:
            if _has_figures(body):
                yield header, body
            if body or is_apart:
                header, body = [], []
            header.append((line, row))
        elif header and (has_figures or row[0]):
            body.append((line, row))
        is_apart = not has_words
    if _has_figures(body):
        yield header, body


def _has_figures(body: Sequence[Row]) -> bool:
    return any(is_figure(cell) for _, row in body for cell in row[1:])


def _figures(number: int, header: Sequence[Row], body: Sequence[Row]) -> Iterator[Figure]:
    first = min(c for _, row in body for c, cell in enumerate(row) if c and is_figure(cell))
    columns = _columns([row for _, row in header], body, first)
    section = ""
    beside: list[str] = [""] * first
    for line, row in body:
        if not any(row[1:]):
            # a sex or a group alone heads the rows under it; other words alone are a note
            said, left = said_of(row[0] or "")
            section = (row[0] or "") if said and not left else ""
            continue
        for column, cell in enumerate(row[:first]):
            # a label over several rows stands beside the first of them; the last column has one for each row
            if cell or column == first - 1:
                beside[column:] = [cell or "", *[""] * (first - column - 1)]
        words = " ".join(filter(None, (section, *beside)))
        for column, outline in columns.items():
            yield replace(outline, line=line, row=words, text=row[column], table=number)


def _columns(header: Sequence[Sequence[str | None]], body: Sequence[Row], first: int) -> dict[int, Figure]:
    """The columns that hold anything, with what is said over them."""
    over = [""] * len(header)
    found: dict[int, Figure] = {}
    for column in range(first, len(body[0][1])):
        for depth, row in enumerate(header):
            if cell := row[column]:
                over[depth:] = [cell, *[""] * (len(header) - depth - 1)]
        if not any(row[column] for _, row in body):
            continue
        words = " ".join(filter(None, over))
        said, left = said_of(words)
        unit = next((unit for unit, pattern in UNITS if re.search(pattern, key(words))), "")
        unit = unit or ("days" if said.get("wait") == "average" else "")
        found[column] = Figure(0, "", words, None, unit, said, left == "" and words != "", 0)
    return _with_units(found)


def _with_units(columns: dict[int, Figure]) -> dict[int, Figure]:
    """Columns whose words name no unit: alone, a count; two under the same words, a count and its share."""
    for column, figure in columns.items():
        alike = [c for c, other in columns.items() if other.column == figure.column]
        if not figure.unit and len(alike) <= 2:
            columns = columns | {column: replace(figure, unit=("count", "percent")[alike.index(column)])}
    return columns
