"""What the cells of a publisher's sheet say: plain words, the years they name, figures, and what notes say of them."""

import re
from collections.abc import Iterable, Sequence
from difflib import get_close_matches

import polars as pl

from pipelines.errors import Refused
from pipelines.published_numbers import MARKS, NUMBER

Row = tuple[int, tuple[str | None, ...]]
"""The row's number in the sheet, as people see it, and its cells."""
MORE_MARKS = dict.fromkeys(("x", "[x]", ".", "—", "n/a"), "not_published")
"""What these tables write besides the usual marks. A note that says otherwise of x goes first (`as_noted`)."""
ABOVE = 20
"""How many of a sheet's first rows are searched for a header."""
AREA_HEADERS = {"local authority", "local authority name", "area name", "area", "la name", "upper tier local authority"}
DASH = r"\s*(?:-|–|—|/|to)\s*"
OF_APRIL = re.compile(rf"(?:\d{{1,2}}\w{{0,2}} )?april (\d{{4}}){DASH}(?:\d{{1,2}}\w{{0,2}} )?march (\d{{4}})")
OF_YEARS = re.compile(r"(?<!\d)((?:19|20)\d\d)[-–/]\d\d(?: to | - | – )(?:19|20)\d\d[-–/](\d\d)\b")
OF_ONE_YEAR = re.compile(rf"(?<!\d)((?:19|20)\d\d){DASH}((?:19|20)?\d\d)(?!\d)")
X_HIDES = re.compile(r"(?:^|\W)x\W.{0,60}(?:suppress|disclos|small number)", re.IGNORECASE)
NEAREST = re.compile(r"rounded to the nearest (5|five|10|ten)\b", re.IGNORECASE)


def grid(rows: pl.DataFrame) -> list[Row]:
    """The rows of a sheet with their numbers."""
    cells = rows.drop("line").iter_rows()
    return [(line, tuple(row)) for line, row in zip(rows["line"].to_list(), cells, strict=True)]


def plain(cell: str | None) -> str:
    """A cell's words in lower case on one line, without references to notes: "Opiate [note 2]" is opiate."""
    said = re.sub(r"\[notes? [^\]]*\]", "", cell or "", flags=re.IGNORECASE)
    said = re.sub(r"\s+", " ", said).strip().strip(":*").strip()
    return re.sub(r"(?<=[a-zA-Z)])\d{1,2}$", "", said).lower()


def key(cell: str | None) -> str:
    """The words and numbers of a label alone, so that dashes, brackets and strokes do not matter."""
    return re.sub(r"[^a-z0-9%]+", " ", plain(cell).replace("&", " and ")).strip()


def periods_named(text: str) -> set[str]:
    """The financial years, and spans of three of them, that a text names: 2017-18, or 2022-25 for three."""
    found = set()
    said = text.lower()
    for pattern in (OF_APRIL, OF_YEARS, OF_ONE_YEAR):
        for match in pattern.finditer(said):
            first, years = int(match[1]), (int(match[2]) - int(match[1])) % 100
            if years == 1 or (years == 3 and pattern is not OF_ONE_YEAR):
                found.add(f"{first}-{(first + years) % 100:02}")
        said = pattern.sub(" ", said)
    return found


def is_figure(cell: str | None) -> bool:
    """Whether a cell shows a number, or a mark in its place."""
    said = re.sub(r"\s*\[notes? [^\]]*\]", "", cell or "", flags=re.IGNORECASE).strip()
    number = re.match(NUMBER, said)
    digits = number[0] if number else ""
    sign = said[len(digits) :].strip(" %").lower()
    return bool(digits) if sign == "" else sign in MARKS or sign in MORE_MARKS


def as_noted(rows: pl.DataFrame) -> pl.DataFrame:
    """The sheet with [c] where it shows x, if a note in it says that x hides small numbers."""
    cells = pl.exclude("line")
    if not any(cell and X_HIDES.search(cell) for _, row in grid(rows) for cell in row):
        return rows
    return rows.with_columns(
        pl.when(cells.str.to_lowercase().is_in(["x", "[x]"])).then(pl.lit("[c]")).otherwise(cells).name.keep()
    )


def rounded_to(rows: pl.DataFrame) -> int:
    """What the sheet's notes say its counts are rounded to; 1 if they say nothing."""
    said = (NEAREST.search(cell) for _, row in grid(rows) for cell in row if cell)
    found = next((match[1].lower() for match in said if match), "1")
    return int({"five": "5", "ten": "10"}.get(found, found))


def title(rows: pl.DataFrame) -> str:
    """The words above a sheet's table: the first cells of its rows, until one that is no title fills several."""
    said: list[str] = []
    filled = [cells for _, row in grid(rows)[:ABOVE] if (cells := [cell for cell in row if cell])]
    for number, cells in enumerate(filled):
        # a link back may stand right of the title
        if len(cells) > 1 and (number > 0 or any(len(below) > 1 for below in filled[1:2])):
            break
        said += cells[:1]
    return " ".join(said)


def area_header(rows: Sequence[Row]) -> tuple[int, int] | None:
    """The places of the row that names the columns and of the column of areas; None when there is no such row."""
    for number, (_, row) in enumerate(rows[:ABOVE]):
        for column, cell in enumerate(row):
            if plain(cell) in AREA_HEADERS:
                return number, column
    return None


def nothing_says(place: str, wanted: str, found: Iterable[str]) -> Refused:
    """The refusal of a table that lacks a column: where, what was found, what was expected, and what to do."""
    names = [name for name in dict.fromkeys(found) if name]
    nearest = get_close_matches(wanted.lower(), [name.lower() for name in names], n=1, cutoff=0.0)
    advice = (
        f"The nearest is {nearest[0]!r}: if that is it, report it, with the file, for it to be read; "
        if nearest
        else ""
    )
    return Refused(
        f"{place}: no column is headed {wanted!r}. Found: {', '.join(names) or 'no headings'}. {advice}"
        "otherwise download the workbook again from its publisher."
    )
