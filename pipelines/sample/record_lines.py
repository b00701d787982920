"""The lines of one record file: bytes as the engine wrote them, and the few that were changed or put between."""

from collections import defaultdict
from collections.abc import Iterator, Sequence


class RecordLines:
    """Lines of one service, in order. Only lines that are looked at ever become text."""

    def __init__(self, written: memoryview, ends: Sequence[int], first: int, count: int) -> None:
        """`written` holds every line with its newline; line n runs from ends[first + n] to ends[first + n + 1]."""
        self._written = written
        self._ends = ends
        self._first = first
        self._count = count
        self._changed: dict[int, str] = {}
        self._after: dict[int, list[str]] = defaultdict(list)

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, place: int) -> str:
        """The line without its newline, as it stands now."""
        changed = self._changed.get(place)
        if changed is not None:
            return changed
        return str(self._bytes(place, place + 1)[:-1], "ascii")

    def __setitem__(self, place: int, line: str) -> None:
        self._changed[place] = line

    def add_after(self, place: int, line: str) -> None:
        """Put a line after another, and after what was put there before."""
        self._after[place].append(line)

    def pieces(self, header: str, line_end: str, encoding: str, is_cut_off: bool) -> Iterator[bytes | memoryview]:
        """The file's bytes, in pieces; a file that is cut off has no end to its last line."""
        yield (header + line_end).encode(encoding)
        encoding = encoding.removesuffix("-sig")  # the mark stands at the beginning alone
        upto = 0
        for place in sorted({*self._changed, *self._after}):
            untouched_to = place if place in self._changed else place + 1
            yield self._with_line_ends(upto, untouched_to, line_end)
            lines = [self._changed[place]] if place in self._changed else []
            text = line_end.join((*lines, *self._after.get(place, ()))).encode(encoding)
            upto = place + 1
            yield text if is_cut_off and upto == self._count else text + line_end.encode()
        yield self._with_line_ends(upto, self._count, line_end)

    def _with_line_ends(self, first: int, end: int, line_end: str) -> bytes | memoryview:
        lines = self._bytes(first, end)
        return lines if line_end == "\n" else bytes(lines).replace(b"\n", line_end.encode())

    def _bytes(self, first: int, end: int) -> memoryview:
        return self._written[self._ends[self._first + first] : self._ends[self._first + end]]
