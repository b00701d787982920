"""A private folder for everything a command writes before it is finished, and nothing after.

A command that is killed cannot tidy up. Each folder therefore holds a lock that its command keeps while it lives, and
a note of where the folder is, in the user's own state folder; the next command, whichever it is, removes every folder
whose lock is free.
"""

import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

PREFIX = ".building-"
JUST_MADE_SECONDS = 5


@contextmanager
def private_folder(parent: Path) -> Iterator[Path]:
    """A folder in `parent` that only its owner can open, gone when the block ends."""
    parent.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=parent.resolve()))  # mkdtemp makes it mode 700
    lock = FileLock(folder / "lock")
    lock.acquire()
    note = _note_of(folder)
    with suppress(OSError):  # a home that cannot be written to: the folder is still found beside the next build
        note.parent.mkdir(parents=True, exist_ok=True)
        note.write_text(str(folder), encoding="utf-8")
    try:
        yield folder
    finally:
        lock.release()
        shutil.rmtree(folder, ignore_errors=True)
        _forget(note)


def remove_left_behind(*parents: Path) -> int:
    """Remove what dead commands left in these folders and wherever else this user ran one; returns how many."""
    noted = []
    for note in _state_folder().glob("*.folder"):
        with suppress(OSError):  # its command has just ended and taken it away
            noted.append(Path(note.read_text(encoding="utf-8")))
    beside = [folder for parent in parents for folder in parent.resolve().glob(f"{PREFIX}*")]
    removed = 0
    for folder in dict.fromkeys([*noted, *beside]):
        with suppress(OSError):  # another user's, theirs to remove; or gone in the meantime
            removed += _remove_if_dead(folder)
    return removed


def publish(built: Path, marts: Path) -> None:
    """Put the finished file in the place of the old one; a reader sees the old or the new, never half."""
    with built.open("rb+") as finished:
        os.fsync(finished.fileno())
    built.replace(marts)


def _remove_if_dead(folder: Path) -> bool:
    if not folder.is_dir():
        _forget(_note_of(folder))
        return False
    if not (folder / "lock").exists() and time.time() - folder.stat().st_mtime < JUST_MADE_SECONDS:
        return False  # another command is between making its folder and locking it
    lock = FileLock(folder / "lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return False  # that command is alive
    lock.release()
    shutil.rmtree(folder, ignore_errors=True)
    _forget(_note_of(folder))
    return True


def _forget(note: Path) -> None:
    with suppress(OSError):
        note.unlink()


def _state_folder() -> Path:
    home = os.environ.get("XDG_STATE_HOME") or os.environ.get("LOCALAPPDATA") or Path.home() / ".local" / "state"
    return Path(home) / "fair-treatment"


def _note_of(folder: Path) -> Path:
    return _state_folder() / f"{hashlib.sha256(str(folder).encode()).hexdigest()[:16]}.folder"
