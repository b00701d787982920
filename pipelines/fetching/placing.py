"""Where a fetched file ends: in its source's folder with its lines in ORIGIN.toml, or aside with the reason."""

import re
import shutil
from datetime import UTC, datetime
from fnmatch import fnmatch
from pathlib import Path

from pipelines.errors import Refused
from pipelines.fetching.download import Downloaded
from pipelines.fetching.origin_file import NAME, with_file
from pipelines.fetching.recipe import Recipe
from pipelines.source import Source
from pipelines.workspace import publish

SET_ASIDE = ".set_aside"
"""In the raw folder; hidden, so that no build takes it for a source's."""
FILE_NAME = re.compile(r"[a-z0-9][\w .,()&+-]{0,150}", re.ASCII | re.IGNORECASE)


def check_name(name: str, source: Source, recipe: Recipe) -> None:
    """Refuse a name that is no plain file's, or that no build would read in the source's folder."""
    if not FILE_NAME.fullmatch(name) or not any(fnmatch(name.lower(), like) for like in source.patterns):
        raise Refused(
            f"The publisher calls the file {name[:80]!r}; {source.name} reads {' or '.join(source.patterns)}. "
            f"Download it from {recipe.page} and put it in by hand."
        )


def keep(file: Downloaded, folder: Path, source: Source, recipe: Recipe) -> None:
    """Rename the file into the folder, and ORIGIN.toml after it.

    Nothing changes before both are ready. Should the command be killed between the two, a build refuses the file
    and the next fetch puts it right.
    """
    origin = file.path.with_name(NAME)
    now = datetime.now(UTC).replace(microsecond=0)
    origin.write_text(with_file(folder, recipe, source, file, now), encoding="utf-8")
    publish(file.path, folder / file.path.name)
    publish(origin, folder / NAME)


def set_aside(file: Downloaded, raw: Path, source: Source, reason: str) -> Path:
    """Keep a file that cannot be read where no build looks, with the reason beside it; returns where."""
    aside = raw / SET_ASIDE / source.name / file.path.name
    aside.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(file.path, aside)
    now = datetime.now(UTC).isoformat(timespec="seconds")
    aside.with_name(f"{aside.name}.reason.txt").write_text(
        f"{reason}\n\nFetched from {file.address}\nat {now}, SHA-256 {file.sha256}\n", encoding="utf-8"
    )
    return aside
