"""A text cut into records and cells, one stray quote leading astray no further than its own line."""

import re
from dataclasses import dataclass

LONGEST_IN_QUOTES = 65_536
"""Characters a cell in quotes may hold, a doubled quote being one."""

LINE = re.compile(r"[^\r\n]*")
LINE_END = re.compile(r"\r\n|\r|\n|\Z")
UNQUOTED_CELL = re.compile(r"[^,\r\n]*")

Cells = list[str] | None
"""The cells of a record; null where its quoting is broken."""


@dataclass
class Rest:
    """What is known of a record from one of its cells on."""

    is_broken: bool
    first_filled: str
    """The first cell that is not empty, if any is not."""
    end: int


def split_records(text: str) -> list[Cells]:
    """The records of a text, the header first, blank lines left out.

    A record with broken quoting, or with more or fewer cells than the header, is its first line only, whatever its
    quotes say: the next line is read as a record again. Empty cells too many are forgiven, and left off.
    """
    records: list[Cells] = []
    width: int | None = None
    known: dict[int, Rest] = {}
    position = 0
    while position < len(text):
        line, after_line = line_at(text, position)
        if line == "":
            position = after_line
            continue
        cells, after = plain_line(line), after_line
        if cells is None:
            cells, after = record_at(text, position, width, known)
        if cells is not None and width is None:
            width = len(cells)
        if cells is not None and width is not None and not any(cells[width:]):
            cells = cells[:width]
        records.append(cells)
        position = after if cells is not None and len(cells) == width else after_line
    return records


def line_at(text: str, position: int) -> tuple[str, int]:
    """The line that begins at a position, without its end, and where the next begins."""
    end = end_of(LINE, text, position)
    return text[position:end], end_of(LINE_END, text, end)


def plain_line(line: str) -> Cells:
    """The cells of a line with no quotes, or with every cell in quotes and no quote inside; null for any other.

    Only a shorter way to what `record_at` says: nearly every line is one of the two.
    """
    if '"' not in line:
        return line.split(",")
    cells = line[1:-1].split('","')
    is_plain = line.startswith('"') and line.endswith('"') and line.count('"') == 2 * len(cells)
    return cells if is_plain and len(line) <= LONGEST_IN_QUOTES else None


def record_at(text: str, position: int, width: int | None, known: dict[int, Rest]) -> tuple[Cells, int]:
    """The record that begins at a position, over as many lines as its quotes say, and where the text goes on.

    Of a record that is none, `known` is told the rest from each of its cells. So a later record that runs into the
    same cells, and has too many of them by then, need not be read to its end: many stray quotes would take for ever.
    """
    cells: list[str] = []
    starts: list[int] = []
    is_broken = is_ended = False
    while not is_ended:
        if width is not None and len(cells) > width and position in known:
            rest = known[position]
            is_broken, position = rest.is_broken, rest.end
            cells.append(rest.first_filled)
            break
        starts.append(position)
        is_quoted = text.startswith('"', position)
        cell, position = quoted_cell(text, position) if is_quoted else unquoted_cell(text, position)
        cells.append(cell or "")
        is_ended = LINE_END.match(text, position) is not None
        is_broken = cell is None or not (is_ended or text.startswith(",", position))
        if is_broken:
            break
        position = end_of(LINE_END, text, position) if is_ended else position + 1
    if is_broken or (width is not None and any(cells[width:])):
        first_filled = cells[-1] if len(cells) > len(starts) else ""
        for start, cell in zip(reversed(starts), reversed(cells[: len(starts)]), strict=True):
            first_filled = cell or first_filled
            known[start] = Rest(is_broken, first_filled, position)
    return None if is_broken else cells, position


def unquoted_cell(text: str, position: int) -> tuple[str, int]:
    """The cell that begins at a position, up to the next comma or the end of the line; quotes mean nothing."""
    end = end_of(UNQUOTED_CELL, text, position)
    return text[position:end], end


def end_of(pattern: re.Pattern[str], text: str, position: int) -> int:
    """Where what stands at a position, and surely does, ends."""
    found = pattern.match(text, position)
    assert found is not None, "each can be empty, or was looked for"
    return found.end()


def quoted_cell(text: str, position: int) -> tuple[str | None, int]:
    """The cell whose quote opens at a position; null if it does not close before it would hold too much."""
    pieces: list[str] = []
    held = 0
    start = position + 1
    while held <= LONGEST_IN_QUOTES:
        closing = text.find('"', start, start + LONGEST_IN_QUOTES - held + 1)
        if closing < 0:
            return None, start
        pieces.append(text[start:closing])
        if not text.startswith('""', closing):
            return "".join(pieces), closing + 1
        pieces.append('"')
        held += closing - start + 1
        start = closing + 2
    return None, start
