"""Workbooks whose bytes depend on nothing but their cells, and that say inside that they are made up."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import xlsxwriter

from pipelines.origin import SYNTHETIC_TITLE

Cell = str | int | float | None
MADE_ON = datetime(2025, 4, 1)


@contextmanager
def new_workbook(path: Path) -> Iterator[xlsxwriter.Workbook]:
    """A workbook at `path`, dated always the same and titled as synthetic; saved when the block ends."""
    with xlsxwriter.Workbook(path) as workbook:
        workbook.set_properties({"title": SYNTHETIC_TITLE, "created": MADE_ON})
        yield workbook


def add_sheet(workbook: xlsxwriter.Workbook, name: str, rows: Sequence[Sequence[Cell]]) -> None:
    """A sheet with these rows, the first in row 1; None leaves a cell out."""
    sheet = workbook.add_worksheet(name)
    for place, row in enumerate(rows):
        for column, cell in enumerate(row):
            if cell is None:
                continue
            if isinstance(cell, str):
                sheet.write_string(place, column, cell)
            else:
                sheet.write_number(place, column, cell)
