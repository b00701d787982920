"""The tables a benchmark prints, the machine they are of, and their place in RESULTS.md."""

import os
import platform
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path

RESULTS = Path(__file__).with_name("RESULTS.md")
HEADING = "## The national extract (`make bench`)"
PACKAGES = ("duckdb", "polars", "pandas", "pyarrow")
BUSY = 0.5


@dataclass(frozen=True)
class Line:
    """A step's line in a table."""

    name: str
    ratio: float
    seconds: float
    peak_mb: float
    quiet: int
    runs: int


def table(lines: Iterable[Line]) -> Iterator[str]:
    """Ratios first; the last column says in how many of the runs the machine did nothing else."""
    yield "| step | × DuckDB's typed Parquet | seconds | peak MB | quiet runs |\n|---|---:|---:|---:|---:|"
    for line in lines:
        runs = f"{line.quiet} of {line.runs}"
        yield f"| {line.name} | {line.ratio:.2f} | {line.seconds:.1f} | {line.peak_mb:,.0f} | {runs} |"


def machine(load: float) -> Iterator[str]:
    """What was measured on, with what, and when."""
    words = Path("/proc/cpuinfo").read_text().split("model name", 1)
    model = words[1].split("\n", 1)[0].strip(" \t:") if len(words) > 1 else platform.machine()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    yield f"{date.today():%-d %B %Y}. {os.cpu_count()} cores ({model}), {memory:.0f} GiB, {platform.platform()};"
    yield f"Python {platform.python_version()}, " + ", ".join(f"{name} {version(name)}" for name in PACKAGES) + "."
    yield f"Load average before the first step: {load:.2f}."


def load_now() -> float:
    """The load average of the last minute; warns when the machine is busy before the first step has run.

    Later the steps themselves are the load: then each run says what others used while it ran (see measure.py).
    """
    load = os.getloadavg()[0]
    print(f"load average {load:.2f}", flush=True)
    if load > BUSY:
        print(f"WARNING: above {BUSY}: the machine is not quiet, and the figures will not be worth keeping", flush=True)
    return load


def put_into_results(text: str, heading: str = HEADING) -> None:
    """Put the tables under their heading, in place of those of an earlier day."""
    parts = RESULTS.read_text(encoding="utf-8").split("\n## ")
    kept = [part.strip() for part in parts if not f"## {part}".startswith(heading)]
    section = f"{heading}\n\n{text.strip()}"
    RESULTS.write_text("\n\n".join([kept[0], section, *(f"## {part}" for part in kept[1:])]) + "\n", encoding="utf-8")
    print(f"written to {RESULTS}")
