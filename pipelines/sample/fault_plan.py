"""Which faults each service's file gets, and those that befall a whole line."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import cycle

from pipelines.sample.fault_list import LINE_FAULTS
from pipelines.sample.faults import Fault, Planted
from pipelines.sample.layouts import Layout, layout_of
from pipelines.sample.record_lines import RecordLines

FAULT_SHARE = 0.003
LINES_AN_EPISODE = 2.05
SPARE = 20
"""Faults over and above one of each kind: the last of them may find no file left that has their columns."""


def share_out(sizes: Mapping[int, int]) -> dict[int, list[Fault]]:
    """Faults by service: three in a thousand lines, and every kind at least once in the country.

    `sizes` is the number of episodes of each service.
    """
    total = sum(sizes.values())
    wanted = max(round(total * LINES_AN_EPISODE * FAULT_SHARE), len(LINE_FAULTS) + SPARE)
    turns = _Turns()
    shares: dict[int, list[Fault]] = {}
    before = 0.0
    for number, size in sorted(sizes.items()):
        upto = before + size / total * wanted
        room = size // 2
        places = min(round(upto) - round(before), room)
        shares[number] = list(turns.take(places, layout_of(number).fields))
        before = upto if places < room else round(before) + places
    return shares


class _Turns:
    """The kinds of fault, one after the other; one that a file has no column for waits for the next file."""

    def __init__(self) -> None:
        self._next = cycle(LINE_FAULTS)
        self._waiting: list[Fault] = []

    def take(self, count: int, fields: Sequence[str]) -> Iterator[Fault]:
        for _ in range(count):
            waiting = next((fault for fault in self._waiting if fault.suits(fields)), None)
            if waiting is not None:
                self._waiting.remove(waiting)
                yield waiting
                continue
            fault = next(self._next)
            while not fault.suits(fields):
                self._waiting.append(fault)
                fault = next(self._next)
            yield fault


def file_fault(lines: RecordLines, sound: str, layout: Layout, agency: str, rank: int, file: str) -> list[Planted]:
    """Faults of whole lines, each in one of the largest files, most on a copy of a sound line."""
    middle, last = len(lines) // 2, len(lines) - 1
    cut: tuple[tuple[str, str | None], ...] = (("wrong_number_of_columns", None),)
    unclosed: tuple[tuple[str, str | None], ...] = (("broken_quoting", None),)
    if rank == 0:
        lines.add_after(middle, layout.header)
        return [Planted(file, "header in the middle", (("header_repeated", "AGNCY"),), "reject")]
    if rank == 1:
        lines.add_after(last, sound[: sound.index(agency) + 3])
        return [Planted(file, "cut off in the middle of a cell", unclosed, "reject")]
    if rank == 2:
        lines.add_after(last, ",".join(sound.split(",")[:-12]))
        return [Planted(file, "cut off after a cell", cut, "reject")]
    if rank == 3:
        lines.add_after(middle, sound.replace('","', '"x,"', 1))
        return [Planted(file, "text after a quote", unclosed, "reject")]
    if rank == 4:
        lines.add_after(middle, sound + ',"one more"')
        return [Planted(file, "one cell too many", cut, "reject")]
    if rank == 5:
        lines.add_after(middle, "")
        lines.add_after(last, "")
        return [Planted(file, "blank lines", (), "accept")]
    return []
