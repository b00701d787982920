"""Do workers have the time?"""

from typing import Any

import polars as pl

from dashboard import statements, suppliers
from dashboard.exhibit import Exhibit
from dashboard.reading import Reading, only_row

SOURCE = "caseload_return"
QUESTION = "Do keyworkers have the time?"


def answer(reading: Reading) -> Exhibit:
    """People on the caseload of each full-time keyworker, from the services' own returns."""
    rows = reading.ask("keyworkers", area_code=reading.area.code, period=reading.period)
    row = only_row(rows)
    held = row is not None and row["clients_per_keyworker"] is not None
    return Exhibit(
        key="keyworkers",
        question=QUESTION,
        statement=statements.keyworkers(reading.area, row, reading.period),
        source=reading.source_line(SOURCE, reading.period),
        table=pl.DataFrame(),
        rows=rows.with_columns(pl.lit(reading.area.code).alias("area_code")),
        notes=_notes(row) if held else (),
        cannot_tell=reading.cannot_tell("clients_per_keyworker"),
        missing="" if held else suppliers.caseloads(reading.area, row),
        synthetic_note=reading.synthetic_note,
    )


def _notes(row: dict[str, Any] | None) -> tuple[str, ...]:
    returns = f"From {row['note']} of local services." if row is not None and row["note"] else ""
    scale = "For scale: workers have spoken of caseloads of 70 to 80 people (Fixing a gendered system, Camurus, 2023)."
    return tuple(note for note in (returns, scale) if note)
