"""How long the real published files take, source by source and together: `make bench` and `make bench-published`.

Each build is a command in a process of its own, of a raw folder that holds one source's files, or all; beside it, what
it takes to read the same files as text and do nothing else (polars for CSVs, fastexcel for workbooks, json).
"""

import statistics
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measure import Taken, take
from benchmarks.report import load_now, machine, put_into_results
from tests.real_files import OF_SOURCE, lay

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
RUNS = 5
HEADING = "## The published files (`make bench-published`)"
READING = """
import json, sys
from pathlib import Path
import fastexcel, polars as pl
for path in sorted(Path(sys.argv[1]).rglob("*")):
    if path.suffix == ".csv":
        pl.read_csv(path, infer_schema=False, encoding="utf8-lossy", truncate_ragged_lines=True)
    elif path.suffix == ".json":
        json.loads(path.read_text())
    elif path.suffix in (".xlsx", ".xls"):
        book = fastexcel.read_excel(path)
        for sheet in book.sheet_names:
            book.load_sheet(sheet, header_row=None, dtypes="string").to_polars()
"""


def main() -> None:
    """Measure, print the table, and put it into RESULTS.md."""
    if not SHARED.is_dir():
        sys.exit("The real published files are not beside the project (../shared/data): nothing to measure.")
    load = load_now()
    with tempfile.TemporaryDirectory() as folder:
        raw = {source: lay(SHARED, Path(folder) / "raw" / source, source) for source in OF_SOURCE}
        raw["all together"] = lay(SHARED, Path(folder) / "all")
        lines = [_line(name, place, Path(folder) / "marts.duckdb") for name, place in raw.items()]
    table = "\n".join(_table(lines))
    print(table)
    put_into_results("\n".join([*machine(load), "", f"Medians of {RUNS} runs.", "", table]), HEADING)


def _line(name: str, raw: Path, marts: Path) -> tuple[str, float, float, float]:
    """Seconds of a build and of reading alone, and the build's peak in MB; the two take turns."""
    building = [sys.executable, "-m", "pipelines", "build", "--raw", str(raw), "--marts", str(marts), "--mode", "open"]
    reading = [sys.executable, "-c", READING, str(raw)]
    runs: list[tuple[Taken, Taken]] = [(take(building), take(reading)) for _ in range(RUNS)]
    built, read = ([of[place] for of in runs] for place in (0, 1))
    line = (
        name,
        statistics.median(run.seconds for run in built),
        statistics.median(run.seconds for run in read),
        max(run.peak_mb for run in built),
    )
    print(f"{name}: {line[1]:.1f} s, reading alone {line[2]:.1f} s, {line[3]:,.0f} MB", flush=True)
    return line


def _table(lines: list[tuple[str, float, float, float]]) -> Iterator[str]:
    yield "| source | × reading alone | build, seconds | reading alone, seconds | peak MB |\n|---|---:|---:|---:|---:|"
    for name, built, read, peak in lines:
        yield f"| {name} | {built / read:.1f} | {built:.1f} | {read:.1f} | {peak:,.0f} |"


if __name__ == "__main__":
    main()
