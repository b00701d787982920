"""What leaves the dashboard as CSV is never calculated by a spreadsheet, and numbers stay numbers."""

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.answers import provenance
from dashboard.exhibit import Exhibit
from dashboard.spreadsheet import csv_of, csv_of_cells, harmless
from pipelines.judge import GUARDED

FORMULAS = [
    "=1+1",
    "=cmd|' /C calc'!A1",
    "+44 113",
    "-",
    "-1+1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1",
    "'=1",
    "-1.5.2",
]
PLAIN = ["", "Leeds", "a = b", "-1.5", "+3", "-20", "'tis", "1-2", " =1", "–", "N0852", "a\n=1"]


def cells_of(contents: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(contents.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("text", FORMULAS)
def test_what_would_be_calculated_is_kept_text(text: str) -> None:
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", PLAIN)
def test_anything_else_is_left_as_it_is(text: str) -> None:
    assert harmless(text) == text


@settings(deadline=None)
@given(st.text(st.sampled_from("=+-@'\t\r\n 1.a,\"＝é٣"), max_size=6))
def test_both_ways_to_a_file_guard_the_same_and_intake_takes_off_what_they_put_there(text: str) -> None:
    guarded = harmless(text)
    frame = pl.DataFrame({"other": ["x"], "text": [text]})
    assert cells_of(csv_of(frame))[1][1] == guarded
    assert cells_of(csv_of_cells(["other", "text"], [["x", text]]))[1][1] == guarded
    assert re.sub(GUARDED, r"\1", guarded) == text


def test_numbers_and_missing_cells_are_left_as_they_are() -> None:
    frame = pl.DataFrame({"change": [-1.5, None], "name": ["-x", None], "is_known": [True, False]})
    assert csv_of(frame).decode("utf-8-sig") == "change,name,is_known\n-1.5,'-x,true\n,,false\n"


def of_an_exhibit(rows: pl.DataFrame) -> bytes:
    return Exhibit("key", "Which?", "=statement", "@source", rows, rows).download()


@pytest.mark.parametrize("export", [of_an_exhibit, lambda rows: provenance.file_of(rows, "a note")])
def test_every_export_goes_through_it(export: Callable[[pl.DataFrame], bytes]) -> None:
    _, row = cells_of(export(pl.DataFrame({"file": ["=evil.csv"]})))
    assert all(cell[0] not in "=@" for cell in row)
    assert row[0] == "'=evil.csv"


def test_nothing_else_in_the_dashboard_writes_csv() -> None:
    package = Path(__file__).resolve().parents[2] / "dashboard"
    writers = {
        path.name for path in package.rglob("*.py") if re.search(r"write_csv|csv\.writer|DictWriter", path.read_text())
    }
    assert writers == {"spreadsheet.py"}
