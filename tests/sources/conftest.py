"""What the tests of sources share: a warehouse with nothing in it but the reference tables."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from pipelines.intake import Intake, take_in
from pipelines.origin import RawFile
from pipelines.source import Source
from pipelines.warehouse import Warehouse

TakeIn = Callable[..., list[Intake]]


@pytest.fixture
def warehouse(tmp_path: Path) -> Iterator[Warehouse]:
    """Reference tables, formulas, and the marts that intake writes to."""
    folder = tmp_path / "warehouse"
    folder.mkdir()
    with Warehouse(folder) as opened:
        opened.load_reference()
        opened.script("macros.sql")
        for words in ("area_by_name", "publisher_words"):
            opened.script("staging", f"{words}.sql")
        for mart in ("rejected_row", "build_note"):
            opened.script("marts", f"{mart}.sql")
        yield opened


@pytest.fixture
def taken_in(warehouse: Warehouse) -> TakeIn:
    """Takes files into the warehouse as the build does; returns the counts of each file."""

    def take(source: Source, *paths: Path) -> list[Intake]:
        files = [
            RawFile(
                source=source.name,
                path=path,
                sha256="",
                origin="published",
                publisher=source.publisher,
                licence=source.licence,
                retrieved_on=None,
                title=source.title,
                address="",
            )
            for path in paths
        ]
        return take_in(source, files, warehouse, date(2026, 11, 21))

    return take
