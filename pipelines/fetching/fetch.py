"""The story of a fetch: what a source's publisher has, each file to a private folder, tested, then to its place.

Whatever goes wrong with a file, the one that was there stays with its lines in ORIGIN.toml, and the next is fetched.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from pipelines.errors import Refused
from pipelines.fetching.asking import Asking
from pipelines.fetching.download import download
from pipelines.fetching.origin_file import check_folder, conditions, hash_as_recorded
from pipelines.fetching.parse_test import parses
from pipelines.fetching.patience import Manners
from pipelines.fetching.placing import check_name, keep, set_aside
from pipelines.fetching.publisher import Publisher, Wanted
from pipelines.fetching.publishers import all_publishers
from pipelines.fetching.recipe import Recipe, all_recipes
from pipelines.source import Source
from pipelines.workspace import private_folder, remove_left_behind

Tell = Callable[[str, int, int], None]
"""Told which file is coming, how many bytes are here, and how many there will be (0 if nobody knows)."""


@dataclass(frozen=True)
class Outcome:
    """What became of a file, or of a source whose files could not be found."""

    of: str
    what: Literal["fetched", "unchanged", "set aside", "not fetched"]
    words: str = ""

    @property
    def is_well(self) -> bool:
        return self.what in ("fetched", "unchanged")

    def __str__(self) -> str:
        return f"{self.of}: {self.what}{self.words}"


def fetch(
    names: Sequence[str],
    raw: Path,
    sources: Iterable[Source],
    stand_ins: Mapping[str, str] | None = None,
    manners: Manners | None = None,
    tell: Tell = lambda *_: None,
) -> list[Outcome]:
    """Fetch the sources named, or all that can be fetched; `stand_ins` gives publishers another base address."""
    publishers = all_publishers()
    outcomes = []
    for recipe, source in _chosen(names, {source.name: source for source in sources}):
        publisher = replace(publishers[recipe.publisher], stand_in=(stand_ins or {}).get(recipe.publisher, ""))
        outcomes += _fetch_source(recipe, source, publisher, raw, manners or Manners(), tell)
    return outcomes


def _chosen(names: Sequence[str], sources: Mapping[str, Source]) -> list[tuple[Recipe, Source]]:
    recipes = {name: recipe for name, recipe in all_recipes().items() if name in sources}
    unknown = [name for name in names if name not in recipes]
    if unknown:
        raise Refused(
            f"{' and '.join(unknown)} cannot be fetched. What can: {', '.join(recipes)}. The files of the others "
            f"({', '.join(sorted(sources.keys() - recipes.keys()))}) are put into their folders by hand: records and "
            "returns come from providers, and NDTMS ViewIt is a Power BI report that is exported by hand."
        )
    return [(recipes[name], sources[name]) for name in dict.fromkeys(names or recipes)]


def _fetch_source(
    recipe: Recipe, source: Source, publisher: Publisher, raw: Path, manners: Manners, tell: Tell
) -> list[Outcome]:
    folder = raw / source.name
    tell(source.name, 0, 0)
    remove_left_behind(folder)
    try:
        check_folder(folder)
        with Asking(publisher, manners) as asking, private_folder(folder) as room:
            visit = _Visit(recipe, source, asking, raw, room, tell)
            return [visit.fetch(wanted) for wanted in _present_files(recipe, asking)]
    except Refused as refusal:
        return [Outcome(source.name, "not fetched", f". {refusal}")]
    finally:
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()


def _present_files(recipe: Recipe, asking: Asking) -> list[Wanted]:
    try:
        return asking.publisher.find(recipe.find, asking.json)
    except (AttributeError, KeyError, TypeError, ValueError) as error:  # JSON, but not laid out as it used to be
        raise Refused(
            f"{asking.publisher.name} answered in a layout that is not known here ({type(error).__name__}: {error}). "
            f"Download the files from {recipe.page} and put them in by hand."
        ) from None


@dataclass(frozen=True)
class _Visit:
    """What the files of one source share while they are fetched."""

    recipe: Recipe
    source: Source
    asking: Asking
    raw: Path
    room: Path
    """Private, and gone when the visit ends."""
    tell: Tell

    def fetch(self, wanted: Wanted) -> Outcome:
        """One file; whatever is refused becomes its outcome."""
        of = f"{self.source.name}/{wanted.name}"
        try:
            return self._fetch(of, wanted)
        except Refused as refusal:
            return Outcome(of, "not fetched", f". {refusal}")

    def _fetch(self, of: str, wanted: Wanted) -> Outcome:
        folder = self.raw / self.source.name
        check_name(wanted.name, self.source, self.recipe)
        address = str(self.asking.publisher.locate(wanted.address))
        asked_with = conditions(folder, wanted.name, address)
        file = download(
            self.asking,
            address,
            self.room / wanted.name,
            asked_with,
            lambda here, of_all: self.tell(of, here, of_all),
        )
        if file is None or file.sha256 == hash_as_recorded(folder, wanted.name):
            return Outcome(of, "unchanged", ".")
        try:
            parses(self.source, file.path)
        except Refused as refusal:
            aside = set_aside(file, self.raw, self.source, str(refusal))
            return Outcome(of, "set aside", f" as {aside}; what was there stays. It cannot be read: {refusal}")
        keep(file, folder, self.source, self.recipe)
        return Outcome(of, "fetched", f", {file.size / 1_000_000:,.1f} MB, from {file.address}")
