"""Files that come packed (.csv.gz, .zip of CSVs, a workbook filled in in a CSV's place): unpacked while they are read,
where only the build can look.
"""

import errno
import gzip
import lzma
import shutil
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from pipelines.errors import Refused
from pipelines.filled_workbook import is_workbook, write_as_csv


@dataclass(frozen=True)
class Unpacked:
    """Where a file can be read as a plain CSV."""

    path: Path
    rows: tuple[int, ...] = ()
    """Of a workbook: the row of its sheet each record stood in, the header's first."""


def is_packed(path: Path) -> bool:
    """Whether a file's name says that it is packed."""
    return path.suffix.lower() in (".gz", ".zip")


@contextmanager
def unpacked(files: Sequence[tuple[Path, str]], folder: Path) -> Iterator[list[Unpacked]]:
    """Where each file, or file in an archive, can be read unpacked; what was unpacked is gone when the block ends."""
    place = folder / "unpacked"
    place.mkdir(mode=0o700, exist_ok=True)
    try:
        yield [_unpack(path, member, place / f"{number}.csv") for number, (path, member) in enumerate(files)]
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _unpack(path: Path, member: str, to: Path) -> Unpacked:
    if is_workbook(path):
        return Unpacked(to, write_as_csv(path, to))
    if not is_packed(path):
        return Unpacked(path)
    with opened(path, member) as packed, to.open("wb") as copy:
        shutil.copyfileobj(packed, copy, 1 << 20)
    return Unpacked(to)


@contextmanager
def opened(path: Path, member: str = "") -> Iterator[IO[bytes]]:
    """The unpacked bytes of a file, or of one file in an archive; refuses what cannot be unpacked."""
    with _refusing(path):
        if path.suffix.lower() == ".gz":
            with gzip.open(path) as file:
                yield cast(IO[bytes], file)
        elif member:
            with zipfile.ZipFile(path) as archive, archive.open(member) as inside:
                yield inside
        else:
            with path.open("rb") as plain:
                yield plain


def members(path: Path) -> list[str]:
    """The CSVs in an archive, by name; refuses one that holds anything else, or nothing."""
    with _refusing(path), zipfile.ZipFile(path) as archive:
        names = sorted(entry.filename for entry in archive.infolist() if not entry.is_dir())
    names = [name for name in names if not name.startswith("__MACOSX/")]
    strangers = [name for name in names if not name.lower().endswith(".csv")]
    if strangers or not names:
        held = f"holds {len(strangers)} files that are not .csv" if strangers else "holds no file"
        raise Refused(f"{path} {held}. Expected a .zip of .csv files only: pack it again without them.")
    if len(set(names)) < len(names):
        raise Refused(f"{path} holds two files of one name. Pack it again with each file once.")
    if not all(name.isprintable() for name in names):
        raise Refused(f"{path} holds a file whose name cannot be written. Rename it and pack it again.")
    return names


@contextmanager
def _refusing(path: Path) -> Iterator[None]:
    """Turn whatever unpacking says of a damaged or locked file into a sentence."""
    try:
        yield
    except NotImplementedError:
        raise Refused(f"{path} is packed in a way that cannot be read here. Pack it again as a plain zip.") from None
    except RuntimeError as error:  # zipfile's word for a file that asks for a password
        if "password" not in str(error):
            raise
        raise Refused(f"{path} is locked with a password. Unlock it and save it again without one.") from None
    except OSError as error:
        if error.errno not in (None, errno.EINVAL):  # the disk, not the file
            raise
        raise _damaged(path) from None
    except (EOFError, ValueError, struct.error, zlib.error, lzma.LZMAError, zipfile.BadZipFile):
        raise _damaged(path) from None


def _damaged(path: Path) -> Refused:
    return Refused(f"{path} is damaged: ask its sender for it again.")
