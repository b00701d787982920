"""A return filled in as a workbook: its first sheet written as the CSV it stands for, each record with its row.

A small file can name a cell at the end of a sheet of seventeen thousand million, and the reader then asks for memory
for all of them and takes the whole process down. So where cells stand is looked at before it is asked.
"""

import csv
import lzma
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from xml.parsers import expat

from pipelines.csv_records import is_for_people
from pipelines.errors import Refused
from pipelines.workbook import open_workbook

MOST_BYTES = 20_000_000
"""Unpacked, of all parts together."""
MOST_ROWS, MOST_COLUMNS = 5_000, 200
VALUES = ("v", "is", "f")
PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
MIDNIGHT = re.compile(r"(\d{4}-\d{2}-\d{2}) 00:00:00")


def is_workbook(path: Path) -> bool:
    """Whether a file's name says that it is a workbook."""
    return path.suffix.lower() == ".xlsx"


def write_as_csv(path: Path, to: Path) -> tuple[int, ...]:
    """Write the records of the first sheet to `to`; returns the row of the sheet each stood in, the header's first.

    Rows with nothing in them, and rows for people (the first cell begins with #), are no records. A day without a
    time is written as year-month-day; any other cell as its value, a formula's as what it last came to.
    """
    _refuse_a_vast_one(path)
    book = open_workbook(path)
    sheet = book.sheet(book.sheet_names[0])
    rows: list[int] = []
    with to.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        for *cells, line in sheet.iter_rows():
            if any(cell is not None for cell in cells) and not is_for_people(cells[0] or ""):
                writer.writerow([MIDNIGHT.sub(_day, cell or "") for cell in cells])
                rows.append(line)
    return tuple(rows)


def _day(found: re.Match[str]) -> str:
    return found[1] if found[0] == found.string else found[0]


def names_column(path: Path, column: str) -> bool:
    """Whether a column's name, in capitals, stands anywhere in the workbook."""
    return any(column.encode() in part.upper() for part in _parts(path))


def _parts(path: Path) -> Iterator[bytes]:
    """What is packed in the file, one after another; refuses what cannot be unpacked, or is too much."""
    left = MOST_BYTES
    try:
        with zipfile.ZipFile(path) as archive:
            for part in archive.infolist():
                with archive.open(part) as opened:
                    content = opened.read(left + 1)  # what an archive says of its sizes need not be true
                left -= len(content)
                if left < 0:
                    raise Refused(
                        f"{path} holds more than {MOST_BYTES // 1_000_000} MB unpacked. Expected a filled template: "
                        "copy its rows into a new one."
                    )
                yield content
    # NotImplementedError is zipfile's word for a packing it lacks, RuntimeError for one that asks for a password
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError, RuntimeError, OSError):
        raise _unreadable(path) from None


def _refuse_a_vast_one(path: Path) -> None:
    for part in _parts(path):
        if b"sheetData" in part:
            try:
                _Extent(path).look_at(part)
            except (expat.ExpatError, ValueError):  # or the number of a row has thousands of digits
                raise _unreadable(path) from None


def _unreadable(path: Path) -> Refused:
    return Refused(
        f"{path} cannot be opened as a workbook. It may be damaged or locked with a password: "
        "open it and save it again as .xlsx, without one."
    )


class _Extent:
    """Refuses a sheet as soon as a value stands further out than any return reaches."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.row = self.column = 0

    def look_at(self, content: bytes) -> None:
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        parser.Parse(content, True)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        kind = name.rpartition(":")[2]
        told = PLACE.fullmatch(attributes.get("r", ""))
        if kind == "row":
            number = attributes.get("r", "")
            self.row, self.column = int(number) if number.isdecimal() else self.row + 1, 0
        elif kind == "c" and told:
            self.row, self.column = int(told[2]), _column_number(told[1])
        elif kind == "c":
            self.column += 1
        elif kind in VALUES and (self.row > MOST_ROWS or self.column > MOST_COLUMNS):
            raise Refused(
                f"{self.path} has something in row {self.row}, column {self.column}. Expected at most {MOST_ROWS:,} "
                f"rows and {MOST_COLUMNS} columns: clear the cells that are not part of the return."
            )


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
