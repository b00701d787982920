"""Brings what a source's files gave together as published figures, as a build does."""

from typing import Any

from pipelines import published
from pipelines.source import Source
from pipelines.warehouse import Warehouse

Figures = dict[tuple[str, ...], tuple[Any, ...]]


def gather(source: Source, warehouse: Warehouse) -> None:
    """Fill `mart.published_figure` from the source's files."""
    warehouse.script("marts", "published_measure.sql")
    published.describe(warehouse)
    published.gather({source.name}, warehouse)
    warehouse.script("marts", "published_figure.sql")


def figures(warehouse: Warehouse) -> Figures:
    """Value, status and denominator of every figure, by measure, category, area, period, sex and age band."""
    return {
        tuple(key): (value, status, denominator)
        for *key, value, status, denominator in warehouse.rows(
            """
            select measure, category, area_code, period, sex, age_band, value, status, denominator
            from mart.published_figure
            """
        )
    }
