"""Where the sample goes: beside nothing real, whole or not at all, and with its origin written down."""

import shutil
import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from pipelines.errors import Refused
from pipelines.origin import file_hash, read_origin
from pipelines.warehouse import PACKAGE

WRITTEN_ON = date(2025, 4, 1)
"""Always the same day, so that the same seed gives the same bytes."""
REGISTER = PACKAGE.parent / "data" / "raw" / "provision_register"
"""The register of good practice: the project's own work, and real."""


def refuse_real_data(folder: Path) -> None:
    """Refuse a folder that holds anything but an earlier sample: the sample is about to take its place."""
    if not folder.exists():
        return
    note = folder / "ORIGIN.toml"
    try:
        told = tomllib.loads(note.read_text(encoding="utf-8")) if note.is_file() else {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        told = {}
    ours = {"ORIGIN.toml", *told.get("files", {})}
    strangers = sorted(path.name for path in folder.iterdir() if path.name not in ours) if folder.is_dir() else [""]
    if strangers or (told and told.get("origin") != "synthetic"):
        raise Refused(
            f"{folder} already holds data that are not a sample ({strangers[0] if strangers else 'ORIGIN.toml'}). "
            "Give --out a new folder, so that no real file is lost or mixed with made-up ones."
        )


def write_origin(folder: Path, title: str, publisher: str, hashes: Mapping[str, str] | None = None) -> None:
    """Write ORIGIN.toml: made up, by whom and like what, and the hash of every file (given where known)."""
    known = hashes or {path.name: file_hash(path) for path in folder.iterdir()}
    files = "\n".join(f'"{name}" = "{known[name]}"' for name in sorted(known))
    text = f"""\
origin = "synthetic"
publisher = "{publisher}"
title = "{title}"
address = ""
licence = "made up; free to use"
retrieved_on = {WRITTEN_ON.isoformat()}

[files]
{files}
"""
    (folder / "ORIGIN.toml").write_text(text, encoding="utf-8", newline="\n")


def put_in_place(made: Path, folder: Path) -> None:
    """Move a finished folder to its place, where an earlier sample may stand."""
    if folder.exists():
        shutil.rmtree(folder)
    made.rename(folder)


def add_register(out: Path) -> None:
    """Put the project's register of good practice beside the sample: it is real, and says so wherever it is shown.

    Somebody else's register in its place stays; where the package stands without its project there is none to put.
    """
    folder = out / REGISTER.name
    if not REGISTER.is_dir() or (folder.exists() and read_origin(folder / "ORIGIN.toml").get("origin") != "project"):
        return
    shutil.copytree(REGISTER, folder, dirs_exist_ok=True)
