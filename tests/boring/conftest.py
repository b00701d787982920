"""What the worked examples share: today, the places, and a folder to draw a small country in."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from tests.boring.code_lists import Places, read_places
from tests.boring.recount import Recount, recount
from tests.boring.write_records import Record, write_records

TODAY = date(2025, 6, 30)
LATER_COLUMNS = ["EHCSC", "EHCSC2", "EHCSC3", "MTWITN", "CRTMHN"]
"""What editions after K ask; a file has those that one of its records answers."""

Draw = Callable[..., Recount]


@pytest.fixture(scope="session")
def places() -> Places:
    """Today's authorities and regions."""
    return read_places()


@pytest.fixture
def draw(tmp_path: Path, places: Places) -> Draw:
    """Write some records as one file and count them."""

    def draw_country(*records: Record) -> Recount:
        answered = {column for record in records if not isinstance(record, str) for column in record}
        later = [column for column in LATER_COLUMNS if column in answered]
        write_records(tmp_path / "records.csv", records, later_columns=["UTLA", *later])
        return recount(tmp_path, places, TODAY)

    return draw_country
