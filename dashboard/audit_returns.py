"""Returns saved from the page for the next build: one file each, whole or not at all, never over another."""

import os
import tempfile
from contextlib import suppress
from pathlib import Path


class NotSaved(Exception):
    """Why a return was not saved, and what to do, in a sentence."""


def returns_folder() -> Path | None:
    """Where returns may be saved: AUDIT_RETURNS, if whoever runs the dashboard has set it."""
    told = os.environ.get("AUDIT_RETURNS")
    return Path(told) if told else None


def save(folder: Path, name: str, contents: bytes) -> None:
    """Write a return whole, or not at all; never over another. Raises NotSaved."""
    if not folder.is_dir():
        raise NotSaved(
            "The return was not saved: the folder for returns (AUDIT_RETURNS) is not there. "
            "Take the file away with the button above, and tell whoever runs this dashboard."
        )
    try:
        _write_whole(folder, name, contents)
    except FileExistsError:
        raise NotSaved(
            f"The return was not saved: {name} is there already, for the same service, area and round. "
            "To replace it, ask whoever runs this dashboard to move that file away; later answers have a later round."
        ) from None
    except OSError as error:
        raise NotSaved(
            f"The return was not saved: the folder for returns cannot be written to ({error.strerror}). "
            "Take the file away with the button above, and tell whoever runs this dashboard."
        ) from None


def _write_whole(folder: Path, name: str, contents: bytes) -> None:
    """Beside its place first, under a name no build reads, then to its name in one step that never replaces."""
    handle, beside = tempfile.mkstemp(prefix=".being-saved-", dir=folder)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(contents)
            file.flush()
            os.fsync(file.fileno())
        Path(beside).chmod(0o644)
        try:
            os.link(beside, folder / name)
        except FileExistsError:
            raise
        except OSError:  # a file system without links
            _write_once(folder / name, contents)
    finally:
        with suppress(OSError):
            Path(beside).unlink()


def _write_once(path: Path, contents: bytes) -> None:
    with path.open("xb") as file:
        try:
            file.write(contents)
            file.flush()
        except OSError:
            path.unlink()
            raise
