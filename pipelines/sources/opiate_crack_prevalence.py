"""Opiate and crack cocaine use: prevalence estimates for local populations (OHID, before 2021 PHE), ages 15 to 64.

One sheet of a workbook is read, by `prevalence_table`; sheets by age and sex are left alone. The year is the one its
title names, or failing that the workbook's first sheet. Estimates of 2016-17 were published twice, by two methods: of
two files for one year the one fetched last is used.
"""

from pathlib import Path

import polars as pl

from pipelines.errors import Refused
from pipelines.published_rules import UNKNOWN_AREA, UNKNOWN_PERIOD, duplicated
from pipelines.source import Column, Source, TextTable
from pipelines.tables.prevalence_table import COLUMNS, RULES, is_prevalence, read_prevalence
from pipelines.tables.sheet_words import as_noted, grid, nothing_says, periods_named, title
from pipelines.workbook import Workbook, open_workbook


def read(path: Path) -> TextTable:
    """A record for each area and substance; refuses a workbook without the table, or that does not say its year."""
    workbook = open_workbook(path)
    sheets = {name: as_noted(rows) for name in workbook.sheet_names if (rows := workbook.sheet(name)).height}
    found = {name: rows for name, rows in sheets.items() if is_prevalence(rows)}
    if not found:
        said = (cell for rows in sheets.values() for _, row in grid(rows)[:20] for cell in row if cell)
        raise nothing_says(f"{path}, in every sheet", "Local authority", (cell for cell in said if len(cell) < 60))
    return TextTable(
        pl.concat(
            read_prevalence(f"{path}, sheet {name}", name, rows, _period(workbook, name, rows))
            for name, rows in found.items()
        )
    )


def _period(workbook: Workbook, name: str, rows: pl.DataFrame) -> str:
    first = workbook.sheet(workbook.sheet_names[0])
    on_cover = " ".join(cell for _, row in grid(first)[:20] for cell in row if cell and "prevalence" in cell.lower())
    said = periods_named(title(rows)) or periods_named(on_cover)
    if len(said) != 1:
        raise Refused(
            f"{workbook.path}, sheet {name}: its title names {' and '.join(sorted(said)) or 'no year'}. Expected "
            "the one financial year of the estimates, as in '2016 to 2017': download the workbook again."
        )
    return said.pop()


SOURCE = Source(
    name="opiate_crack_prevalence",
    title="Opiate and crack cocaine use: prevalence estimates for local populations",
    publisher="Office for Health Improvement and Disparities",
    licence="Open Government Licence v3.0",
    origin="published",
    patterns=("*.ods", "*.xlsx"),
    columns=(Column("area_name"), Column("period"), Column("category"), Column("stood"), *COLUMNS),
    rules=(UNKNOWN_AREA, UNKNOWN_PERIOD, *RULES, duplicated("area_name", "period", "category")),
    read=read,
    used="left_out is null",
)
