"""A private folder beside the marts file: everything a build writes before it is published, and nothing after.

A build that is killed cannot tidy up. Each folder therefore holds a lock its build keeps while it lives;
the next command removes every folder whose lock is free.
"""

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from pipelines.errors import Refused

PREFIX = ".building-"
JUST_MADE_SECONDS = 5


@contextmanager
def private_folder(marts: Path) -> Iterator[Path]:
    """A folder only its owner can open, beside `marts`, gone when the block ends."""
    if marts.is_dir():
        raise Refused(f"{marts} is a folder. Give --marts a file to write, such as {marts / 'commissioning.duckdb'}.")
    marts.parent.mkdir(parents=True, exist_ok=True)
    remove_left_behind(marts.parent)
    folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=marts.parent))  # mkdtemp makes it mode 700
    lock = FileLock(folder / "lock")
    lock.acquire()
    try:
        yield folder
    finally:
        lock.release()
        shutil.rmtree(folder, ignore_errors=True)


def remove_left_behind(parent: Path) -> int:
    """Remove what builds that died left in `parent`; returns how many there were."""
    removed = 0
    for folder in parent.glob(f"{PREFIX}*"):
        if not (folder / "lock").exists() and time.time() - folder.stat().st_mtime < JUST_MADE_SECONDS:
            continue  # another build is between making its folder and locking it
        lock = FileLock(folder / "lock")
        try:
            lock.acquire(timeout=0)
        except Timeout:
            continue  # that build is alive
        lock.release()
        shutil.rmtree(folder, ignore_errors=True)
        removed += 1
    return removed


def publish(built: Path, marts: Path) -> None:
    """Put the finished file in the place of the old one; a reader sees the old or the new, never half."""
    with built.open("rb+") as finished:
        os.fsync(finished.fileno())
    built.replace(marts)
