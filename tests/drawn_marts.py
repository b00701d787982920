"""Published tables with drawn rows, for marts that are made from them."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from pipelines.build import POISSON_LIMITS
from pipelines.indicators import all_indicators, describe
from pipelines.warehouse import PACKAGE, Warehouse

Row = dict[str, Any]


class DrawnMarts:
    """Published tables that tests fill, and the marts made of them."""

    def __init__(self, warehouse: Warehouse) -> None:
        self.warehouse = warehouse

    def empty(self, *tables: str) -> None:
        """Make published tables as they are defined, without rows."""
        for table in tables:
            text = (PACKAGE / "marts" / f"{table}.sql").read_text(encoding="utf-8")
            self.warehouse.run(f"drop table if exists mart.{table}; {text.split('insert into')[0]}")

    def draw(self, table: str, rows: Sequence[Row]) -> None:
        """Put rows into a published table."""
        if rows:
            self.warehouse.add(f"mart.{table}", pl.DataFrame(rows, infer_schema_length=None))

    def values(self, rows: Sequence[Row]) -> None:
        """Fill `indicator_value`, and give shares their value and limits."""
        self.empty("indicator_value")
        self.draw("indicator_value", rows)
        counts = "numerator, denominator, rounded_to"
        self.warehouse.run(
            f"""
            update mart.indicator_value
            set value = over(numerator, denominator),
                value_low = wilson_low_of_rounded({counts}), value_high = wilson_high_of_rounded({counts})
            where value is null and status = 'ok'
            """
        )

    def make(self, *marts: str) -> None:
        """Make marts of what is drawn."""
        for mart in marts:
            self.warehouse.run(f"drop table if exists mart.{mart}")
            self.warehouse.script("marts", f"{mart}.sql")

    def published(self, *tables: str) -> duckdb.DuckDBPyConnection:
        """These tables, `area` and `indicator`, as a published file shows them."""
        for table in ("area", "indicator", "indicator_value", *tables):
            self.warehouse.run(f"create or replace view main.{table} as from mart.{table}")
        return self.warehouse.connection

    def rows(self, query: str) -> list[Any]:
        """The answer to a query."""
        return self.warehouse.rows(query)


@contextmanager
def drawn_marts(folder: Path) -> Iterator[DrawnMarts]:
    """Published tables with areas, indicators and breaks of series as they are, and no numbers."""
    with Warehouse(folder) as warehouse:
        warehouse.script("macros.sql")
        warehouse.load_reference()
        warehouse.run(POISSON_LIMITS)
        for mart in ("area", "indicator", "series_break"):
            warehouse.script("marts", f"{mart}.sql")
        describe(all_indicators(), warehouse)
        yield DrawnMarts(warehouse)


def share_row(area: str, x: float | None, n: float | None, period: str = "2023-24", **cells: Any) -> Row:
    """A share of an area, as `indicator_value` holds it."""
    return {
        "indicator": "womens_share_in_treatment",
        "area_code": area,
        "period": period,
        "sex": "all",
        "substance_group": "all",
        "breakdown": "all",
        "category": "all",
        "numerator": None if x is None else float(x),
        "denominator": None if n is None else float(n),
        "value": None,
        "value_low": None,
        "value_high": None,
        "status": "suppressed" if n is None else "ok" if n else "too_few",
        "source": "ndtms_records",
        "is_preferred": True,
        "rounded_to": 1,
        "note": None,
    } | cells


def authorities(marts: DrawnMarts) -> list[str]:
    """Codes of authorities of England of today, in their order."""
    found = marts.rows(
        "select area_code from mart.area where area_kind = 'local_authority' and area_code[1] = 'E' "
        "and valid_to is null order by area_code"
    )
    return [code for (code,) in found]
