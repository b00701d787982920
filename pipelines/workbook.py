"""A publisher's workbook as text: what each cell shows, and the row it truly stands in."""

import re
from dataclasses import dataclass
from pathlib import Path

import fastexcel
import polars as pl

from pipelines.errors import Refused

FOOTNOTE = re.compile(r"(\s*\[notes? [\d, ]+\]|(?<=\D)[\s,]*\d[\d\s,]*)+$", re.IGNORECASE)


@dataclass(frozen=True)
class Workbook:
    """An opened workbook; raises Refused for a file that is none."""

    path: Path
    reader: fastexcel.ExcelReader

    @property
    def sheet_names(self) -> list[str]:
        return list(self.reader.sheet_names)

    def sheet(self, name: str) -> pl.DataFrame:
        """Every row of a sheet as text: blank cells null, and `line`, the row's 1-based number in the sheet.

        Columns are named by their place. Empty columns before the first filled one are not counted.
        """
        # skip_rows=0: without it the reader drops empty rows at the top and every line number is wrong.
        try:
            cells = self.reader.load_sheet(name, header_row=None, skip_rows=0, dtypes="string").to_polars()
        except fastexcel.FastExcelError:
            raise _damaged(self.path) from None
        text = pl.all().str.strip_chars()
        return (
            cells.rename({column: str(place) for place, column in enumerate(cells.columns)})
            .with_columns(pl.when(text != "").then(text).name.keep())
            .with_columns(pl.int_range(1, pl.len() + 1, dtype=pl.Int64).alias("line"))
        )


def open_workbook(path: Path) -> Workbook:
    """Open an .xlsx, .ods or .xls file, or refuse it."""
    try:
        return Workbook(path, fastexcel.read_excel(path))
    except fastexcel.FastExcelError:
        raise _damaged(path) from None


def _damaged(path: Path) -> Refused:
    return Refused(
        f"{path} cannot be opened as a workbook. It may be damaged or locked with a password: "
        "download it again from its publisher, or open it and save it as .xlsx."
    )


def words(cell: str | None) -> str:
    """The words of a header cell in lower case, without footnote marks: "Rate 1" is "rate"."""
    return FOOTNOTE.sub("", cell or "").strip().lower()
