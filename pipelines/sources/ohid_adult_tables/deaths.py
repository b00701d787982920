"""Deaths in treatment by local authority: observed, expected, and their ratio with its limits.

Headers verified in a public repository that quotes the workbooks of 2018-19 to 2024-25; a whole sheet was not seen.
"""

import re

import polars as pl

from pipelines.tables.sheet_words import area_header, grid, is_figure, nothing_says, periods_named, plain, title

COLUMNS = {
    "area_code": (r"(?:area|ons|la) code", ""),
    "age": (r"ages?(?: ?(?:group|band))?", ""),
    "when": (r"(?:time )?period|years?", ""),
    "sex": (r"sex|gender", ""),
    "ratio": (r"point estimate|(?:standardised )?(?:mortality )?ratio", "Point estimate"),
    "ratio_low": (r"lower\b.*", "Lower bound to confidence interval (CI)"),
    "ratio_high": (r"upper\b.*", "Upper bound to confidence interval (CI)"),
    "observed": (r"observed(?: deaths)?", "Observed"),
    "expected": (r"expected(?: deaths)?", ""),
}
"""What each column is called, and, if a sheet must have it, how it is written."""
FIGURES = ("observed", "expected", "ratio", "ratio_low", "ratio_high")
NOT_KNOWN = "columns of deaths in treatment that are not known"
OTHER_LAYOUT = "tables in a layout that is not known"
Record = dict[str, str | int | None]


def is_deaths(name: str, rows: pl.DataFrame) -> bool:
    """Whether the sheet is of deaths in treatment by area, by its title or name."""
    said = f"{name} {title(rows)}".lower().replace("_", " ")
    is_of_deaths = re.search(r"\bdeaths?\b|\bmortality\b", said) is not None
    return is_of_deaths and (area_header(grid(rows)) is not None or "local authority" in said)


def records(place: str, sheet: str, rows: pl.DataFrame) -> list[Record]:
    """One record for each area and period; refuses a sheet that lacks a column it must have."""
    cells = grid(rows)
    found_at = area_header(cells)
    if found_at is None:
        raise nothing_says(place, "Area name", (c for _, row in cells[:20] for c in row if c and len(c) < 60))
    header, area = found_at
    columns: dict[str, int] = {}
    strange: dict[int, str] = {}
    for column, cell in enumerate(cells[header][1]):
        name = next((name for name, (words, _) in COLUMNS.items() if re.fullmatch(words, plain(cell))), "")
        if name and name not in columns:
            columns[name] = column
        elif column != area:
            strange[column] = cell or "one without a heading"
    if not columns.keys() & {"observed", "ratio"}:
        left_out = f"{OTHER_LAYOUT}: {sheet}"
        return [
            {"sheet": sheet, "line": line, "column_label": sheet, "left_out": left_out}
            for line, row in cells
            if any(row[1:])
        ]
    for name, (_, written) in COLUMNS.items():
        if written and name not in columns:
            raise nothing_says(place, written, strange.values() or map(plain, cells[header][1]))
    whens = periods_named(title(rows))
    found: list[Record] = []
    for line, row in cells[header + 1 :]:
        said = {name: row[column] for name, column in columns.items()}
        if not any(is_figure(said.get(name)) for name in FIGURES) and not (row[area] and said.get("when")):
            continue  # a blank row or a note
        if "when" in said:
            whens = periods_named(said["when"] or "")
        stood = f"{sheet}, {row[area]}"
        of_row: Record = {"sheet": sheet, "line": line, "area_name": row[area], "stood": stood, "column_label": stood}
        of_row["period"] = next(iter(whens)) if len(whens) == 1 else None
        ages = _ages(said.get("age", "18+"))
        of_all: Record = {"measure": "deaths_in_treatment", "category": "all", "age_band": ages}
        figures: Record = {name: said.get(name) for name in FIGURES}
        found.append(of_row | of_all | figures | {"their_sex": said.get("sex", "all")})
        found += [of_row | {"left_out": f"{NOT_KNOWN}: {words}"} for c, words in strange.items() if row[c]]
    return found


def _ages(said: str | None) -> str | None:
    """An age band as 18+ or 18-29; none for other words."""
    match = re.fullmatch(r"(\d\d)(?:\+|(?: years)? and over|(?: ?- ?| to )(\d\d))", plain(said))
    return match and (f"{match[1]}-{match[2]}" if match[2] else f"{match[1]}+")
