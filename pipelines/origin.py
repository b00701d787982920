"""Whose each raw file is: found in the raw folder, hashed, and read from the ORIGIN.toml beside it."""

import hashlib
import os
import re
import tomllib
import zipfile
import zlib
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, datetime
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from pipelines import csv_survey
from pipelines.csv_survey import Bytes
from pipelines.errors import Refused
from pipelines.extract_day import day_in_name
from pipelines.filled_workbook import is_workbook, names_column
from pipelines.packed import is_packed, members, opened
from pipelines.source import Source

ORIGINS = ("synthetic", "published", "local_return", "project")
SYNTHETIC_COLUMN = "SYNTHETIC_DEMONSTRATION"
SYNTHETIC_TITLE = "Synthetic demonstration data"


@dataclass(frozen=True)
class RawFile:
    """A file as received, with where it came from."""

    source: str
    path: Path
    sha256: str
    origin: str
    publisher: str
    licence: str
    retrieved_on: date | None
    title: str
    address: str
    attribution: str = ""
    """The sentence the publisher asks for wherever its figures are shown."""
    member: str = ""
    """Which file of an archive; empty for a file that is none."""
    extracted_on: date | None = None
    """The day of the extract, where ORIGIN.toml or the file's name gives it."""
    seen: Bytes | None = field(default=None, compare=False, repr=False)
    """What the bytes of a CSV told as they were hashed; a packed one is looked at when it is unpacked."""

    @property
    def name(self) -> str:
        """What reports call it: `archive.zip/inside.csv` for a file of an archive."""
        return f"{self.path.name}/{self.member}" if self.member else self.path.name


def given(source: Source, path: Path) -> RawFile:
    """A file that was handed over rather than found in the raw folder: what its source says of itself."""
    return RawFile(
        source=source.name,
        path=path,
        sha256="",
        origin=source.origin,
        publisher=source.publisher,
        licence=source.licence,
        retrieved_on=None,
        title=source.title,
        address="",
    )


def survey(raw: Path, sources: Iterable[Source]) -> list[RawFile]:
    """Every file in the raw folder, in the order of the sources and then by name.

    Refuses a folder that is no source's, a file a source cannot read, a file changed since its origin was
    written down, and synthetic files beside real ones.
    """
    if not raw.is_dir():
        raise Refused(
            f"{raw} is not a folder. Give --raw a folder that holds one folder for each source "
            f"({', '.join(source.name for source in sources)})."
        )
    by_name = {source.name: source for source in sources}
    _refuse_strangers(raw, by_name)
    found = [
        file
        for source in by_name.values()
        if (raw / source.name).is_dir()
        for file in _files_of(raw / source.name, source)
    ]
    if not found:
        raise Refused(
            f"{raw} holds no data. Put each source's files in a folder of its name: {', '.join(by_name)}. "
            "To see the dashboard with made-up data first, run: python -m pipelines sample --out DIR"
        )
    _refuse_a_mixture(found)
    return found


def _refuse_strangers(raw: Path, by_name: dict[str, Source]) -> None:
    for entry in sorted(raw.iterdir()):
        if entry.name.startswith(".") or entry.suffix == ".md" or entry.name in by_name:
            continue
        raise Refused(
            f"{entry} belongs to no source. Expected folders: {', '.join(by_name)}. Move it away or rename it."
        )


def _files_of(folder: Path, source: Source) -> list[RawFile]:
    told = read_origin(folder / "ORIGIN.toml")
    hashes = told.get("files", {})
    paths = []
    for path in sorted(folder.iterdir()):
        if path.name == "ORIGIN.toml" or path.name.startswith((".", "~$")) or path.suffix == ".md":
            continue
        if not path.name.isprintable():
            raise Refused(f"{folder} holds a file whose name cannot be written: {path.name!r}. Rename it.")
        if not path.is_file() or not any(fnmatch(path.name.lower(), pattern) for pattern in source.patterns):
            raise Refused(
                f"{path} is not a file that {source.name} reads ({' or '.join(source.patterns)}). "
                "Move it to the folder of its own source, or away."
            )
        paths.append(path)
    with ThreadPoolExecutor(os.cpu_count()) as threads:  # more would only wait for each other
        found = list(threads.map(lambda path: _look_at(path, source), paths))
    files = []
    for path, (sha256, seen) in zip(paths, found, strict=True):
        _check_hash(path, sha256, hashes.get(path.name))
        inside = members(path) if path.suffix.lower() == ".zip" else [""]
        files += [_file(path, member, source, told, sha256, seen) for member in inside]
    there = {path.name for path in paths} | {file.name for file in files}
    for name in (*hashes, *told.get("extracted_on", {})):
        if name not in there:
            raise Refused(
                f"{folder / 'ORIGIN.toml'} names {name}, which is not there. "
                "Put the file back or take its line out of ORIGIN.toml."
            )
    return files


def _look_at(path: Path, source: Source) -> tuple[str, Bytes | None]:
    """The file's hash; of a CSV that is not packed also what else its bytes tell, as they are all read for the hash."""
    if source.read or is_packed(path) or is_workbook(path):
        return file_hash(path), None
    seen = csv_survey.survey(path)
    return seen.sha256, seen


def read_origin(path: Path) -> dict[str, Any]:
    """What an ORIGIN.toml says; nothing if there is none. Refuses one that cannot be understood."""
    if not path.exists():
        return {}
    try:
        told: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Refused(
            f"{path} cannot be read as TOML: {error}. Mend it, or remove it if the origin is unknown."
        ) from None
    if told.get("origin") not in ORIGINS:
        raise Refused(f"{path}: origin is {told.get('origin')!r}; expected one of {', '.join(ORIGINS)}.")
    hashes = told.get("files", {})
    if not isinstance(hashes, dict) or not all(isinstance(value, str) for value in hashes.values()):
        raise Refused(f'{path}: expected under [files] a line for each file, as in "name.csv" = "its SHA-256".')
    days = told.get("extracted_on", {})
    if not isinstance(days, dict) or not all(type(value) is date for value in days.values()):
        raise Refused(f'{path}: expected under [extracted_on] a line for each file, as in "name.csv" = 2024-06-30.')
    fetched = told.get("fetched", {})
    if not isinstance(fetched, dict) or not all(_is_of_a_fetch(value) for value in fetched.values()):
        raise Refused(
            f'{path}: expected under [fetched."name.csv"] its address, and retrieved_at with its day and time.'
        )
    return told


def _is_of_a_fetch(told: object) -> bool:
    return (
        isinstance(told, dict)
        and all(isinstance(value, str) for key, value in told.items() if key != "retrieved_at")
        and "address" in told
        and isinstance(told.get("retrieved_at"), datetime)
    )


def _check_hash(path: Path, sha256: str, expected: str | None) -> None:
    if expected is not None and expected.lower() != sha256:
        raise Refused(
            f"{path} is not the file its ORIGIN.toml describes: its hash is {sha256[:12]}…, "
            f"expected {expected[:12]}…. Raw files are never edited: put the original back, or record the new one."
        )


def _file(path: Path, member: str, source: Source, told: dict[str, Any], sha256: str, seen: Bytes | None) -> RawFile:
    words = {key: str(value) for key, value in told.items() if isinstance(value, str)}
    # what a fetch wrote of the very file, as its hash has shown, outweighs what is said of all
    fetched = told.get("fetched", {}).get(path.name) if path.name in told.get("files", {}) else None
    retrieved = fetched["retrieved_at"].date() if fetched else told.get("retrieved_on")
    origin = words.get("origin", source.origin)
    is_return = source.read is None and is_workbook(path)
    if origin != "synthetic" and (
        is_marked_synthetic(path, member) or (is_return and names_column(path, SYNTHETIC_COLUMN))
    ):
        origin = "synthetic"  # its ORIGIN.toml was lost or written over; the mark inside the file still holds
    days = told.get("extracted_on", {})
    extracted = (
        days.get(f"{path.name}/{member}") or days.get(path.name) or day_in_name(member) or day_in_name(path.name)
    )
    return RawFile(
        source=source.name,
        path=path,
        sha256=sha256,
        origin=origin,
        publisher=words.get("publisher", source.publisher if told else "origin not recorded"),
        licence=words.get("licence", source.licence if told else "origin not recorded"),
        retrieved_on=retrieved if isinstance(retrieved, date) else None,
        title=words.get("title", source.title),
        address=fetched["address"] if fetched else words.get("address", ""),
        attribution=words.get("attribution", ""),
        member=member,
        extracted_on=extracted if source.sender else None,
        seen=seen,
    )


def file_hash(path: Path) -> str:
    """SHA-256 of the file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def is_marked_synthetic(path: Path, member: str = "") -> bool:
    """Whether the file itself says it is made up: a column of a CSV, the title property of a workbook."""
    if not is_packed(path) and zipfile.is_zipfile(path):
        try:
            with zipfile.ZipFile(path) as workbook:
                properties = workbook.read("docProps/core.xml").decode("utf-8", "replace")
        except KeyError:
            return False
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError):  # the last: a packing zipfile lacks
            raise Refused(f"{path} is damaged: download it again, or ask its sender for it again.") from None
        return re.search(rf"<dc:title>[^<]*{SYNTHETIC_TITLE}", properties) is not None
    with opened(path, member) as file:
        return SYNTHETIC_COLUMN.encode() in file.read(65_536).upper()


def _refuse_a_mixture(files: list[RawFile]) -> None:
    made_up = [file for file in files if file.origin == "synthetic"]
    real = [file for file in files if file.origin in ("published", "local_return")]
    if made_up and real:
        raise Refused(
            f"Synthetic and real files cannot be built together: {made_up[0].path} is made up, {real[0].path} is not. "
            "Keep the sample country in a raw folder of its own."
        )
