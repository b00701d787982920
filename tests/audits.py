"""Draws self-audits for tests, as CSV and as a workbook: the cells that matter are written out."""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

import xlsxwriter

from pipelines.sources.provision_audit import QUESTIONS

TODAY = date(2026, 11, 22)
COLUMNS = [asked.column for asked in QUESTIONS]
AUDIT = {
    "area_code": "E08000035",
    "audit_round": "2026Q1",
    "provider": "A service",
    "service_type": "community_adult",
    "evidence_type": "self_report",
    "verified_date": "2026-03-16",
}
"""A service in Leeds that tells nothing but who it is."""

Cell = str | float | datetime | bool


def csv_of(*rows: Mapping[str, str], columns: Sequence[str] = COLUMNS) -> bytes:
    """The rows under the template's header."""
    file = io.StringIO()
    writer = csv.DictWriter(file, columns, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue().encode()


def write_workbook(path: Path, *rows: Sequence[Cell | None], title: str = "") -> Path:
    """A sheet of the rows as they stand, after it another that is no return; a text that begins with = is a formula."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(str(path)) as workbook:
        workbook.set_properties({"title": title})
        sheet = workbook.add_worksheet("Whatever")
        day = workbook.add_format({"num_format": "d mmmm yyyy"})
        for line, row in enumerate(rows):
            for place, cell in enumerate(row):
                if isinstance(cell, str) and cell.startswith("="):
                    sheet.write_formula(line, place, cell, None, "yes")
                elif isinstance(cell, datetime):
                    sheet.write_datetime(line, place, cell, day)
                elif cell is not None:
                    sheet.write(line, place, cell)
        workbook.add_worksheet("Notes").write_string(0, 0, "not a return")
    return path
