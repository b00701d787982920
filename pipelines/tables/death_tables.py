"""What workbooks of deaths by sex, age and area have in common: their figures as records, each figure once.

A source says in which words its tables speak, and which of its measures a figure is.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from pipelines.errors import Refused
from pipelines.source import TextTable
from pipelines.tables.cross_table import Figures, Table, area_code, read_table
from pipelines.tables.death_columns import CELLS, KEY
from pipelines.tables.label_words import AREAS, KNOWN_AREAS, OTHER_AREAS
from pipelines.tables.table_header import Words
from pipelines.workbook import open_workbook

TEXTS = (
    *KEY,
    *dict.fromkeys(sum(CELLS.values(), ())),
    "per",
    "edition",
    "also_given",
    "left_out",
    "sheet",
    "column_label",
)


@dataclass(frozen=True)
class Deaths:
    """A source's workbooks of deaths: their words, and which of its measures a figure is."""

    words: Words
    about: str
    """A pattern that the title of every table of these deaths has, in lower case."""
    not_read: str
    """A pattern of titles of tables that are known and not read."""
    measures: Mapping[str, Any]
    measure: Callable[[Table, Figures, str], tuple[str, str]]
    """The measure and the category of a table's figure of a kind: deaths, rate or days."""
    needed: Collection[str]
    """Measures that every edition gives of women: a workbook without one of them is another one."""
    called: str

    def reads(self, title: str) -> bool:
        """Whether a table of this title, in lower case, is one of these and read."""
        return bool(re.search(self.about, title)) and not re.search(self.not_read, title)


def read_deaths(path: Path, deaths: Deaths) -> TextTable:
    """Every figure of a workbook's tables, one record each; refuses a workbook of something else."""
    workbook = open_workbook(path)
    records: list[dict[str, Any]] = []
    others: list[str] = []
    for name in workbook.sheet_names:
        table = read_table(f"{path}, sheet {name}", name, workbook.sheet(name), deaths.words, deaths.reads)
        if table.unread and not table.figures:
            others.append(f"{name} ({table.title or 'which has no title'})")
        records += _records(table, deaths)
    of_women = {record["measure"] for record in records if record["sex"] == "female"}
    if missing := [deaths.measures[measure]["name"].lower() for measure in deaths.needed if measure not in of_women]:
        raise Refused(
            f"{path} gives no {' and no '.join(missing)} of women. Expected {deaths.called}: put that file here. "
            f"Sheets with tables that were not understood: {'; '.join(others) or 'none'}."
        )
    _take_the_first(records)
    edition = max((period[:2] + period[-2:] for record in records if (period := record["period"])), default="")
    schema: dict[str, Any] = {"line": pl.Int64, **dict.fromkeys(TEXTS, pl.String)}
    return TextTable(frame=pl.DataFrame([record | {"edition": edition} for record in records], schema=schema))


def _records(table: Table, deaths: Deaths) -> Iterator[dict[str, Any]]:
    """A record for each figure, and one with a reason for what is not read."""
    empty: dict[str, Any] = dict.fromkeys((*TEXTS, "line")) | {"sheet": table.sheet}
    for line, words in table.unread:
        reason = f"a column headed '{words}'" if words else f"a table of another kind: {table.title or table.sheet}"
        yield empty | {"line": line, "left_out": f"{reason}; it is not read"}
    if not table.figures:
        return
    _check(table)
    for figures in table.figures:
        for kind, cells in _kinds(table, figures).items():
            measure, category = deaths.measure(table, figures, kind)
            if measure not in deaths.measures:
                said = measure.replace("_", " ")
                raise Refused(f"{table.place}: it gives {said}, which is not read yet. Report it, with the file.")
            area = _area(table, figures)
            where = (table.sheet, figures.beside, figures.above.get(kind, next(iter(figures.above.values()))))
            record = {
                "kind": kind,
                "measure": measure,
                "category": category,
                "area_code": area,
                "period": figures.labels.get("period") or None,
                # a word nobody knows is no sex and no age, and not all of them
                "sex": figures.labels.get("sex", "" if _is_by_sex(table) else "all") or None,
                "age_band": figures.labels.get("age_band", "all") or None,
                "per": str(table.per) if kind == "rate" else None,
                "line": figures.line,
                "column_label": ", ".join(filter(None, where)),
                "left_out": _not_ours(area),
            }
            yield empty | cells | record


def _not_ours(area: str | None) -> str | None:
    if area in OTHER_AREAS and area not in KNOWN_AREAS:
        return f"figures of {OTHER_AREAS[area]}, which is not an area of this project"
    return None


def _check(table: Table) -> None:
    """What was renamed must not look like what was never there."""
    if _is_by_sex(table) or any(figures.labels.get("sex", "all") != "all" for figures in table.figures):
        table.expect("sex", ("female", "male"))
    if any("area" in figures.labels for figures in table.figures) and not table.names_area:
        table.expect("area", ("england", "wales"))
    table.expect_ages_without_gaps()


def _is_by_sex(table: Table) -> bool:
    return bool(re.search(r"\bby sex\b", table.title.lower()))


def _kinds(table: Table, figures: Figures) -> dict[str, dict[str, str | None]]:
    """The cells of each kind of figure; of columns whose header names no measure, the kind the title says."""
    given, title = figures.cells, table.title.lower()
    if "registration delay" in title:
        if not any("days" in text for text in table.prose):
            raise Refused(f"{table.place}: nothing says that the delay is in days. Report the new layout.")
        return {"days": {"days": given.get("delay", given.get(""))}}
    if given.keys() & {"", "delay"}:
        if "delay" in given or re.search(r"\b(average|median|mean|percentages?|proportions?)\b", title):
            raise Refused(f"{table.place}: no header says what its figures are, nor its title, {title!r}. Report it.")
        kind = "rate" if re.search(r"\brates?\b", title) and "number" not in title else "deaths"
        return {kind: {kind: given[""]}}
    return {kind: {name: given.get(name) for name in names} for kind, names in CELLS.items() if kind in given}


def kind_of_rate(table: Table, figures: Figures) -> str:
    """standardised or specific, as the title or else the notes say; refuses rates by age that are not age-specific."""
    for texts in ((table.title.lower(),), table.prose):
        told = {kind for text in texts for kind in re.findall(r"\bage.(standardised|specific)", text)}
        if told:
            break
    kind = only(table, "kind of rate", told)
    has_age = figures.labels.get("age_band", "all") != "all"
    if (kind == "specific") != has_age:
        raise Refused(
            f"{table.place}: it says age-{kind} rates, and its labels give {'ages' if has_age else 'no ages'}. "
            "Expected rates by age to be age-specific, and others age-standardised: report the new layout."
        )
    return kind


def only(table: Table, what: str, found: Collection[str]) -> str:
    """The one thing of a kind that a table's words name; refuses a table that names none, or several."""
    if len(found) == 1:
        return next(iter(found))
    raise Refused(
        f"{table.place}: its title ({table.title!r}) names {' and '.join(sorted(found)) or f'no {what}'}. Expected one "
        f"{what}: report the new layout, with the file."
    )


def _area(table: Table, figures: Figures) -> str | None:
    """The area beside or above the figures; where a table has no such labels, the one its title names."""
    if table.names_area or "area" in figures.labels:
        return area_code(figures.labels)
    names = sorted(AREAS, key=len, reverse=True)
    return AREAS[only(table, "area", set(re.findall(rf"\b({'|'.join(names)})\b", table.title.lower())))]


def _take_the_first(records: list[dict[str, Any]]) -> None:
    """Of a figure that stands in several tables the first is used; where they differ, it says what the others give."""
    first: dict[tuple[str, ...], dict[str, Any]] = {}
    for record in records:
        if record["left_out"]:
            continue
        known = first.setdefault(tuple(record[name] for name in KEY), record)
        if known["sheet"] == record["sheet"]:
            continue
        record["left_out"] = "figures that an earlier table of the workbook gives"
        value = record[record["kind"]]
        if _digits(value) != _digits(known[record["kind"]]):
            known["also_given"] = "; ".join(filter(None, (known["also_given"], f"{record['sheet']}: {value}")))


def _digits(cell: str | None) -> str:
    return (cell or "").replace(",", "")
