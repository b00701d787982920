"""Whether a file can be read by the reader of its source, before it takes its place."""

from pathlib import Path

from pipelines.errors import Refused
from pipelines.source import Source


def parses(source: Source, path: Path) -> None:
    """Read the file as a build would begin to; raises Refused with the reason if it cannot be read."""
    try:
        rows = _rows(source, path)
    except Refused as refusal:
        raise Refused(str(refusal).replace(str(path), path.name)) from None
    except Exception as error:
        # A reader made for one layout may stumble over another anywhere; its words may quote cells, its kind does not.
        raise Refused(
            f"{path.name}: the reader of {source.name} stopped ({type(error).__name__}). Expected {source.title}."
        ) from None
    if rows < 1:
        raise Refused(f"{path.name} has a header and no rows. Expected {source.title}.")


def _rows(source: Source, path: Path) -> int:
    if source.read:
        return source.read(path).frame.height
    from pipelines import csv_text  # it loads the engine

    _, (file,) = csv_text.look_at([(0, path, None)], source)
    return file.bytes.lines - 1
