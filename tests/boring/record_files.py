"""The record files of a folder: as they are, packed one by one, or many in an archive."""

import gzip
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path


class RefusedFileError(Exception):
    """A file that stops the build."""


def record_files(folder: Path) -> list[tuple[str, bytes]]:
    """Every record file with its content, in the order of the names they are reported under."""
    return sorted(files_in(folder))


def files_in(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every record file with its content; one in an archive is named after both."""
    for path in folder.iterdir():
        try:
            if path.name.endswith(".csv"):
                yield path.name, path.read_bytes()
            elif path.name.endswith(".csv.gz"):
                yield path.name, gzip.decompress(path.read_bytes())
            elif path.name.endswith(".zip"):
                with zipfile.ZipFile(path) as archive:
                    for inside in archive.namelist():
                        yield f"{path.name}/{inside}", archive.read(inside)
        except (zipfile.BadZipFile, gzip.BadGzipFile, EOFError, zlib.error) as error:
            raise RefusedFileError("not packed as its name says") from error
