"""Which of a source's columns a CSV holds, and where in a record each stands."""

from dataclasses import dataclass
from difflib import get_close_matches
from fnmatch import fnmatchcase
from pathlib import Path

from pipelines.csv_records import records
from pipelines.errors import Refused
from pipelines.source import Column, Source


@dataclass(frozen=True)
class Header:
    """A header as matched to a source."""

    width: int
    wanted: dict[str, int]
    """Place in a record of each column of ours, by its name in staging."""
    extra: tuple[str, ...]
    """Columns nobody knows."""
    left_out: tuple[str, ...] = ()
    """What columns hold that are known and not read, once for each such column."""


def read_header(path: Path, encoding: str, source: Source) -> list[str]:
    """The header's names, trimmed, as they stand."""
    with path.open(encoding=encoding, newline="") as file:
        first = next(records(file, source.allows_comments), "empty")
    if isinstance(first, str):
        raise Refused(f"{path} has no header line that can be read. Expected: {', '.join(_required(source))}.")
    return [name.strip() for name in first]


def layout_of(names: list[str], source: Source) -> Source:
    """The layout all of whose required columns are there; the source's first where none is."""
    upper = [name.upper() for name in names]
    return next((layout for layout in (source, *source.layouts) if _fits(layout, upper)), source)


def _fits(layout: Source, upper: list[str]) -> bool:
    return all(_place(column, upper) for column in layout.columns if column.required)


def match(path: Path, names: list[str], source: Source) -> Header:
    """Match names to the source's columns; refuses a file that lacks a required one or names one twice."""
    upper = [name.upper() for name in names]
    ours = {name.upper() for column in source.columns for name in column.headers}
    left_out = {name: what for name in upper if name not in ours and (what := _left_out(name, source))}
    known = {name for name in upper if name in ours or name in left_out or _is_known(name, source)}
    missing = [column.in_file for column in source.columns if column.required and not _place(column, upper)]
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
        wanted={c.name: place - 1 for c in source.columns if (place := _place(c, upper))},
        extra=tuple(name for name in names if name and name.upper() not in known),
        left_out=tuple(left_out.values()),
    )


def _place(column: Column, upper: list[str]) -> int:
    """Where the column stands, counted from 1, under the first of its headers that is there; 0 if none is."""
    return next((upper.index(name.upper()) + 1 for name in column.headers if name.upper() in upper), 0)


def _is_known(name: str, source: Source) -> bool:
    return any(fnmatchcase(name, pattern.upper()) for pattern in source.known_columns)


def _left_out(name: str, source: Source) -> str:
    """What a column holds that could be read and is not; nothing for another."""
    patterns = source.left_out_columns.items()
    return next((what for pattern, what in patterns if fnmatchcase(name, pattern.upper())), "")


def _like_one_of(missing: list[str], unknown: dict[str, str]) -> list[str]:
    return [near for name in missing for near in get_close_matches(name.upper(), list(unknown), n=1)]


def _required(source: Source) -> list[str]:
    return [column.in_file for column in source.columns if column.required]


def _refuse_another_dataset(path: Path, names: list[str], missing: list[str], known: set[str], source: Source) -> None:
    # Only names we know are repeated: where the header line is lost, the cells in its place are a person's.
    found = [name.upper() for name in names if name.upper() in known]
    separator = next((name for mark, name in (("\t", "tabs"), (";", "semicolons")) if mark in names[0]), "")
    if len(names) == 1 and separator:
        raise Refused(f"{path} is separated by {separator}. Export it again as a CSV, separated by commas.")
    # a publisher's header holds nothing of a person: a name like the one that is missing can be told
    unknown = {name.upper(): name for name in names if name.upper() not in known}
    alike = {
        name: unknown[near[0]]
        for name in missing
        if source.origin == "published" and (near := _like_one_of(name.removeprefix("one of ").split(" / "), unknown))
    }
    nearest = "".join(f"Was {name} renamed {found!r}? " for name, found in alike.items())
    raise Refused(
        f"{path} is not a {source.title} file: it lacks {', '.join(missing)}. {nearest}"
        f"Found: {', '.join(found[:12])}{', …' if len(found) > 12 else ''}"
        f"{' and ' if found else ''}{len(names) - len(found)} names that are not this dataset's. "
        "If there is a title above the header, take it out; if it is another dataset, move it to its own folder."
    )
