"""An indicator is its meaning (.toml), its counts from records and returns (.sql), and what publishers say
(.published.sql); one of the two is enough. They are found; nothing lists them.
"""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from pipelines.warehouse import PACKAGE, Warehouse

FOLDER = PACKAGE / "indicators"


@dataclass(frozen=True)
class Indicator:
    """What an indicator means, and the select that counts it."""

    indicator: str
    name: str
    kind: str
    """count, proportion, rate or ratio; what a publisher worked out itself is taken as it is."""
    unit: str
    polarity: str
    definition: str
    why_it_matters: str
    cannot_tell: str
    source: str
    shown_on: str
    needs: tuple[str, ...]
    """The sources its own counts rest on, all of them together."""
    published: tuple[str, ...]
    """The sources that publish it, those pages prefer first."""
    counts: str
    """The count indicator whose hidden cells this one must hide too; itself when it has no other."""
    per: int
    sql: str
    published_sql: str

    @property
    def prefers(self) -> list[str]:
        """Every source of its numbers, those pages prefer first."""
        return [*([" + ".join(self.needs)] if self.needs else []), *self.published]


def all_indicators() -> list[Indicator]:
    """Every pair in this folder, by name."""
    found = []
    for path in sorted(FOLDER.glob("*.toml")):
        told: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
        words: dict[str, Any] = {"counts": path.stem, "per": 1, **told}
        for sources in ("needs", "published"):
            words[sources] = tuple(told.get(sources, ()))
        own, published = _sql(path.with_suffix(".sql")), _sql(path.with_suffix(".published.sql"))
        if bool(own) != bool(words["needs"]) or bool(published) != bool(words["published"]):
            raise ValueError(f"{path.name}: `needs` goes with a .sql, `published` with a .published.sql")
        found.append(Indicator(indicator=path.stem, sql=own, published_sql=published, **words))
    return found


def _sql(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


def describe(indicators: Iterable[Indicator], warehouse: Warehouse) -> None:
    """Put the meanings into `mart.indicator`, whether or not there are numbers for them."""
    kept = ("indicator", "name", "kind", "unit", "polarity", "definition", "why_it_matters", "cannot_tell")
    warehouse.add(
        "mart.indicator",
        pl.DataFrame([{key: getattr(i, key) for key in (*kept, "source", "shown_on", "prefers")} for i in indicators]),
    )


def count(indicators: Iterable[Indicator], present: set[str], warehouse: Warehouse) -> list[Indicator]:
    """Fill `staging.indicator_count` from the indicators whose sources are present; return those that are not."""
    warehouse.script("staging", "indicator_count.sql")
    without = []
    for indicator in indicators:
        selects = []
        if indicator.needs and present.issuperset(indicator.needs):
            selects.append(f"select *, '{' + '.join(indicator.needs)}' as source from ({indicator.sql})")
        if present.intersection(indicator.published):
            listed = ", ".join(f"'{source}'" for source in indicator.published)
            selects.append(f"select * from ({indicator.published_sql}) where source in ({listed})")
        for select in selects:
            warehouse.run(
                f"""
                insert into staging.indicator_count by name
                select counted.*, '{indicator.indicator}' as indicator, '{indicator.kind}' as kind,
                    '{indicator.counts}' as counts, {indicator.per} as per
                from ({select}) as counted
                """
            )
        if not selects:
            without.append(indicator)
    return without
