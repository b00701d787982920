"""How long the demonstration takes: writing the sample country, building its marts, and the engine's own floor.

The floor is DuckDB putting every cell of the same record files into a table of text.
Prints medians, as ratios to that floor first; `make bench-sample` runs it.
"""

import contextlib
import platform
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb

from pipelines import sample
from pipelines.build import build

PEOPLE, SEED, RUNS = 45_000, 2025, 5


def main() -> None:
    """Measure on this machine and print the table that stands in RESULTS.md."""
    with tempfile.TemporaryDirectory() as folder:
        raw, marts = Path(folder) / "raw", Path(folder) / "marts" / "commissioning.duckdb"
        steps: dict[str, Callable[[], object]] = {
            "DuckDB reads the record files as text": lambda: _read_as_text(raw),
            "build, open": lambda: build(raw, marts, "open"),
            "write the sample country": lambda: sample.write(raw, PEOPLE, SEED),
        }
        steps["write the sample country"]()
        seconds = {name: statistics.median(_seconds(step) for _ in range(RUNS)) for name, step in steps.items()}
        size = sum(file.stat().st_size for file in raw.rglob("*") if file.is_file()) / 1e6
    floor = next(iter(seconds.values()))
    print(f"{PEOPLE:,} people a year, six years, {size:,.0f} MB of raw files; medians of {RUNS}")
    print(f"{platform.machine()}, Python {platform.python_version()}, duckdb {duckdb.__version__}\n")
    print("| step | × floor | seconds |\n|---|---:|---:|")
    for name, taken in seconds.items():
        print(f"| {name} | {taken / floor:.1f} | {taken:.1f} |")


def _seconds(step: Callable[[], object]) -> float:
    began = time.perf_counter()
    step()
    return time.perf_counter() - began


def _read_as_text(raw: Path) -> None:
    """Every cell of every record file into a table of text, with no guessing and nothing checked."""
    with duckdb.connect() as connection:
        for path in sorted((raw / "ndtms_records").glob("*.csv")):
            with path.open("rb") as file:
                width = file.readline().count(b",") + 1
            columns = ", ".join(f"'c{place}': 'VARCHAR'" for place in range(width))
            with contextlib.suppress(duckdb.Error):  # a Windows-1252 file; a handful of 170
                connection.execute(
                    f"""
                    create or replace table records as
                    from read_csv(
                        ?, header = false, skip = 1, auto_detect = false, columns = {{{columns}}},
                        delim = ',', quote = '"', escape = '"', ignore_errors = true
                    )
                    """,
                    [str(path)],
                ).fetchall()


if __name__ == "__main__":
    main()
