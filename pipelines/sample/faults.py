"""A fault in a line of a record file, and how it is planted."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal
from zlib import crc32

from pipelines.sample.record_lines import RecordLines

Broken = tuple[str, str | None]
"""A rule and the column it blames (none for a record that cannot be cut into cells)."""


class Cells:
    """The cells of one line, by column; a column the edition lacks is left alone."""

    def __init__(self, line: str, fields: Sequence[str], null: str) -> None:
        self.fields = fields
        self.null = null
        self.values = dict(zip(fields, line[1:-1].split('","'), strict=True))

    def put(self, **values: str | None) -> "Cells":
        """Write cells; None empties one."""
        for name, value in values.items():
            if name in self.values:
                self.values[name] = self.null if value is None else value
        return self

    def put_days(self, **days_after_triage: int) -> "Cells":
        """Write dates so many days after triage."""
        for name, days in days_after_triage.items():
            self.put(**{name: written(self.triaged + timedelta(days=days))})
        return self

    @property
    def triaged(self) -> date:
        day, month, year = self.values["TRIAGED"].split("/")
        return date(int(year), int(month), int(day))

    def line(self) -> str:
        return ",".join(f'"{value.replace(chr(34), chr(34) * 2)}"' for value in self.values.values())


def written(day: date) -> str:
    """A date as the core data set writes it."""
    return day.strftime("%d/%m/%Y")


@dataclass(frozen=True)
class Fault:
    """A way for a line to go wrong, the rules it breaks, and what becomes of the line."""

    name: str
    breaks: tuple[Broken, ...]
    action: Literal["reject", "warn", "accept"]
    plant: Callable[[Cells], Cells]
    on_a_copy: bool = False
    """The line stays as it was and the faulty one follows it."""

    def suits(self, fields: Sequence[str]) -> bool:
        """Whether a file with these columns can hold it."""
        return all(column is None or column in fields for _, column in self.breaks)


@dataclass(frozen=True)
class Planted:
    """A fault that was planted."""

    file: str
    name: str
    breaks: tuple[Broken, ...]
    action: str


def plant(lines: RecordLines, fields: Sequence[str], null: str, faults: Sequence[Fault], mark: str) -> None:
    """Plant each fault in a line of its own; `mark` decides which lines."""
    taken: set[int] = set()
    for number, fault in enumerate(faults):
        place = crc32(f"{mark} {number}".encode()) % len(lines)
        while place in taken:
            place = (place + 1) % len(lines)
        taken.add(place)
        cells = Cells(lines[place], fields, null)
        fault.plant(cells)
        if fault.on_a_copy:
            lines.add_after(place, cells.line())
        else:
            lines[place] = cells.line()
