"""A made-up national extract in provider files (core data set K, 144 columns), written once and kept in data/bench.

It is written again when the sample's own code has changed. `python -m benchmarks.national_extract FOLDER PEOPLE`
writes one with no cache: the benchmark measures that command.
"""

import hashlib
import json
import shutil
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

KEPT_IN = Path("data/bench")
EDITION, SEED = "K", 2025
PEOPLE = {"0.5 million": 26_300, "5 million": 263_000}
"""People in treatment a year for each size: six years of them make about 8.4 records a person."""


@dataclass(frozen=True)
class Extract:
    """Where an extract lies, as a raw folder for the build, and how large it is."""

    raw: str
    records: int
    columns: int
    files: int
    megabytes: float
    generator: str

    @property
    def paths(self) -> list[str]:
        """The provider files."""
        return files_of(Path(self.raw))


def files_of(raw: Path) -> list[str]:
    """The provider files of a raw folder."""
    return [str(path) for path in sorted((raw / "ndtms_records").glob("*.csv"))]


def at_hand(size: str) -> Extract:
    """The extract of a size named in PEOPLE; written first if it is not there as the sample writes it today."""
    name = size.replace(" ", "_")
    raw, note = KEPT_IN / name, KEPT_IN / f"{name}.json"
    if note.is_file() and raw.is_dir():
        kept = Extract(**json.loads(note.read_text(encoding="utf-8")))
        if kept.generator == _generator():
            return kept
    note.unlink(missing_ok=True)
    shutil.rmtree(raw, ignore_errors=True)
    print(f"writing {raw} ({size} records), once", flush=True)
    # a process of its own, so that this one stays small: see measure.py
    subprocess.run([sys.executable, "-m", "benchmarks.national_extract", str(raw), str(PEOPLE[size])], check=True)
    extract = _describe(raw)
    note.write_text(json.dumps(asdict(extract), indent=2), encoding="utf-8")
    return extract


def _describe(raw: Path) -> Extract:
    files = [Path(path) for path in files_of(raw)]
    records = 0
    for path in files:
        with path.open("rb") as file:
            records += sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(1 << 20), b"")) - 1
    with files[0].open("rb") as file:
        columns = file.readline().count(b",") + 1
    size = sum(path.stat().st_size for path in files) / 1e6
    return Extract(str(raw), records, columns, len(files), size, _generator())


def _generator() -> str:
    """A short hash of what decides the bytes."""
    digest = hashlib.sha256(f"{EDITION} {SEED} {PEOPLE}".encode())
    for path in sorted((*Path("pipelines/sample").rglob("*"), *Path("pipelines/reference").glob("*.csv"))):
        if path.suffix in (".py", ".sql", ".csv"):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def main(raw: str, people: str) -> None:
    """Write an extract of `people` a year into the raw folder `raw`."""
    from pipelines import sample  # heavy, and this module is read by the process that measures

    folder = Path(raw) / "ndtms_records"
    folder.parent.mkdir(parents=True, exist_ok=True)
    sample.write_records_only(folder, int(people), SEED, EDITION)


if __name__ == "__main__":
    main(*sys.argv[1:])
