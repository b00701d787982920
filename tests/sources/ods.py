"""Writes small workbooks cell by cell, as .ods with the standard library alone, or as .xlsx.

A cell is None (blank), text, a number, or `Share(0.5)`: a number shown as a percentage. Text "→" goes on with the cell
to its left, as merged cells do.
"""

import zipfile
from collections.abc import Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

import xlsxwriter


class Share(NamedTuple):
    """A number that a spreadsheet shows as a percentage."""

    value: float


Cell = str | int | float | Share | None
Sheet = Sequence[Sequence[Cell]]
MERGED = "→"
KIND = "application/vnd.oasis.opendocument.spreadsheet"
SPACES = "".join(
    f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
)
MANIFEST = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
WIDTH = 1024
"""Columns of a sheet: what stands right of the last cell is written as so many blank ones, as spreadsheets do."""


def write(path: Path, sheets: Mapping[str, Sheet]) -> Path:
    """Write the sheets as the file's name says; returns the path."""
    (_write_ods if path.suffix == ".ods" else _write_xlsx)(path, sheets)
    return path


def _write_ods(path: Path, sheets: Mapping[str, Sheet]) -> None:
    tables = "".join(
        f"<table:table table:name={quoteattr(name)}>{_rows(rows)}</table:table>" for name, rows in sheets.items()
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content{SPACES} office:version="1.2"><office:body>'
        f"<office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="{kind}"/>'
        for name, kind in (("/", KIND), ("content.xml", "text/xml"))
    )
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", KIND)
        package.writestr("content.xml", content)
        package.writestr(
            "META-INF/manifest.xml", f'<manifest:manifest xmlns:manifest="{MANIFEST}">{entries}</manifest:manifest>'
        )


def _rows(rows: Sheet) -> str:
    """Rows that are alike are written once, with how often they stand there; so is the empty rest of the sheet."""
    written = []
    for row, alike in groupby([*map(tuple, rows), *[()] * 100]):
        times = len(list(alike))
        written.append(f'<table:table-row table:number-rows-repeated="{times}">{_cells(row)}</table:table-row>')
    return "".join(written)


def _cells(row: Sequence[Cell]) -> str:
    written = []
    for cell, together in groupby([*row, *[None] * (WIDTH - len(row))]):
        alike = list(together)
        if cell == MERGED:
            written.append("<table:covered-table-cell/>" * len(alike))
        elif cell is None:
            written.append(f'<table:table-cell table:number-columns-repeated="{len(alike)}"/>')
        else:
            written.append(_cell(cell) * len(alike))
    return "".join(written)


def _cell(cell: str | int | float | Share) -> str:
    if isinstance(cell, str):
        shown = "".join(f"<text:p>{escape(line)}</text:p>" for line in cell.split("\n"))
        return f'<table:table-cell office:value-type="string">{shown}</table:table-cell>'
    number, kind, shown = (
        (cell.value, "percentage", f"{cell.value:.0%}") if isinstance(cell, Share) else (cell, "float", f"{cell:,}")
    )
    of_number = f'office:value-type="{kind}" office:value="{number}"'
    return f"<table:table-cell {of_number}><text:p>{shown}</text:p></table:table-cell>"


def _write_xlsx(path: Path, sheets: Mapping[str, Sheet]) -> None:
    with xlsxwriter.Workbook(str(path)) as workbook:
        for name, rows in sheets.items():
            sheet = workbook.add_worksheet(name)
            for line, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if cell is not None and cell != MERGED:
                        sheet.write(line, column, cell.value if isinstance(cell, Share) else cell)


def drawn(table: str) -> list[list[Cell]]:
    """The rows of a drawn table: cells between bars, a blank one blank; numbers are numbers, "9.6%" a share."""
    return [[_of(cell.strip()) for cell in line.split("|")] for line in table.splitlines()]


def _of(said: str) -> Cell:
    if not said:
        return None
    if said.startswith("'"):  # as in a spreadsheet: text, whatever it looks like
        return said[1:].replace("\\n", "\n")
    try:
        return Share(float(said[:-1]) / 100) if said.endswith("%") and len(said) > 1 else _number(said)
    except ValueError:
        return said.replace("\\n", "\n")


def _number(said: str) -> int | float:
    return int(said) if said.lstrip("-").isdigit() else float(said)
