"""The table of estimated opiate and crack use by authority, which two publications carry, in either of its layouts.

The older has two header rows with merged cells: `Number of users` and `Rate … per thousand` over OCU, opiates and
crack, each with its limits. The later has one: `Crack cocaine (number) lower bound 95% CI`. Which figure a column holds
is told by its words alone; a limit belongs to the estimate before it. Both layouts were verified in a public repository
that quotes the workbooks of 2018-19, 2019-20 and later; a whole file was not seen. A little long, as a limit on the
wrong estimate would look right.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import NamedTuple

import polars as pl

from pipelines.source import Column, Rule
from pipelines.tables.sheet_words import MORE_MARKS, Row, area_header, grid, is_figure, nothing_says, plain

SUBSTANCES = (
    ("ocu", r"opiates? and(?:/| )or crack(?: cocaine)?|\bocus?\b"),
    ("opiates", r"\bopiates?\b"),
    ("crack", r"\bcrack(?: cocaine)?\b"),
)
NAMES = {"ocu": "OCU", "opiates": "Opiates", "crack": "Crack cocaine"}
BOUNDS = {"": "", "_low": " lower bound 95% CI", "_high": " upper bound 95% CI"}
KINDS = (("rate", r"\brates?\b|\bper (?:thousand|1,?000)\b"), ("users", r"\bnumbers?\b|\busers\b"))
LIMITS = (("low", r"\blower\b"), ("high", r"\bupper\b"))
POPULATION = r"(?:population )?(?:aged )?15(?:-|–| to )64(?: years?)?(?: population)?"
FILLER = (
    r"95\s?%|\b(?:ci|cis|confidence|interval|bounds?|limits?|estimated?|estimates|point|of|use|users?|using|people|the|"
    r"population|and|or|per|thousand|1,?000|aged|years|15(?:-|–|\sto\s)64)\b|[^a-z0-9]"
)
OTHER_TABLE = re.compile(r"\b(?:fe)?males?\b|\bwomen\b|\bmen\b|\bgender\b|\bsex\b|\bage ?groups?\b|\bby age\b")
WHOLE = {"", "total", "all", "region", "regional total", "region total", "england total"}
REGIONS = ("region", "phe region", "phe centre")
CODES = ("area code", "ons code", "la code")
NOT_KNOWN = "columns of the prevalence table that are not known"
FIGURES = ("users", "users_low", "users_high", "rate", "rate_low", "rate_high")

COLUMNS = tuple(Column(name, "figure", marks=MORE_MARKS) for name in (*FIGURES, "population"))
"""What a record of the table holds, for the sources that read it; beside them area_name, period and category."""
RULES = (
    Rule(
        "estimate_outside_limits",
        "users",
        "The estimate does not lie between its limits.",
        """left_out is null and not (coalesce(users between users_low and users_high, true)
        and coalesce(rate between rate_low and rate_high, true))""",
    ),
    Rule(
        "rate_of_other_users",
        "rate",
        "The rate is more than a tenth off the users over the population: one of them is not where it belongs.",
        "left_out is null and abs(rate - 1000 * users / population) > 0.1 * rate + 0.01",
    ),
    Rule(
        "negative",
        "users",
        "A number of people or a rate is below zero.",
        f"left_out is null and least({', '.join(FIGURES)}, population) < 0",
    ),
)


class Heading(NamedTuple):
    """What a column holds: a figure of a substance, or its limit; nothing for words that are not known."""

    figure: str
    substance: str


def is_prevalence(rows: pl.DataFrame) -> bool:
    """Whether the sheet is this table, whatever it is called: areas down, substances across, of all ages and sexes."""
    cells = grid(rows)
    header = area_header(cells)
    if header is None:
        return False
    top, bottom = _header_rows(cells, *header)
    said = " ".join(plain(cell) for _, row in cells[top : bottom + 1] for cell in row)
    above = " ".join(plain(cell) for _, row in cells[:top] for cell in row if cell)
    named = [name for name, pattern in SUBSTANCES if re.search(pattern, said)]
    has_limits = re.search(r"\b(?:lower|upper)\b", said) is not None
    return len(named) > 1 and has_limits and not OTHER_TABLE.search(above)


def read_prevalence(place: str, sheet: str, rows: pl.DataFrame, period: str | None) -> pl.DataFrame:
    """One record for each area and substance; refuses a table in which a substance or a limit is nowhere."""
    cells = grid(rows)
    header, area = area_header(cells) or (0, 0)
    top, bottom = _header_rows(cells, header, area)
    said = _headings([row for _, row in cells[top : bottom + 1]], area)
    found = {heading: column for column, (heading, _) in said.items() if heading.figure}
    _check(place, found, [words for heading, words in said.values() if words and not heading.figure], said)
    region = next((c for c, cell in enumerate(cells[header][1]) if plain(cell) in REGIONS), area)
    records: list[dict[str, str | int | None]] = []
    for line, row in cells[bottom + 1 :]:
        within = row[region] if region != area else None
        if not any(is_figure(row[column]) for column in said) and not (row[area] and within):
            continue  # a blank row or a note
        name = within if plain(row[area]) in WHOLE and within else row[area]
        of_row: dict[str, str | int | None] = {"sheet": sheet, "line": line, "area_name": name, "period": period}
        records += [of_row | figures for figures in _of_substances(sheet, row, found)]
        records += [
            of_row | _stood(sheet, words) | {"left_out": f"{NOT_KNOWN}: {words}"}
            for column, (heading, words) in ((c, (h, w or "one without a heading")) for c, (h, w) in said.items())
            if not heading.figure and row[column]
        ]
    names = ("sheet", "area_name", "period", "category", *FIGURES, "population", "stood", "column_label", "left_out")
    return pl.DataFrame(records, schema={"line": pl.Int64} | dict.fromkeys(names, pl.String))


def _of_substances(
    sheet: str, row: Sequence[str | None], found: Mapping[Heading, int]
) -> Iterator[dict[str, str | int | None]]:
    population = found.get(Heading("population", ""))
    for substance, name in NAMES.items():
        figures = {
            figure: found[Heading(figure, substance)] for figure in FIGURES if Heading(figure, substance) in found
        }
        yield {
            "category": substance,
            "population": None if population is None else row[population],
            **{figure: row[column] for figure, column in figures.items()},
            **_stood(sheet, name),
        }


def _stood(sheet: str, words: str) -> dict[str, str | int | None]:
    return {"stood": f"{sheet}, {words}", "column_label": f"{sheet}, {words}"}


def _header_rows(cells: Sequence[Row], header: int, area: int) -> tuple[int, int]:
    """The first and last row of the header: labels over several columns stand in rows above or below the one found."""
    top, bottom = header, header
    above = cells[header - 1][1] if header else ()
    if not any(above[: area + 1]) and any(_first(KINDS, plain(cell)) for cell in above):
        top = header - 1
    for number in range(header + 1, min(header + 3, len(cells))):
        row = cells[number][1]
        if not row[area] and not any(map(is_figure, row)) and any(_first(SUBSTANCES, plain(cell)) for cell in row):
            bottom = number
    return top, bottom


def _headings(header: Sequence[Sequence[str | None]], area: int) -> dict[int, tuple[Heading, str]]:
    """What each column right of the areas holds, and its words; a second column of the same holds nothing known."""
    over = [""] * len(header)
    found: dict[int, tuple[Heading, str]] = {}
    last = Heading("", "")
    for column in range(area + 1, len(header[0])):
        for depth, row in enumerate(header):
            if row[column]:
                over[depth:] = [plain(row[column]), *[""] * (len(header) - depth - 1)]
        if any(plain(row[column]) in (*REGIONS, *CODES) for row in header):
            continue
        if not any(row[column] for row in header):
            found[column] = (Heading("", ""), "")
            continue
        words = " ".join(filter(None, over))
        last = _heading(words, last)
        is_first = all(last != known for known, _ in found.values())
        found[column] = (last if is_first else Heading("", ""), words)
    return found


def _heading(words: str, before: Heading) -> Heading:
    if re.fullmatch(POPULATION, words):
        return Heading("population", "")
    substance, kind, limit = (_first(known, words) for known in (SUBSTANCES, KINDS, LIMITS))
    left = re.sub(dict(SUBSTANCES).get(substance, "$"), " ", words)
    for _, pattern in (*KINDS, *LIMITS):
        left = re.sub(pattern, " ", left)
    if re.sub(FILLER, "", left) or not kind:
        return Heading("", "")
    if not substance and limit and before.figure.startswith(kind):
        substance = before.substance
    return Heading(f"{kind}_{limit}" if limit else kind, substance) if substance else Heading("", "")


def _first(known: Sequence[tuple[str, str]], words: str) -> str:
    return next((name for name, pattern in known if re.search(pattern, words)), "")


def _check(
    place: str, found: Mapping[Heading, int], unknown: Sequence[str], said: Mapping[int, tuple[Heading, str]]
) -> None:
    """Users are always there; rates, if there, are there for every substance, as are limits."""
    kinds = ["users", *(["rate"] if any(heading.figure.startswith("rate") for heading in found) else [])]
    for kind, (substance, name), (limit, bound) in product(kinds, NAMES.items(), BOUNDS.items()):
        if Heading(kind + limit, substance) not in found:
            wanted = f"{name} ({'number' if kind == 'users' else 'rate'}){bound}"
            raise nothing_says(place, wanted, unknown or [words for _, words in said.values()])
