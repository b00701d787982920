"""The header of a publisher's table: what each of its columns holds, told by the words over it.

The header's last row names the columns beside the figures ("Sex", "Year"); rows above it hold labels that stand over
several columns, as merged cells do: each goes on until the next. A column whose words are of no kind that is known is
strange: one that an edition added, or one that it renamed.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import pairwise

from pipelines.errors import Refused
from pipelines.tables.label_words import NAMES, Label, label, labels_of, plain

NEAR_THE_TOP = 20
NUMBER = re.compile(r"-?[\d,]*\.?\d+")
FLAGS = {"u", "[u]"}
LIMITED = {
    "deaths": "deaths",
    "rate": "rate",
    "rate_low": "lower confidence limit",
    "rate_high": "upper confidence limit",
}
"""What stands under each label of a table with rates, and what the publisher calls it."""
Row = Sequence[str | None]


@dataclass(frozen=True)
class Words:
    """What a source's tables say besides sexes, years, ages, areas and measures."""

    labels: Mapping[str, Label]
    """Labels in lower case, and what they mean."""
    kinds: Mapping[str, str]
    """What a header's first cell calls the labels after it, in lower case, and the kind they are of."""

    def name(self, cell: str | None) -> str:
        """The kind of labels that a header cell names, as "Year" and "Area code" do; nothing for other cells."""
        said = plain(cell).lower()
        return self.kinds.get(said) or next((kind for words, kind in NAMES if re.fullmatch(words, said)), "")


@dataclass
class Column:
    """A column: `role` is beside (it labels its row), figure, blank or strange; `labels` are those over it, by kind."""

    number: int
    role: str
    words: str = ""
    named: str = ""
    labels: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Group:
    """Columns that share their labels: where each measure of them stands, and the words over it."""

    labels: Mapping[str, str]
    measures: dict[str, int] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)


def find_header(grid: Sequence[Row], words: Words) -> tuple[int, int] | None:
    """The places of the first row of labels and of the header's last row; None for a sheet that has none."""
    naming = [place for place, row in enumerate(grid) if any(words.name(cell) for cell in row)]
    if not naming or naming[0] >= NEAR_THE_TOP:
        return None
    top = bottom = naming[0]
    for place in range(top, len(grid)):
        if place in naming:
            bottom = place
        elif not any(grid[place]) or any(NUMBER.fullmatch(cell) for cell in grid[place] if cell):
            break
    while top > 0 and not _is_title(grid[top - 1]):
        top -= 1
    return top, bottom


def _is_title(row: Row) -> bool:
    """Titles and notes stand alone in a row: first in it, or long."""
    filled = [cell for cell in row if cell]
    return not filled or (len(filled) == 1 and (row[0] is not None or len(filled[0]) > 40))


def columns_of(header: Sequence[Row], words: Words) -> list[Column]:
    """Every column, with what the labels over it say."""
    *above, bottom = header
    kinds = [words.name(next(filter(None, row), None)) for row in above]
    over: list[str | None] = [None] * len(above)
    columns = []
    for number, cell in enumerate(bottom):
        for depth, row in enumerate(above):
            _stand_over(over, depth, row[number], words)
        if named := words.name(cell):
            columns.append(Column(number, "beside", plain(cell), named))
            continue
        labels = _told([*zip(over, kinds, strict=True), (cell, "")], words)
        role = "strange" if labels is None else "figure"
        if cell is None and (labels is None or "measure" not in labels):
            role = "blank"
        said = ", ".join(plain(piece) for piece in (*over, cell) if piece)
        columns.append(Column(number, role, said, labels=labels or {}))
    first = next((column.number for column in columns if column.role == "figure"), len(columns))
    for column in columns[:first]:
        if column.role == "blank":
            column.role = "beside"  # names of areas go over several columns, headed once
    return columns


def _stand_over(over: list[str | None], depth: int, said: str | None, words: Words) -> None:
    """A label ends those under the one before it; what only names labels, or a measure, ends none."""
    if not said:
        return
    found = label(said, words.labels)
    if found is None and words.name(said):
        return
    over[depth] = said
    if found is None or found.kind != "measure":
        over[depth + 1 :] = [None] * (len(over) - depth - 1)


def _told(said: Sequence[tuple[str | None, str]], words: Words) -> dict[str, str] | None:
    """What all labels over a column say, by kind; None when one of them is of no known kind, or two disagree."""
    told: dict[str, str] = {}
    for cell, kind in said:
        if not cell:
            continue
        found = labels_of(cell, words.labels)
        if found is None and kind in words.kinds.values():
            found = [Label(kind, plain(cell))]
        if found is None or any(told.get(one.kind, one.value) != one.value for one in found):
            return None
        told |= {one.kind: one.value for one in found}
    return told


def groups_of(place: str, columns: Sequence[Column], body: Sequence[Row]) -> list[Group]:
    """The columns that share their labels; refuses a header that lacks one of them, or gives one twice."""
    groups: dict[frozenset[tuple[str, str]], Group] = {}
    rated: Group | None = None
    for before, column in pairwise([Column(-1, "beside"), *columns]):
        held = {row[column.number] for row in body} - {None}
        if column.role in ("blank", "strange"):
            # a flag's header is blank, or in new words; it stands after the rate or its limits, with nothing else
            is_flag = held and {str(mark).lower() for mark in held} <= FLAGS
            if rated and (is_flag or (column.role == "blank" and column.number == rated.measures["rate"] + 1)):
                rated.measures["flag"], column.role = column.number, "figure"
            elif column.role == "blank" and held and before.role == "strange":
                column.role, column.words = "strange", before.words
            elif column.role == "blank" and held:
                raise Refused(
                    f"{place}: column {column.number + 1} holds {sorted(map(str, held))[0]!r} and has no header. "
                    "Expected each column of figures to have one: download the workbook again, or report its layout."
                )
            rated = None
        elif column.role == "figure":
            labels = {kind: value for kind, value in column.labels.items() if kind != "measure"}
            group = groups.setdefault(frozenset(labels.items()), Group(labels))
            measure = column.labels.get("measure", "")
            if measure in group.measures:
                raise Refused(f"{place}: two columns are headed {column.words!r}. Expected each of them once.")
            group.measures[measure], group.words[measure] = column.number, column.words
            rated = group if "rate" in group.measures and measure in LIMITED else None
    strange = [column.words for column in columns if column.role == "strange"]
    for group in groups.values():
        _check(place, group, strange)
    return list(groups.values())


def _check(place: str, group: Group, strange: Sequence[str]) -> None:
    """Deaths, a rate and its limits come together; an edition may leave some out, but then renames none."""
    missing = [measure for measure in LIMITED if measure not in group.measures]
    has_one_limit = len({"rate_low", "rate_high"} & set(missing)) == 1
    if missing and len(missing) < len(LIMITED) and (strange or has_one_limit):
        names = [LIMITED[measure] for measure in missing]
        said = nearest(names, strange)
        raise Refused(
            f"{place}: next to {next(iter(group.words.values()))!r} no column is headed {' or '.join(names)}. {said}"
        )


def nearest(wanted: Sequence[str], strange: Sequence[str]) -> str:
    """What a person can do about words that are missing: the nearest of those that are not known, or the publisher."""
    if not strange:
        return "Download the workbook again from its publisher, or report the new layout."
    said = {words.split(", ")[-1].lower(): words for words in reversed(strange)}
    likely = said[get_close_matches(wanted[0], said, n=1, cutoff=0.0)[0]]
    return f"Nearest among the words not known: {likely!r}. If that is it, report the new layout, with the file."
