"""How each service writes its file: which edition, in which order, with which marks for nothing."""

import csv
from dataclasses import dataclass
from functools import cache

from pipelines.origin import SYNTHETIC_COLUMN
from pipelines.sample.world import REFERENCE


@dataclass(frozen=True)
class Layout:
    """The columns of a file, in order, and how an empty cell is written."""

    fields: tuple[str, ...]
    null: str
    has_parts: bool
    """Whether the edition knows the parts of an intervention (K and later)."""


@dataclass(frozen=True)
class Dress:
    """What a file looks like around its records."""

    encoding: str
    line_end: str
    lower_case_header: bool


def layout_of(provider: int) -> Layout:
    """The edition and order of a service's file: most write K, a third K with later columns, a few the older H."""
    edition = "H" if provider % 29 == 3 else "K_later" if provider % 3 == 1 else "K"
    fields = edition_fields(edition)
    if provider % 56 == 13:
        turn = provider % len(fields)
        fields = fields[turn:][::-1] + fields[:turn]
    return Layout((*fields, SYNTHETIC_COLUMN), "" if provider % 17 == 5 else "NA", edition != "H")


def dress_of(provider: int) -> Dress:
    """Encoding and line ends of a service's file."""
    encoding = "cp1252" if provider % 43 == 11 else "utf-8-sig" if provider % 37 == 7 else "utf-8"
    return Dress(encoding, "\r\n" if provider % 31 == 4 else "\n", provider % 59 == 17)


@cache
def edition_fields(edition: str) -> tuple[str, ...]:
    """The columns of an edition of the core data set, in its own order."""
    with (REFERENCE / "cds_edition.csv").open(encoding="utf-8", newline="") as file:
        return tuple(row["field"] for row in csv.DictReader(file) if row["edition"] == edition)


def line_expression(layout: Layout, filled: set[str]) -> str:
    """SQL that writes a row as a line of the layout, every cell in quotes; `filled` are the columns with values."""
    parts: list[str] = []
    text = ""
    for place, name in enumerate(layout.fields):
        text += ',"' if place else '"'
        if name == SYNTHETIC_COLUMN:
            text += 'Y"'
        elif name not in filled:
            text += f'{layout.null}"'
        else:
            parts += [f"'{text}'", f"coalesce(\"{name}\", '{layout.null}')"]
            text = '"'
    return f"concat({', '.join(parts)}, '{text}')"
