"""Records of an odd CSV one by one, through Python's csv module: it numbers them exactly and says which is broken."""

import csv
import re
from collections import deque
from collections.abc import Iterator
from typing import Self, TextIO

LONGEST_CELL = 1 << 16
ERROR = re.compile(r"#(N/A|REF!|VALUE!|NAME\?|DIV/0!|NUM!|NULL!)[ \t]*([\",]|$)", re.IGNORECASE | re.MULTILINE)
"""What a spreadsheet shows in a cell it cannot calculate, and the end of that cell."""


def is_for_people(line: str) -> bool:
    """Whether a line is a comment: one that begins with a cell a spreadsheet could not calculate is a record."""
    # a spreadsheet that saves the template again puts quotation marks round a comment with a comma in it
    begin = line.lstrip(' "')
    return begin.startswith("#") and not ERROR.match(begin)


class _Lines:
    """Physical lines of a file, of which some can be handed back; comments between records are passed over."""

    def __init__(self, file: TextIO, allows_comments: bool) -> None:
        self._file = file
        self._allows_comments = allows_comments
        self._back: deque[str] = deque()
        self.taken: list[str] = []

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> str:
        while True:
            line = self._back.popleft() if self._back else next(self._file)
            if self._allows_comments and not self.taken and is_for_people(line):
                continue
            self.taken.append(line)
            return line

    def hand_back_all_but_the_first(self) -> None:
        self._back.extendleft(reversed(self.taken[1:]))


def records(file: TextIO, allows_comments: bool, width: int = 0) -> Iterator[list[str] | str]:
    """Records of a CSV; in place of one that cannot be cut into `width` cells, the rule it broke.

    A quotation mark that is never closed would swallow every record after it, so a record that does not fit is
    only the line it began on, and reading goes on with the next.
    """
    csv.field_size_limit(LONGEST_CELL)
    lines = _Lines(file, allows_comments)
    reader = csv.reader(lines, strict=True)
    while True:
        lines.taken.clear()
        try:
            record = next(reader)
        except StopIteration:
            return
        except csv.Error:
            lines.hand_back_all_but_the_first()
            yield "broken_quoting"
            continue
        while width and len(record) > width and not record[-1]:
            record.pop()  # commas after the last cell are forgiven, as DuckDB does
        if width and record and len(record) != width:
            lines.hand_back_all_but_the_first()
            yield "wrong_number_of_columns"
        elif record:
            yield record
