"""How long the demonstration takes: writing the sample country, building its marts, and the engine's own floor.

The floor is DuckDB reading every column of the same record files as text, which no build can be quicker than.
Prints medians, as ratios to that floor first; `make bench` runs it.
"""

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
            "DuckDB reads the record files as text (floor)": lambda: _read_as_text(raw),
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
    with duckdb.connect() as connection:
        for path in sorted((raw / "ndtms_records").glob("*.csv")):
            try:
                # hash() of a whole row makes every cell be read
                connection.execute(
                    "select bit_xor(hash(columns(*))) from read_csv(?, all_varchar = true, ignore_errors = true)",
                    [str(path)],
                ).fetchall()
            except duckdb.Error:
                continue  # a Windows-1252 file; a handful of 170


if __name__ == "__main__":
    main()
