"""Rows of a CSV are numbered by the order they are read in, so nothing that judges them may put them out of order."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines import judge
from pipelines.csv_text import Cells
from pipelines.intake import rules_of
from pipelines.source import Source
from pipelines.sources import all_sources
from pipelines.warehouse import Warehouse

CSV_SOURCES = [layout for source in all_sources() for layout in (source, *source.layouts) if source.read is None]


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    with Warehouse(tmp_path_factory.mktemp("warehouse")) as opened:
        opened.load_reference()
        opened.script("macros.sql")
        opened.script("marts", "offer.sql")
        for words in ("area_by_name", "publisher_words"):
            opened.script("staging", f"{words}.sql")
        opened.run("set variable today = date '2026-11-21'")
        yield opened


def plan_of(source: Source, warehouse: Warehouse) -> str:
    """How the engine would judge rows of text cells."""
    warehouse.run(source.prepare)
    columns = [column.name for column in source.columns]
    texts = ", ".join(f'i::varchar as "{name}"' for name in columns)
    warehouse.run(
        f"""
        create or replace table staging.some_cells as
        select 0 as file_number, null::integer as line, {texts} from range(10) as t (i)
        """
    )
    cells = Cells("from staging.some_cells", (), frozenset(columns))
    sql = judge._judged(source, rules_of(source), cells)
    return "\n".join(text for _, text in warehouse.rows(f"explain {sql}"))


@pytest.mark.parametrize("source", CSV_SOURCES, ids=lambda source: source.title)
def test_judging_a_row_joins_it_to_nothing(source: Source, warehouse: Warehouse) -> None:
    assert re.findall(r"\w*JOIN\w*", plan_of(source, warehouse)) == []


def test_a_rule_that_looks_a_code_up_in_a_table_would_be_found(warehouse: Warehouse, tmp_path: Path) -> None:
    source = next(source for source in CSV_SOURCES if source.name == "neighbours")
    joined = Source(
        **{
            name: getattr(source, name)
            for name in ("name", "title", "publisher", "licence", "origin", "patterns", "columns", "rules")
        },
        derived={**source.derived, "is_known": "area_code in (select area_code from reference.area)"},
    )
    assert "JOIN" in plan_of(joined, warehouse)
