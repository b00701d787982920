"""Which of a source's columns a CSV holds, and where in a record each stands."""

from dataclasses import dataclass
from pathlib import Path

from pipelines.csv_records import records
from pipelines.errors import Refused
from pipelines.source import Source


@dataclass(frozen=True)
class Header:
    """A header as matched to a source."""

    width: int
    wanted: dict[str, int]
    """Place in a record of each column of ours, by its name in staging."""
    extra: tuple[str, ...]
    """Columns nobody knows."""


def read_header(path: Path, encoding: str, source: Source) -> list[str]:
    """The header's names, trimmed, as they stand."""
    with path.open(encoding=encoding, newline="") as file:
        first = next(records(file, source.allows_comments), "empty")
    if isinstance(first, str):
        raise Refused(f"{path} has no header line that can be read. Expected: {', '.join(_required(source))}.")
    return [name.strip() for name in first]


def layout_of(names: list[str], source: Source) -> Source:
    """The layout all of whose required columns are there; the source's first where none is."""
    upper = {name.upper() for name in names}
    fitting = (layout for layout in (source, *source.layouts) if upper.issuperset(n.upper() for n in _required(layout)))
    return next(fitting, source)


def match(path: Path, names: list[str], source: Source) -> Header:
    """Match names to the source's columns; refuses a file that lacks a required one or names one twice."""
    upper = [name.upper() for name in names]
    ours = {column.in_file.upper() for column in source.columns}
    known = {name.upper() for name in source.known_columns} | ours
    missing = [name for name in _required(source) if name.upper() not in upper]
    missing += [f"one of {' / '.join(group)}" for group in source.one_of if not any(n in upper for n in group)]
    if missing:
        _refuse_another_dataset(path, names, missing, known, source)
    twice = sorted({name for name in upper if name and upper.count(name) > 1})
    if twice:
        # where the line end after the header is lost, a person's cells stand in it
        told = ", ".join(
            [name for name in twice if name in known] or [f"{len(twice)} names that are not this dataset's"]
        )
        raise Refused(f"{path} names a column twice: {told}. Which one holds the data? Export it again.")
    return Header(
        width=len(names),
        wanted={c.name: upper.index(c.in_file.upper()) for c in source.columns if c.in_file.upper() in upper},
        extra=tuple(name for name in names if name.upper() not in known),
    )


def _required(source: Source) -> list[str]:
    return [column.in_file for column in source.columns if column.required]


def _refuse_another_dataset(path: Path, names: list[str], missing: list[str], known: set[str], source: Source) -> None:
    # Only names we know are repeated: where the header line is lost, the cells in its place are a person's.
    found = [name.upper() for name in names if name.upper() in known]
    separator = next((name for mark, name in (("\t", "tabs"), (";", "semicolons")) if mark in names[0]), "")
    if len(names) == 1 and separator:
        raise Refused(f"{path} is separated by {separator}. Export it again as a CSV, separated by commas.")
    raise Refused(
        f"{path} is not a {source.title} file: it lacks {', '.join(missing)}. "
        f"Found: {', '.join(found[:12])}{', …' if len(found) > 12 else ''}"
        f"{' and ' if found else ''}{len(names) - len(found)} names that are not this dataset's. "
        "If there is a title above the header, take it out; if it is another dataset, move it to its own folder."
    )
