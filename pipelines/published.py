"""Published figures: what each publisher counts and means, in one table, under today's areas.

A source that publishes figures has, beside its module, a .toml that says what each of its measures means and a .sql
that hands its numbers over as rows of `staging.published_cell`. Pairs are found; nothing lists them.
"""

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import polars as pl

from pipelines.corrections import correct
from pipelines.errors import Refused
from pipelines.warehouse import PACKAGE, Warehouse

FOLDER = PACKAGE / "sources"
TEXTS = ("source", "measure", "name", "kind", "unit", "definition", "cannot_tell", "same_as")


def publishers() -> list[str]:
    """The sources that publish figures, by name."""
    return sorted(path.stem for path in FOLDER.glob("*.sql"))


def describe(warehouse: Warehouse) -> None:
    """Put the meanings of every source's measures into `mart.published_measure`, whether or not there are numbers."""
    rows = [
        {"source": source, "measure": measure, **words}
        for source in publishers()
        for measure, words in _meanings(FOLDER / f"{source}.toml").items()
    ]
    frame = pl.DataFrame(rows, schema=dict.fromkeys(TEXTS, pl.String))
    warehouse.add("mart.published_measure", frame)


def _meanings(path: Path) -> Mapping[str, Mapping[str, str]]:
    told: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    measures: Mapping[str, Mapping[str, str]] = told["measure"]
    return measures


def gather(present: Iterable[str], warehouse: Warehouse) -> None:
    """Bring the numbers of the sources that are there together as `staging.published_figure`."""
    warehouse.script("staging", "published_cell.sql")
    given = sorted(set(present) & set(publishers()))
    for source in given:
        figures = (FOLDER / f"{source}.sql").read_text(encoding="utf-8")
        warehouse.run(
            f"""
            insert into staging.published_cell by name
            select '{source}' as source, f.file, f.retrieved_on::date as retrieved_on, given.* exclude (file_number)
            from ({figures}) as given join staging.{source}_file as f using (file_number)
            """
        )
        correct(source, FOLDER, warehouse)
    warehouse.script("staging", "published_figure.sql")
    _refuse_strangers(warehouse)


def forget(present: Iterable[str], warehouse: Warehouse) -> None:
    """Let go of the memory of what `mart.published_figure` now holds."""
    for source in set(present) & set(publishers()):
        warehouse.run(
            f"drop view staging.{source}; drop view staging.{source}_in_use; drop table staging.{source}_read"
        )
    for step in ("cell", "placed", "repeated", "ranked", "figure", "whole"):
        warehouse.run(f"drop table staging.published_{step}")


def _refuse_strangers(warehouse: Warehouse) -> None:
    """A source's rules keep out areas and measures nobody knows; one that lets them through would lose numbers."""
    lost = warehouse.rows(
        """
        select source, coalesce(area_code, area_name), measure from staging.published_cell
        where (source, measure) not in (select (source, measure) from mart.published_measure)
            -- a code goes before a name
            or if(area_code is null, area_named(area_name, period), area_coded(area_code)) is null
        limit 1
        """
    )
    for source, area, measure in lost:
        raise Refused(
            f"{source} hands over {measure} of {area}, which no table of this project knows. "
            "Its rules should have kept the row out: please report this, with the file."
        )
