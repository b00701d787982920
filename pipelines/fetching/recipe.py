"""What a source fetches, from whom and under which licence: one .toml of its name in this folder."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Recipe:
    """A source's .toml."""

    source: str
    publisher: str
    """The module in `publishers/` that finds its files."""
    page: str
    """Where a person finds them."""
    licence: str
    attribution: str
    """The sentence the licence asks for wherever the figures are shown."""
    find: Mapping[str, Any]
    """What the publisher's module needs to find them."""


def all_recipes() -> dict[str, Recipe]:
    """Every .toml of this folder, by the source it is for."""
    return {
        path.stem: Recipe(source=path.stem, **tomllib.loads(path.read_text(encoding="utf-8")))
        for path in sorted(FOLDER.glob("*.toml"))
    }
