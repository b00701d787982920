"""How services send their files: plain, packed, several in one archive, or an earlier extract beside the latest."""

import gzip
import hashlib
import shutil
import zipfile
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from pipelines.origin import file_hash
from pipelines.sample.folders import WRITTEN_ON
from pipelines.sample.world import Provider

ARCHIVE = "ndtms_together.zip"
EXTRACT_DAYS = (date(2024, 3, 31), date(2025, 3, 28))
"""When the services that are sent twice sent theirs: the latest a little before the end of the records."""
LIGHTLY = 1
"""How hard to pack: the file need not be small, only packed."""


def is_sent_twice(number: int) -> bool:
    """Whether a service has left an earlier extract beside its latest, both with their day in the name."""
    return number % 41 == 1


def name_of(service: Provider, day: date | None = None) -> str:
    """What reports call a service's file; one in an archive is named after both."""
    dated = f"_{day.isoformat()}" if day else ""
    name = f"{plain_name(service)}{dated}.csv"
    if service.number % 29 == 6:
        return f"{name}.gz"
    return f"{ARCHIVE}/{name}" if service.number % 28 == 20 else name


def plain_name(service: Provider) -> str:
    """The file's name without its ending: area and service."""
    area = "".join(letter if letter.isalnum() else "_" for letter in service.area_name.lower())
    return f"ndtms_{area.strip('_').replace('__', '_')}_{service.agency}"


def save(folder: Path, name: str, pieces: Iterable[bytes | memoryview]) -> dict[str, str]:
    """Write a file under the name that reports call it; returns the hash of what was written, by the file's name."""
    archive, _, inside = name.rpartition("/")
    if archive:
        parts = _parts_of(folder)
        parts.mkdir(exist_ok=True)
        (parts / inside).write_bytes(b"".join(pieces))
        return {}
    if name.endswith(".gz"):
        pieces = [gzip.compress(b"".join(pieces), LIGHTLY, mtime=0)]  # a time would change the bytes
    written = hashlib.sha256()
    with (folder / name).open("wb") as file:
        for piece in pieces:
            file.write(piece)
            written.update(piece)
    return {name: written.hexdigest()}


def close_archive(folder: Path) -> dict[str, str]:
    """Put the files meant for the archive into it; returns its hash."""
    parts = _parts_of(folder)
    if not parts.exists():
        return {}
    with zipfile.ZipFile(folder / ARCHIVE, "w") as archive:
        for part in sorted(parts.iterdir()):
            entry = zipfile.ZipInfo(part.name, (WRITTEN_ON.year, WRITTEN_ON.month, WRITTEN_ON.day, 0, 0, 0))
            entry.create_system = 3  # the same bytes whichever system writes them
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, part.read_bytes(), zipfile.ZIP_DEFLATED, LIGHTLY)
    shutil.rmtree(parts)
    return {ARCHIVE: file_hash(folder / ARCHIVE)}


def _parts_of(folder: Path) -> Path:
    return folder.with_name("to_be_packed")
