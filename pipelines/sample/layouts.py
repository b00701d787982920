"""How each service writes its file: which edition, in which order, with which marks for nothing."""

import csv
from dataclasses import dataclass
from functools import cache

from pipelines.origin import SYNTHETIC_COLUMN
from pipelines.sample.world import REFERENCE, providers


@dataclass(frozen=True)
class Layout:
    """The columns of a file, in order, and how an empty cell is written."""

    fields: tuple[str, ...]
    null: str
    has_parts: bool
    """Whether the edition knows the parts of an intervention (K and later)."""
    is_reviewed: bool = False
    """Whether everyone is reviewed every few months as practice has it, rather than now and then."""

    @property
    def header(self) -> str:
        """The header line, every name in quotes."""
        return ",".join(f'"{name}"' for name in self.fields)


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
def file_order() -> tuple[int, ...]:
    """The services in the order in which their files are written: those that write alike follow each other."""
    return tuple(sorted((p.number for p in providers()), key=lambda number: (repr(layout_of(number)), number)))


@cache
def edition_fields(edition: str) -> tuple[str, ...]:
    """The columns of an edition of the core data set, in its own order."""
    with (REFERENCE / "cds_edition.csv").open(encoding="utf-8", newline="") as file:
        return tuple(row["field"] for row in csv.DictReader(file) if row["edition"] == edition)


GUARDS = {
    **dict.fromkeys(("TITDATE", "TITREAT", "TITID"), "has_hours"),
    **dict.fromkeys(("SUBMODDT", "SUBMID"), "is_parts"),
    **dict.fromkeys(("TOPDATE", "TOPID", "TRSTAGE"), "has_outcomes"),
}
"""Which lines have a value in a column; the others get the empty cells in one piece."""
OF_EPISODE, OF_EVERY_LINE = "episode", "true"


@dataclass
class Piece:
    """Columns side by side that have values in the same lines."""

    guard: str
    terms: list[str]
    """SQL terms, to be put together."""
    empty: str
    """The text where there is nothing to write."""

    def expression(self) -> str:
        written = f"concat({', '.join(self.terms)})"
        if self.guard in (OF_EPISODE, OF_EVERY_LINE):
            return written
        return f"case when {self.guard} then {written} else '{self.empty}' end"


def pieces_of(layout: Layout, guards: dict[str, str]) -> list[Piece]:
    """SQL for the pieces of a line, every cell in quotes; `guards` names the columns with values and their lines."""
    pieces: list[Piece] = []
    for place, name in enumerate(layout.fields):
        guard = guards.get(name) or (pieces[-1].guard if pieces else OF_EPISODE)
        if not pieces or pieces[-1].guard != guard:
            pieces.append(Piece(guard, [], ""))
        piece = pieces[-1]
        comma = "," if place else ""
        null = "Y" if name == SYNTHETIC_COLUMN else layout.null
        piece.empty += f'{comma}"{null}"'
        if name in guards:
            value = f"coalesce(\"{name}\", '{null}')" if null else f'"{name}"'
            piece.terms += [f"'{comma}\"'", value, "'\"'"]
        else:
            piece.terms.append(f"'{comma}\"{null}\"'")
    for piece in pieces:
        piece.terms = _joined(piece.terms)
    return pieces


def _joined(terms: list[str]) -> list[str]:
    """The same terms with neighbouring texts made one."""
    shorter: list[str] = []
    for term in terms:
        if shorter and shorter[-1].startswith("'") and term.startswith("'"):
            shorter[-1] = shorter[-1][:-1] + term[1:]
        else:
            shorter.append(term)
    return shorter
