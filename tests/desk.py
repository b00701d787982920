"""A desk where tests hand in files: what was read, what was kept out and why, what was noted."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pipelines.intake import take_in
from pipelines.origin import given
from pipelines.source import Source
from pipelines.warehouse import Warehouse

TODAY = date(2024, 6, 30)

Reject = tuple[str, int, str | None, str]
"""File, line, column, rule."""


@dataclass(frozen=True)
class TakenIn:
    """What became of some files of one source."""

    counts: list[tuple[int, int, int]]
    """Rows read, accepted and rejected, file by file."""
    rejects: list[Reject]
    notes: list[tuple[str, str, int]]
    """Topic, detail and rows of what was noticed and let in."""

    def broken_at(self, line: int) -> set[tuple[str | None, str]]:
        """Column and rule of everything wrong with one line."""
        return {(column, rule) for _, at, column, rule in self.rejects if at == line}


@dataclass(frozen=True)
class Desk:
    """Takes files in as a build does, and forgets those before."""

    warehouse: Warehouse

    def take_in(self, source: Source, *paths: Path, today: date = TODAY) -> TakenIn:
        """Read files of a source; raises Refused as a build would."""
        for mart in ("rejected_row", "build_note"):
            self.warehouse.run(f"delete from mart.{mart}")
        files = [given(source, path) for path in paths]
        intakes = take_in(source, files, self.warehouse, today)
        return TakenIn(
            counts=[(intake.read, intake.accepted, intake.rejected) for intake in intakes],
            rejects=self.rows("select file, line, column_name, rule from mart.rejected_row order by all"),
            notes=self.rows("select topic, detail, rows from mart.build_note order by all"),
        )

    def rows(self, query: str) -> list[Any]:
        """The answer to a query on what was last taken in."""
        return self.warehouse.rows(query)


@contextmanager
def open_desk(folder: Path) -> Iterator[Desk]:
    """A desk with the reference tables, the formulas and the marts that intake writes to."""
    with Warehouse(folder) as warehouse:
        warehouse.load_reference()
        warehouse.script("macros.sql")
        for mart in ("rejected_row", "build_note"):
            warehouse.script("marts", f"{mart}.sql")
        yield Desk(warehouse)
