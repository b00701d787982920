"""The one way a table leaves the dashboard as CSV: what a spreadsheet would take for a formula stays text.

A text that begins with a sign such as = is calculated when the file is opened, and may reach outside it. An
apostrophe before the sign keeps it text. Numbers such as -1.5 are left as they are. A text that already begins with
apostrophes before such a sign gets one more, so that taking one off again (pipelines/judge.py) always gives the text.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence

import polars as pl

MARK = b"\xef\xbb\xbf"  # lets Excel read names with accents
CALCULATED = re.compile(r"'*[=+@\t\r\n＝＋－＠-]")
NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")


def harmless(text: str) -> str:
    """The text as no spreadsheet calculates it."""
    return f"'{text}" if CALCULATED.match(text) and not NUMBER.fullmatch(text) else text


def csv_of(rows: pl.DataFrame) -> bytes:
    """A frame as CSV for a spreadsheet."""
    texts = [pl.col(name) for name, kind in rows.schema.items() if kind == pl.String]
    guarded = [pl.when(_is_calculated(text)).then("'" + text).otherwise(text).name.keep() for text in texts]
    return MARK + rows.with_columns(guarded).write_csv().encode("utf-8")


def _is_calculated(text: pl.Expr) -> pl.Expr:
    return text.str.contains(f"^(?:{CALCULATED.pattern})") & ~text.str.contains(f"^(?:{NUMBER.pattern})$")


def csv_of_cells(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Texts as CSV for a spreadsheet, with the line ends it writes itself."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(header)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return MARK + file.getvalue().encode("utf-8")
