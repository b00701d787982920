"""A national extract against the engine's own floor, and against what an analyst would write: `make bench`.

Every step is a command in a process of its own, measured from outside; all steps take turns in every round, so that
a slow minute of the machine does not fall on one of them alone. Figures are medians of the rounds.
"""

import argparse
import math
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.measure import Taken, take
from benchmarks.national_extract import KEPT_IN, Extract, at_hand
from benchmarks.report import Line, load_now, machine, put_into_results, table

SMALL, LARGE = "0.5 million", "5 million"
RUNS, QUICK_RUNS, LARGE_PANDAS_RUNS = 5, 3, 1
A_MILLION = 1_000_000

BYTES = "read the bytes (`cat` to nowhere)"
SCAN = "DuckDB finds every cell as text (a count of each of the 144 columns)"
TYPED = "DuckDB to typed Parquet (the yardstick)"
BUILD = "our whole build, restricted"
MARTS = "of which until the marts are written, before they are checked and published"
CHECKING = "checking"
"""What a build says when its marts are written."""
SMALL_BUILD = "our whole build, restricted, `--memory 1GiB`"
POLARS = "polars, fewer counts (see below)"
PANDAS = "pandas, fewer counts (see below)"
GROWING = (TYPED, BUILD, POLARS, PANDAS)

NOTES = """\
Seconds are of the whole command, Python's start and imports included; input is read into the page cache before each.
A step's memory is the greatest its process held, or its processes together, and never less than the 25 MB of the one
that starts it. A run is quiet when anything else kept less than a tenth of a core busy. `cat` and DuckDB check and
count nothing; both steps of DuckDB read all files in one go and are told the columns and the dialect. Its Parquet is
one file, dates and whole numbers typed, the rest text, the order of rows kept, as in the build.

**What pandas and polars do not do that the build does.** They read 22 of the 144 columns, and trust the files:
one encoding, sound quoting, known columns, cells without stray spaces, codes in upper case. They drop the rows that
break a rule by themselves, but do not say which row of which file broke which rule, and do not compare rows (one
episode of two people, repeated keys). They count people in treatment and new presentations by place, period, sex
and substance group, women's shares with Wilson's limits, and waits by band: no other measure, no median, 90th
percentile or mean of waits, no rates, no cells of zero, no figures by provider, no page of data quality. They do not
hash the files, check the results, hide small counts or publish one file that replaces the last whole or not at all.
What they do count is compared with the build's marts, cell by cell, before any figure is printed (at 0.5 million).
"""


@dataclass
class Step:
    """A command to measure, and what its runs took."""

    name: str
    command: Sequence[str]
    runs: int
    taken: list[Taken] = field(default_factory=list)

    @property
    def seconds(self) -> float:
        """The median of the runs."""
        return statistics.median(run.seconds for run in self.taken)

    @property
    def peak_mb(self) -> float:
        """The median of the runs."""
        return statistics.median(run.peak_mb for run in self.taken)


def main() -> None:
    """Measure on this machine and print the tables; `--write` keeps them in RESULTS.md."""
    given = _arguments()
    runs = given.runs or (QUICK_RUNS if given.quick else RUNS)
    extracts = {size: at_hand(size) for size in ((SMALL,) if given.quick else (SMALL, LARGE))}
    load = load_now()
    with tempfile.TemporaryDirectory(dir=KEPT_IN) as folder:
        steps = {size: _steps(extract, Path(folder) / str(extract.records), runs) for size, extract in extracts.items()}
        million = None if given.quick else _write_a_million(Path(folder))
        for number in range(runs):
            for size, of_size in steps.items():
                _one_round(number, size, extracts[size], of_size)
            if number == 0:
                _refuse_other_counts(Path(folder) / str(extracts[SMALL].records))
            text = "\n".join(_report(extracts, steps, million, number + 1, load))
            if given.write:
                put_into_results(text)  # an interrupted benchmark leaves the rounds it has
    print(f"\n{text}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.national", description=__doc__)
    parser.add_argument("--runs", type=int, metavar="N", help=f"rounds; {RUNS}, or {QUICK_RUNS} with --quick")
    parser.add_argument("--quick", action="store_true", help="the 0.5 million records only")
    parser.add_argument("--write", action="store_true", help="keep the tables in benchmarks/RESULTS.md")
    given = parser.parse_args()
    if given.quick and given.write:
        parser.error("--write keeps the whole benchmark, not a --quick one")
    if given.runs is not None and given.runs < 1:
        parser.error("--runs: at least one")
    return given


def _steps(extract: Extract, out: Path, runs: int) -> list[Step]:
    out.mkdir()
    python, raw = [sys.executable, "-m"], extract.raw
    build = [*python, "pipelines", "build", "--raw", raw, "--mode", "restricted", "--marts", str(out / "marts.duckdb")]
    large_runs = min(runs, LARGE_PANDAS_RUNS) if extract.records > A_MILLION else runs
    steps = [
        Step(BYTES, ["cat", *extract.paths], runs),
        Step(SCAN, [*python, "benchmarks.with_duckdb", "scan", raw], runs),
        Step(TYPED, [*python, "benchmarks.with_duckdb", "typed", raw, str(out / "typed.parquet")], runs),
        Step(BUILD, build, runs),
        Step(SMALL_BUILD, [*build, "--memory", "1GiB"], runs),
        Step(POLARS, [*python, "benchmarks.with_polars", raw, str(out / "polars")], runs),
        Step(PANDAS, [*python, "benchmarks.with_pandas", raw, str(out / "pandas")], large_runs),
    ]
    help_text = subprocess.run([*python, "pipelines", "build", "--help"], capture_output=True, text=True, check=True)
    if "--memory" not in help_text.stdout:
        steps = [step for step in steps if step.name != SMALL_BUILD]
    return steps


def _one_round(number: int, size: str, extract: Extract, steps: Sequence[Step]) -> None:
    for step in steps:
        if number < step.runs:
            # what the step before wrote is on the disk; and some machines empty the page cache within a minute, so that
            # steps would pay for it by their place in the row
            os.sync()
            subprocess.run(["cat", *extract.paths], stdout=subprocess.DEVNULL, check=True)
            taken = take(step.command, CHECKING if step.name == BUILD else "")
            step.taken.append(taken)
            busy = f"  NOT QUIET: others kept {taken.others:.1f} cores busy" if not taken.is_quiet else ""
            print(f"round {number + 1}, {size}: {step.name}: {taken.seconds:.1f} s{busy}", flush=True)


def _refuse_other_counts(out: Path) -> None:
    """A comparison of speed means nothing where the counts differ."""
    folders = [str(out / "polars"), str(out / "pandas")]
    command = [sys.executable, "-m", "benchmarks.same_counts", str(out / "marts.duckdb"), *folders]
    if subprocess.run(command).returncode != 0:
        sys.exit("The counts differ: the benchmark ends here.")


def _write_a_million(folder: Path) -> Taken:
    """The sample's own speed: a country of a million people in treatment a year, written and thrown away."""
    raw = folder / "a_million"
    asked = ["--out", str(raw), "--people", str(A_MILLION), "--seed", "1"]
    try:
        return take([sys.executable, "-m", "pipelines", "sample", *asked])
    finally:
        shutil.rmtree(raw, ignore_errors=True)


def _report(
    extracts: dict[str, Extract], steps: dict[str, list[Step]], million: Taken | None, runs: int, load: float
) -> Iterator[str]:
    yield from machine(load)
    for size, of_size in steps.items():
        extract = extracts[size]
        yield f"\n### {size} records\n"
        yield f"{extract.records:,} records of {extract.columns} columns, {extract.megabytes:,.0f} MB in"
        fewer = [f"{step.name.split(',')[0]}: {len(step.taken)} run only" for step in of_size if step.runs < runs]
        yield f"{extract.files} files; {'; '.join([f'medians of {runs} runs', *fewer])}.\n"
        yardstick = next(step.seconds for step in of_size if step.name == TYPED)
        yield from table(line for step in of_size for line in _lines(step, yardstick))
        yield "\nRounds of the whole build, × the yardstick of the same round: " + _rounds(of_size) + "."
    if LARGE in steps:
        yield "\n### Growth\n"
        yield "Seconds grow as records to this power (1 is in proportion):\n"
        yield "| step | power |\n|---|---:|"
        for name in GROWING:
            yield f"| {name} | {_power(name, extracts, steps):.2f} |"
    if million:
        state = "quiet" if million.is_quiet else "not quiet"
        yield "\nThe sample writes a country of a million people in treatment a year in"
        yield f"{million.seconds:.0f} seconds ({million.peak_mb:,.0f} MB of memory; one run, {state})."
    yield f"\n{NOTES}"


def _lines(step: Step, yardstick: float) -> Iterator[Line]:
    yield Line(step.name, step.seconds / yardstick, step.seconds, step.peak_mb, _quiet(step), len(step.taken))
    until = [run.until for run in step.taken if run.until is not None]
    if until:
        seconds = statistics.median(until)
        yield Line(MARTS, seconds / yardstick, seconds, step.peak_mb, _quiet(step), len(until))


def _rounds(steps: Sequence[Step]) -> str:
    yardstick, build = (next(step.taken for step in steps if step.name == name) for name in (TYPED, BUILD))
    return ", ".join(f"{ours.seconds / theirs.seconds:.2f}" for ours, theirs in zip(build, yardstick, strict=True))


def _quiet(step: Step) -> int:
    return sum(run.is_quiet for run in step.taken)


def _power(name: str, extracts: dict[str, Extract], steps: dict[str, list[Step]]) -> float:
    small, large = (next(step.seconds for step in steps[size] if step.name == name) for size in (SMALL, LARGE))
    return math.log(large / small) / math.log(extracts[LARGE].records / extracts[SMALL].records)


if __name__ == "__main__":
    main()
