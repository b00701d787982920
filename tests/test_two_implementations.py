"""The engine in SQL and the recount in loops say the same of every country, both ways."""

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings

from pipelines.build import build
from pipelines.errors import Refused
from tests.boring.code_lists import Places, read_places
from tests.boring.compare import (
    differences_in_people,
    differences_in_rejects,
    differences_in_shares,
    differences_in_waits,
)
from tests.boring.random_country import TODAY, Country, countries
from tests.boring.read_records import RefusedFileError
from tests.boring.recount import recount
from tests.boring.write_records import write_records

MARTS_FILE = "commissioning.duckdb"


@pytest.fixture(scope="module")
def places() -> Places:
    """Today's authorities and regions."""
    return read_places()


def differences_in_records(raw: Path, marts: Path, places: Places, today: date) -> list[str]:
    """Build the raw folder and count its records again: every difference, or that only one side refused."""
    try:
        recounted = recount(raw / "ndtms_records", places, today)
    except RefusedFileError:
        with pytest.raises(Refused):
            build(raw, marts, "restricted", today=today)
        return []
    build(raw, marts, "restricted", today=today)
    with duckdb.connect(marts / MARTS_FILE, read_only=True) as built:
        return [
            *differences_in_rejects(built, recounted),
            *differences_in_people(built, recounted),
            *differences_in_shares(built, recounted),
            *differences_in_waits(built, recounted),
        ]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(country=countries())
def test_small_countries(country: Country, places: Places) -> None:
    with TemporaryDirectory() as folder:
        raw, marts = Path(folder) / "raw", Path(folder) / "marts"
        for number, records in enumerate(country.files):
            write_records(raw / "ndtms_records" / f"file_{number}.csv", records, later_columns=["UTLA"])
        assert differences_in_records(raw, marts, places, TODAY) == []
