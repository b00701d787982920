"""Records of the national tables: what each figure is of, in this project's words, or why it is left out.

Totals stand beside their parts and are kept apart; a subtotal is read where what it counts together is not a category
of its own elsewhere. Shares that stand beside their count are left out, as they say nothing more.
"""

import re
from collections.abc import Sequence

import polars as pl

from pipelines.sources.ohid_adult_tables.figures import Figure, read_figures, said_of
from pipelines.sources.ohid_adult_tables.subjects import COMPLETIONS, GROUPS, SEXES, Subject
from pipelines.tables.sheet_words import nothing_says, rounded_to

Record = dict[str, str | int | None]
Parts = dict[tuple[int, str], list[tuple[str, float | None]]]
"""The rows of a table so far that are parts of its total, by column: their categories and numbers."""
TOTAL = "totals of the rows above them"
SUBTOTAL = "subtotals of rows above them"
IN_SUBTOTAL = "completions with and without any use of substances, which the subtotal beneath them counts together"
SHARE = "percentages of the counts beside them"
SHARE_OF_WHAT = "percentages without counts, in a table that does not say what they are of"
NOT_KNOWN = "columns of national tables that are not known"
OTHER_LAYOUT = "tables in a layout that is not known"


def records(place: str, sheet: str, rows: pl.DataFrame, subject: Subject, period: str) -> list[Record]:
    """One record for each figure of the sheet; refuses a table that lacks one sex, group or wait beside others."""
    figures = read_figures(rows)
    if not _is_known(place, subject, figures):
        lines = sorted({figure.line for figure in figures}) or [1]
        left_out = f"{OTHER_LAYOUT}: {sheet}"
        return [{"sheet": sheet, "line": line, "column_label": sheet, "left_out": left_out} for line in lines]
    of_sheet: Record = {"sheet": sheet, "period": period, "rounded_to": str(rounded_to(rows))}
    scales = _scales(figures)
    known = [figure for figure in figures if figure.is_known]
    counted = {_beside(figure) for figure in known if figure.unit == "count" and _number(figure.text) is not None}
    of_tables = {(figure.table, subject.category(said_of(figure.row)[1])) for figure in figures}
    subtotalled = {table for table, one in of_tables if one in COMPLETIONS and (table, "completed") in of_tables}
    parts: Parts = {}
    found: list[Record] = []
    for figure in figures:
        if figure.text is None and (figure.unit != "count" or not figure.is_known):
            continue
        told = _told(figure, subject, figure.table in subtotalled)
        if figure.unit == "percent" and figure.is_known and _beside(figure) in counted:
            told["left_out"] = SHARE
        if figure.unit == "count":
            told |= _with_whole(figure, subject, told, parts, figure.table in subtotalled)
        stood = f"{sheet}, {figure.row}, {figure.column}"
        found.append(
            of_sheet
            | told
            | _value(figure, scales.get(figure.table, 100))
            | {"line": figure.line, "stood": stood, "column_label": stood}
        )
    return found


def _is_known(place: str, subject: Subject, figures: Sequence[Figure]) -> bool:
    """Whether the table is in a layout that is known; refuses one where only some of what belongs together is there."""
    if not figures:
        return False
    rows = {figure.row: said_of(figure.row) for figure in figures}
    said = {pair for figure in figures for pair in (*figure.said.items(), *rows[figure.row][0].items())}
    known_rows = [row for row, (_, label) in rows.items() if label and subject.category(label)]
    strange = [figure.column for figure in figures if not figure.is_known]
    strange += [row for row, (_, label) in rows.items() if label and not subject.category(label)]
    for together in (subject.wanted, SEXES, GROUPS):
        there = [(name, value) in said for name, value, _ in together]
        if any(there) and not all(there):
            wanted = next(words for (_, _, words), is_there in zip(together, there, strict=True) if not is_there)
            raise nothing_says(place, wanted, strange or [figure.column for figure in figures])
    return all((name, value) in said for name, value, _ in subject.wanted) and bool(
        known_rows or not subject.categories
    )


def _told(figure: Figure, subject: Subject, has_subtotal: bool) -> Record:
    """What a figure is of, or why it is left out."""
    said, label = said_of(figure.row)
    measure, category = subject.measure, subject.category(label)
    of: Record = {"measure": measure, "category": category, "substance_group": "all", **figure.said, **said}
    of["their_sex"] = of.pop("sex", "all")
    order, wait = of.pop("order", ""), of.pop("wait", "")
    is_contrary = any(figure.said.get(name, value) != value for name, value in said.items())
    if measure == "waits":
        of["measure"] = f"{order}_wait_average_days" if wait == "average" else f"{order}_waits"
        of["category"] = category and ("all" if wait == "average" else wait)
    if not figure.is_known or not figure.unit or is_contrary or bool(order and wait) != (measure == "waits"):
        of["left_out"] = f"{NOT_KNOWN}: {figure.column or 'one without a heading'}"
    elif subject.categories and label == "":
        of |= {"left_out": TOTAL, "category": "all"}
    elif "subtotal" in label and category is None:
        of["left_out"] = SUBTOTAL
    elif has_subtotal and category in COMPLETIONS:
        of["left_out"] = IN_SUBTOTAL
    elif figure.unit == "percent":
        of["measure"] = f"{of['measure']}_percent"
        if not subject.categories and measure != "waits":
            of["left_out"] = SHARE_OF_WHAT
    return of


def _with_whole(figure: Figure, subject: Subject, told: Record, parts: Parts, has_subtotal: bool) -> Record:
    """What the rows above a total add up to; a total with everyone in it is a measure of its own."""
    above = parts.setdefault((figure.table, figure.column), [])
    if told.get("left_out") == TOTAL:
        numbers = [number for _, number in above if number is not None]
        together = str(round(sum(numbers))) if len(numbers) == len(above) > 0 else None
        is_everyone = bool(subject.whole) and any(category == "not_stated" for category, _ in above)
        of_everyone: Record = {"measure": subject.whole, "left_out": None} if is_everyone else {}
        return {"parts_together": together} | of_everyone
    is_subtotal = has_subtotal and told["category"] == "completed"
    if told.get("left_out") in (None, IN_SUBTOTAL) and not is_subtotal:
        above.append((str(told["category"]), _number(figure.text)))
    return {}


def _value(figure: Figure, scale: int) -> Record:
    """The figure's text under its unit; nothing of a column that is not known."""
    if figure.unit == "count":
        return {"people": figure.text}
    if figure.unit == "days":
        return {"days": figure.text}
    return {"percent": (figure.text or "").rstrip("% "), "scale": str(scale)} if figure.unit == "percent" else {}


def _scales(figures: Sequence[Figure]) -> dict[int, int]:
    """By table, what makes its percentages ones from 0 to 100: a spreadsheet holds 9.6% as 0.096."""
    shares: dict[int, list[str]] = {}
    for figure in figures:
        if figure.unit == "percent" and figure.text:
            shares.setdefault(figure.table, []).append(figure.text)
    return {
        table: 1 if any("%" in text or (_number(text) or 0) > 1.000001 for text in texts) else 100
        for table, texts in shares.items()
    }


def _beside(figure: Figure) -> tuple[int, frozenset[tuple[str, str]]]:
    """What a count and its share have in common."""
    return figure.line, frozenset(figure.said.items())


def _number(text: str | None) -> float | None:
    plain = (text or "").replace(",", "")
    return float(plain) if re.fullmatch(r"\d+(\.\d+)?", plain) else None
