"""ORIGIN.toml as a fetch writes it: the lines of the file fetched, every other line as it stood."""

import copy
import json
import tomllib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from pipelines.errors import Refused
from pipelines.fetching.download import Downloaded, is_plain
from pipelines.fetching.recipe import Recipe
from pipelines.origin import file_hash, read_origin
from pipelines.source import Source

NAME = "ORIGIN.toml"


def check_folder(folder: Path) -> None:
    """Refuse to put published files among those that are not."""
    told = read_origin(folder / NAME)
    if told and told["origin"] != "published":
        raise Refused(
            f"{folder / NAME} says that what lies there is {told['origin']}; what is fetched is published. "
            "Fetch into another raw folder, or move those files away."
        )


def hash_as_recorded(folder: Path, name: str) -> str:
    """The hash of the file there, if it is the very file that ORIGIN.toml tells of; empty if not."""
    recorded: str = read_origin(folder / NAME).get("files", {}).get(name, "").lower()
    path = folder / name
    return recorded if recorded and path.is_file() and file_hash(path) == recorded else ""


def conditions(folder: Path, name: str, address: str) -> dict[str, str]:
    """What to ask the publisher with, so that a file we have, unchanged, from that very address is not sent again."""
    told = read_origin(folder / NAME).get("fetched", {}).get(name, {})
    if told.get("address") != address or not hash_as_recorded(folder, name):
        return {}
    given = {"If-None-Match": told.get("etag", ""), "If-Modified-Since": told.get("last_modified", "")}
    return {header: value for header, value in given.items() if value and is_plain(value)}


def with_file(folder: Path, recipe: Recipe, source: Source, file: Downloaded, now: datetime) -> str:
    """The text of the folder's ORIGIN.toml with this file in it, in the place of an older one of its name."""
    path, name = folder / NAME, file.path.name
    text = path.read_text(encoding="utf-8") if path.exists() else _beginning(recipe, source)
    fetched = {
        "address": file.address,
        "retrieved_at": now,
        **({"etag": file.etag} if file.etag else {}),
        **({"last_modified": file.last_modified} if file.last_modified else {}),
    }
    written = _write(text, name, file.sha256, fetched)
    expected = copy.deepcopy(tomllib.loads(text))
    expected.setdefault("files", {})[name] = file.sha256
    expected.setdefault("fetched", {})[name] = fetched
    try:
        is_right = tomllib.loads(written) == expected
    except tomllib.TOMLDecodeError:
        is_right = False
    if not is_right:
        raise Refused(
            f"{path} is written in a way that a line for {name} cannot be put into. "
            "Write [files] as a table with one line for each file, or move ORIGIN.toml away and fetch again."
        )
    return written


def _beginning(recipe: Recipe, source: Source) -> str:
    words = {
        "origin": "published",
        "publisher": source.publisher,
        "address": recipe.page,
        "licence": recipe.licence,
        "attribution": recipe.attribution,
    }
    return "".join(f"{key} = {_quoted(value)}\n" for key, value in words.items())


def _write(text: str, name: str, sha256: str, fetched: Mapping[str, Any]) -> str:
    """Line by line, so that what people wrote there stays: their comments too."""
    lines, line_of_file = [], f"{_quoted(name)} = {_quoted(sha256)}"
    table: Any = None
    for line in text.splitlines():
        if line.lstrip().startswith("["):
            table = _parsed(line)
        if table == {"fetched": {name: {}}} or (table == {"files": {}} and name in (_parsed(line) or {})):
            continue
        lines.append(line)
        if table == {"files": {}} and _parsed(line) == table:
            lines.append(line_of_file)
    while lines and not lines[-1].strip():
        lines.pop()
    if line_of_file not in lines:
        lines += ["", "[files]", line_of_file]
    told = [
        f"{key} = {value.isoformat() if isinstance(value, datetime) else _quoted(value)}"
        for key, value in fetched.items()
    ]
    return "\n".join([*lines, "", f"[fetched.{_quoted(name)}]", *told, ""])


def _parsed(line: str) -> Any:
    """What a line says by itself; None if it says nothing."""
    try:
        return tomllib.loads(line)
    except tomllib.TOMLDecodeError:
        return None


def _quoted(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)  # a TOML string, but for letters no name or header may hold
