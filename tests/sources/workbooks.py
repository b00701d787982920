"""Draws small workbooks in the publisher's layout, with made-up numbers, and tables out of frames to compare.

A drawn table is text: cells between bars, rows on lines. In a row to be written, a full stop is an empty cell.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import xlsxwriter

DEATHS_TITLE = "Number of deaths related to drug {what}, {sex} by local authority, England and Wales, {when} 1,2,3"
YEARS = "registered in each year between 1993 and 2021"
RATES = "deaths registered between 2001 and 2021"
DEATHS_SHEETS = {
    "Table 1": ("poisoning", "persons"),
    "Table 2": ("misuse", "persons"),
    "Table 3": ("poisoning", "persons"),
    "Table 4": ("poisoning", "males"),
    "Table 5": ("poisoning", "females"),
    "Table 6": ("misuse", "persons"),
    "Table 7": ("misuse", "males"),
    "Table 8": ("misuse", "females"),
}
COUNTS = "E92000001 | B | ENGLAND | 40"
RATE = "E92000001 | B | ENGLAND | 60 2.0 . 1.5 2.5"
MEASURES = ("Deaths", "Rate 1", "", "Lower Confidence Limit 2", "Upper Confidence Limit 2", "")


def cells(drawn: str) -> list[list[str]]:
    """The cells of a drawn table."""
    return [[cell.strip() for cell in line.split("|")] for line in drawn.strip().splitlines()]


def drawing(rows: list[tuple[Any, ...]]) -> list[list[str]]:
    """Rows of a database as the cells of a drawn table; null is an empty cell."""
    return [["" if value is None else str(value) for value in row] for row in rows]


def write_deaths(
    path: Path,
    sheets: dict[str, str] | None = None,
    *,
    periods: Mapping[str, tuple[str, ...]] | None = None,
    titles: dict[str, str] | None = None,
    names: dict[str, str] | None = None,
    header_row: int = 4,
    spacers: int = 1,
    words: tuple[str, ...] = MEASURES,
    has_one_header: bool = False,
) -> Path:
    """A workbook of drug deaths by local authority; what is not given is filled with England alone.

    `sheets` gives a sheet's body as drawn rows: code | column of the name | name | a block for each period,
    a blank line being an empty row. `header_row` is 1-based, as people see it. With one header, each column
    of a block is headed by its period and its measure.
    """
    with xlsxwriter.Workbook(str(path)) as workbook:
        contents = workbook.add_worksheet("Contents")
        contents.write(0, 1, "Deaths related to drug poisoning by local authority")
        for name, (what, sex) in DEATHS_SHEETS.items():
            is_count = name in ("Table 1", "Table 2")
            sheet = workbook.add_worksheet((names or {}).get(name, name))
            title = DEATHS_TITLE.format(what=what, sex=sex, when=YEARS if is_count else RATES)
            if not is_count:
                title = title.replace("deaths related", "deaths and age-standardised mortality rate for deaths related")
            sheet.write(header_row - 3, 0, (titles or {}).get(name, title))
            columns = (periods or {}).get(name, ("2021",) if is_count else ("2019–21",))
            top = header_row - 1
            sheet.write_row(top, 0, ["Area Codes", "Area Names"])
            for block, period in enumerate(columns):
                left = 4 + block * (1 if is_count else 6)
                if has_one_header and not is_count:
                    sheet.write_row(top, left, [word and f"{period}: {word}" for word in words])
                    continue
                sheet.write(top, left, period)
                if not is_count:
                    sheet.write_row(top + 1, left, words)
            row = top + 1 + int(not is_count) + spacers
            for line in (sheets or {}).get(name, COUNTS if is_count else RATE).strip().splitlines():
                _write_area(sheet, row, line)
                row += 1
            sheet.write(row + 1, 0, "Footnotes")
            sheet.write(row + 2, 0, "1 Rates per 100,000 population.")
    return path


def _write_area(sheet: Any, row: int, line: str) -> None:
    if not line.strip():
        return
    code, column, name, *blocks = line.split("|")
    _write(sheet, row, 0, code.strip())
    if name.strip() != ".":
        sheet.write_string(row, ord(column.strip()) - ord("A"), name[1:])  # a trailing blank stays
    for number, block in enumerate(blocks):
        values = block.split()
        for place, value in enumerate(values):
            _write(sheet, row, 4 + number * (6 if len(values) > 1 else 1) + place, value)


def write_population(
    path: Path,
    areas: dict[str, tuple[str, int]],
    *,
    titles: tuple[str, str] = (
        "MYE2: Females by single year of age and sex for local authorities in the UK, mid-2020",
        "MYE2: Males by single year of age and sex for local authorities in the UK, mid-2020",
    ),
    names: tuple[str, str] = ("MYE2 - Females", "MYE2 - Males"),
    header_row: int = 8,
    ages: tuple[str, ...] = (*map(str, range(90)), "90+"),
    cell: Mapping[tuple[str, str], object] | None = None,
) -> Path:
    """A workbook of mid-year estimates: of each age as many females as given, and one male more.

    `cell` puts something else at (area code, header), in both sheets.
    """
    with xlsxwriter.Workbook(str(path)) as workbook:
        workbook.add_worksheet("Contents").write(0, 0, "Population estimates")
        for more, (name, title) in enumerate(zip(names, titles, strict=True)):
            sheet = workbook.add_worksheet(name)
            sheet.write(header_row - 4, 0, title)
            header = ("Code", "Name", "Geography", "All ages", *ages)
            sheet.write_row(header_row - 1, 0, header)
            for row, (code, (area, people)) in enumerate(areas.items(), start=header_row):
                each = people + more
                values = (code, area, "Area", each * len(ages), *[each] * len(ages))
                for column, (said, value) in enumerate(zip(header, values, strict=True)):
                    sheet.write(row, column, (cell or {}).get((code, said), value))
    return path


def _write(sheet: Any, row: int, column: int, value: str) -> None:
    if value == ".":
        return
    try:
        sheet.write_number(row, column, float(value))
    except ValueError:
        sheet.write_string(row, column, value)
