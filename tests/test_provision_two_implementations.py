"""What each area has for women: the engine in SQL and the recount in loops say the same of every made-up country."""

from datetime import date
from pathlib import Path

import pytest

from tests.boring.code_lists import Places, read_places
from tests.boring.compare_provision import differences_in_provision
from tests.boring.provision import Provision, recount_provision
from tests.boring.random_provision import RETURNS, provision_of
from tests.builds import Built, built
from pipelines.warehouse import open_marts


@pytest.fixture(scope="module")
def places() -> Places:
    """Today's authorities and regions."""
    return read_places()


def differences_with(marts: Built, recounted: Provision) -> list[str]:
    with open_marts(marts.path) as connection:
        return differences_in_provision(connection, recounted)


# 31 August is 18 months after a day that February does not have.
@pytest.mark.parametrize(("number", "today"), [(1, date(2025, 8, 31)), (2, date(2026, 3, 31)), (3, date(2025, 12, 15))])
def test_random_countries(number: int, today: date, tmp_path: Path, places: Places) -> None:
    country = provision_of(number, today, places)
    country.write(tmp_path / "raw")
    marts = built(tmp_path / "raw", tmp_path / "marts.duckdb", today=today)
    recounted = recount_provision(tmp_path / "raw", today, country.women_counted(), places)
    accepted = marts.rows("select source, sum(rows_rejected)::integer from source_file group by 1 order by 1")
    assert accepted == [("ndtms_viewit_area", 0), ("provision_audit", 0), ("provision_register", 0)]
    assert marts.rows("select count(*) from provision_return") == [(RETURNS,)]
    assert differences_with(marts, recounted)[:10] == []
