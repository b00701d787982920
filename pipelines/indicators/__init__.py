"""One pair an indicator: its meaning (.toml) and its counts (.sql). Pairs are found; nothing lists them."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
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
    counts: str
    """The count indicator whose hidden cells this one must hide too; itself when it has no other."""
    per: int
    sql: str


def all_indicators() -> list[Indicator]:
    """Every pair in this folder, by name."""
    found = []
    for path in sorted(FOLDER.glob("*.toml")):
        told: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
        words: dict[str, Any] = {"counts": path.stem, "per": 1, **told, "needs": tuple(told["needs"])}
        sql = path.with_suffix(".sql").read_text(encoding="utf-8")
        found.append(Indicator(indicator=path.stem, sql=sql, **words))
    return found


def describe(indicators: Iterable[Indicator], warehouse: Warehouse) -> None:
    """Put the meanings into `mart.indicator`, whether or not there are numbers for them."""
    kept = ("indicator", "name", "kind", "unit", "polarity", "definition", "why_it_matters", "cannot_tell")
    warehouse.add(
        "mart.indicator",
        pl.DataFrame([{key: getattr(i, key) for key in (*kept, "source", "shown_on")} for i in indicators]),
    )


def count(indicators: Iterable[Indicator], present: set[str], warehouse: Warehouse) -> list[Indicator]:
    """Fill `staging.indicator_count` from the indicators whose sources are present; return those that are not."""
    warehouse.script("staging", "indicator_count.sql")
    without = []
    for indicator in indicators:
        if not present.issuperset(indicator.needs):
            without.append(indicator)
            continue
        warehouse.run(
            f"""
            insert into staging.indicator_count by name
            select counted.*, '{indicator.indicator}' as indicator, '{indicator.kind}' as kind,
                '{indicator.counts}' as counts, {indicator.per} as per,
                '{" + ".join(indicator.needs)}' as source
            from ({indicator.sql}) as counted
            """
        )
    return without
