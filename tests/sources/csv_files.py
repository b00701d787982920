"""Writes CSV files in the layouts of publishers, and reads real ones a second, boring way."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from pipelines.warehouse import Warehouse

Row = Mapping[str, str]


def write_csv(path: Path, header: Sequence[str], rows: Iterable[Row], *, bom: bool = False, ends: str = "\n") -> Path:
    """A CSV with these columns; what a row does not give is an empty cell."""
    with path.open("w", encoding="utf-8-sig" if bom else "utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator=ends)
        writer.writerow(header)
        writer.writerows([row.get(name, "") for name in header] for row in rows)
    return path


def read_csv(path: Path) -> list[dict[str, str]]:
    """The records of a CSV, by its header: record 0 stands in line 2."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def renamed(header: Sequence[str], old: str, new: str) -> list[str]:
    """The header with one column called something else."""
    assert old in header
    return [new if name == old else name for name in header]


def rejects(warehouse: Warehouse) -> list[tuple[int, str, str]]:
    """Line, column and rule of each row that was kept out."""
    found: list[tuple[int, str, str]] = warehouse.rows(
        "select line, column_name, rule from mart.rejected_row order by all"
    )
    return found


def notes(warehouse: Warehouse, topic: str) -> list[tuple[str, int]]:
    """What the build noticed of a topic, and of how many rows or files."""
    found: list[tuple[str, int]] = warehouse.rows(
        "select detail, rows from mart.build_note where topic = ? order by all", [topic]
    )
    return found
