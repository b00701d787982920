"""A publisher's table with labels above and beside its figures: each figure with every label it stands under.

No place is taken on trust, neither of columns nor of rows: what a label is about is told by its words.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import polars as pl

from pipelines.errors import Refused
from pipelines.tables.label_words import AREA_CODE, AREAS, Label, label, plain
from pipelines.tables.table_header import NUMBER, Column, Group, Row, Words, columns_of, find_header, groups_of, nearest

RATES = {"per million": 1_000_000, "per 1 million": 1_000_000, "per 1,000,000": 1_000_000, "per 100,000": 100_000}
CARRIED = ("sex", "period")
"""What a block of rows says once, in a row of its own or in its first: it holds for those under it."""
NOT_UNKNOWN = ("sex", "period", "age_band")
"""Labels whose column says what they are: one that nobody knows is none, and not all of its kind."""


@dataclass(frozen=True)
class Figures:
    """The figures of one row under one set of labels: their text, by measure."""

    line: int
    labels: Mapping[str, str]
    cells: Mapping[str, str | None]
    beside: str
    """What is said beside them, for people."""
    above: Mapping[str, str]
    """The words above each measure, for people."""


@dataclass
class Table:
    """What a sheet holds: figures with their labels, and the lines and words of what is not read."""

    place: str
    sheet: str
    title: str = ""
    prose: tuple[str, ...] = ()
    names_area: bool = False
    """Whether a column names the area of each row."""
    figures: list[Figures] = field(default_factory=list)
    unread: list[tuple[int, str]] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    """Short words alone in a row that head no rows we know."""

    @cached_property
    def per(self) -> int:
        """How many people its rates are per, as title, headers and notes say; refuses a table that is silent."""
        said = {number for words, number in RATES.items() if any(words in text for text in self.prose)}
        if len(said) == 1:
            return said.pop()
        found = "both 'per million' and 'per 100,000'" if said else "nothing of what its rates are per"
        raise Refused(
            f"{self.place}: its title, headers and notes say {found}. Expected one of 'per million' and "
            "'per 100,000', without which a rate may be ten times another: report the new layout, with the file."
        )

    def expect(self, kind: str, wanted: Iterable[str]) -> None:
        """Refuse a table in which one of these is nowhere among the labels of a kind."""
        found = {figures.labels[kind] for figures in self.figures if figures.labels.get(kind)}
        if missing := sorted(set(wanted) - found):
            strange = [*self.headings, *dict.fromkeys(words for _, words in self.unread)]
            raise Refused(
                f"{self.place}: no label says {kind.replace('_', ' ')} {' or '.join(missing)}; it has "
                f"{', '.join(sorted(found)) or 'none'}. {nearest(missing, strange)}"
            )

    def expect_ages_without_gaps(self) -> None:
        """Refuse a table whose age bands leave out ages: one of them may have been renamed."""
        bands = {figures.labels.get("age_band", "all") for figures in self.figures} - {"all", ""}
        ends = sorted((int(band.rstrip("+").split("-")[0]), band) for band in bands)
        begins = 0
        for first, band in ends:
            if first != begins:
                wanted = f"{begins}-{first - 1}"
                raise Refused(
                    f"{self.place}: its age bands leave out {wanted}: {', '.join(band for _, band in ends)}. "
                    f"{nearest([wanted], [*self.headings, *(words for _, words in self.unread)])}"
                )
            begins = int(band.split("-")[-1].rstrip("+")) + 1


def read_table(place: str, sheet: str, rows: pl.DataFrame, words: Words, wanted: Callable[[str], bool]) -> Table:
    """The sheet's table; no figures where it has none, is not wanted by its title, or most labels are unknown."""
    lines, grid = rows["line"].to_list(), list(rows.drop("line").iter_rows())
    table = Table(place, sheet)
    top, bottom = find_header(grid, words) or (len(grid), len(grid))
    above = [cell for row in (grid[:top] if top < len(grid) else grid[:3]) for cell in row if cell]
    table.title = next((plain(cell) for cell in above if len(cell) > 25 and "death" in cell.lower()), "")
    columns = columns_of(grid[top : bottom + 1], words) if top < len(grid) else []
    roles = [column.role for column in columns]
    if not wanted(table.title.lower()) or roles.count("figure") <= roles.count("strange"):
        counted = [sum(bool(cell and NUMBER.fullmatch(cell)) for cell in row) for row in grid]
        table.unread = [
            (line, "")
            for place_of, (line, numbers) in enumerate(zip(lines, counted, strict=True))
            if numbers > 1 or (numbers and place_of > bottom)
        ]
        return table
    texts = [cell for row in grid for cell in row if cell and not NUMBER.fullmatch(cell)]
    table.prose = tuple(re.sub(r"\s+", " ", text).lower() for text in texts)
    table.names_area = any(column.named == "area" for column in columns)
    body = grid[bottom + 1 :]
    for line, row in zip(lines[bottom + 1 :], body, strict=True):
        if sum(bool(words.name(cell)) for cell in row) > 1:
            raise Refused(f"{place}, line {line}: a second header. Expected one table a sheet: report the new layout.")
    groups = groups_of(place, columns, body)
    _read_body(table, list(zip(lines[bottom + 1 :], body, strict=True)), columns, groups, words)
    return table


def _read_body(
    table: Table, body: Sequence[tuple[int, Row]], columns: Sequence[Column], groups: Sequence[Group], words: Words
) -> None:
    beside = [column for column in columns if column.role == "beside"]
    strange = [column for column in columns if column.role == "strange"]
    holding = [column.number for column in columns if column.role in ("figure", "strange")]
    carried: dict[str, str] = {}
    for line, row in body:
        own = _beside(row, beside, words)
        carried |= {kind: value for kind, value in own.items() if kind in CARRIED}
        if not any(row[number] for number in holding):
            table.headings.extend(cell for cell in row if cell and not any(own.values()) and len(cell) < 40)
            continue
        told = carried | own
        beside_them = ", ".join(told[kind] for kind in ("period", "sex", "age_band", "cause") if kind in told)
        for group in groups:
            if clash := [kind for kind, value in group.labels.items() if told.get(kind, value) != value]:
                raise Refused(
                    f"{table.place}, line {line}: the {clash[0].replace('_', ' ')} is {told[clash[0]]} beside the "
                    f"figures and {group.labels[clash[0]]} above them. Expected one: report the layout, with the file."
                )
            cells = {measure: row[number] for measure, number in group.measures.items()}
            table.figures.append(Figures(line, {**told, **group.labels}, cells, beside_them, group.words))
        table.unread.extend((line, column.words) for column in strange if row[column.number])


def _beside(row: Row, beside: Sequence[Column], words: Words) -> dict[str, str]:
    """What the labels beside a row's figures say, by kind."""
    own: dict[str, str] = {}
    for column in beside:
        said = row[column.number]
        if not said:
            continue
        if re.fullmatch(AREA_CODE, said):
            own["area_code"] = said
            continue
        known = label(said, words.labels)
        if column.named in words.kinds.values() and (known is None or known.kind != column.named):
            known = Label(column.named, plain(said))
        if known:
            own[known.kind] = known.value
        elif column.named in NOT_UNKNOWN:
            own.setdefault(column.named, "")
    return own


def area_code(labels: Mapping[str, str]) -> str | None:
    """The code of the area that labels name, by code or by name."""
    return labels.get("area_code") or AREAS.get(labels.get("area", ""))
