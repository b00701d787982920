"""One answer as one value: what a page shows and what a reader takes away are made from the same thing."""

from dataclasses import dataclass

import plotly.graph_objects as go
import polars as pl

from dashboard.spreadsheet import csv_of


@dataclass(frozen=True)
class Exhibit:
    """A statement with its evidence.

    The statement is the heading, the chart's text alternative and the note in the download: one sentence, built
    from data. `table` is for reading (all text), `rows` is for taking away (numbers and a status column).
    """

    key: str
    question: str
    statement: str
    source: str
    table: pl.DataFrame
    rows: pl.DataFrame
    figure: go.Figure | None = None
    board: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Boxes to be read in place of a chart: a heading, and what stands under it."""
    notes: tuple[str, ...] = ()
    cannot_tell: tuple[str, ...] = ()
    is_of_words: bool = False
    """Whether the table's cells are words, which are read from the left, and not numbers to be compared."""
    to_discuss: str = ""
    missing: str = ""
    synthetic_note: str = ""

    def download(self) -> bytes:
        """The rows as CSV for a spreadsheet: the sentence on every row and, when synthetic, the warning too."""
        extra = {"statement": self.statement, "source": self.source}
        if self.synthetic_note:
            extra["data_note"] = self.synthetic_note
        rows = self.rows.with_columns(pl.lit(text).alias(name) for name, text in extra.items())
        return csv_of(rows)
