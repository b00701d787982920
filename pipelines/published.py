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
RATIO = {"source": pl.String, "measure": pl.String, "per": pl.Int64}
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
    texts = [{column: row.get(column) for column in TEXTS} for row in rows]
    warehouse.add("mart.published_measure", pl.DataFrame(texts, schema=dict.fromkeys(TEXTS, pl.String)))
    # `per`: a rate that is nothing but its numerator over its denominator, times this; of no other can one be made of
    # several areas (a percentage is tried without being told: what its publisher gave must be what they make)
    ratios = [{key: row[key] for key in ("source", "measure", "per")} for row in rows if "per" in row]
    with warehouse.seen_as("ratios", pl.DataFrame(ratios, schema=RATIO)):
        warehouse.run("create or replace table staging.published_ratio as select * from ratios")


def _meanings(path: Path) -> Mapping[str, Mapping[str, Any]]:
    told: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    measures: Mapping[str, Mapping[str, Any]] = told["measure"]
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
    for step in ("figure", "partnership", "whole"):
        warehouse.script("staging", f"published_{step}.sql")
    _refuse_strangers(warehouse)


def forget(present: Iterable[str], warehouse: Warehouse) -> None:
    """Let go of the memory of what `mart.published_figure` now holds."""
    for source in set(present) & set(publishers()):
        warehouse.run(
            f"drop view staging.{source}; drop view staging.{source}_in_use; drop table staging.{source}_read"
        )
    for step in ("cell", "placed", "repeated", "ranked", "figure", "whole", "ratio"):
        warehouse.run(f"drop table staging.published_{step}")
    warehouse.run("drop table staging.partnership_piece")


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
