"""What each area has for women: the engine in SQL and the recount in loops say the same of every made-up country."""

from datetime import date
from pathlib import Path

import pytest

from pipelines import provision
from pipelines.warehouse import open_marts
from tests.boring import awkward_provision
from tests.boring.code_lists import REFERENCE, Places, read_places
from tests.boring.compare_provision import differences_in_provision, women_counted
from tests.boring.provision import Provision, recount_provision
from tests.boring.random_provision import RETURNS, provision_of
from tests.builds import Built, built, lay_records, people
from tests.provision_files import lay_audit, lay_register, lay_women


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


def test_a_country_in_which_everything_is_awkward(
    tmp_path: Path, places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of two authorities there are records, and of one of them so few women that an open build hides them.

    The records give every other authority of their year a nought, and reach is of the year before.
    """
    reference = tmp_path / "package" / "reference"
    reference.mkdir(parents=True)
    (reference / "offers.toml").write_bytes((REFERENCE / "offers.toml").read_bytes())
    (reference / "standards.toml").write_text(awkward_provision.STANDARDS, encoding="utf-8")
    monkeypatch.setattr(provision, "PACKAGE", reference.parent)
    raw, today, returns = tmp_path / "raw", awkward_provision.TODAY, awkward_provision.RETURNS
    lay_audit(raw, returns[:20], "b.csv", before="# for people,who read\n")
    lay_audit(raw, returns[20:], "c.csv")
    lay_register(raw, awkward_provision.EXAMPLES)
    published = [(area, "2022/23", 50) for area in list(places.region_of)[:40]]
    lay_women(raw, [*published, (awkward_provision.LEEDS, "2023/24", 500)])
    lay_records(raw, [*people(12, 30, UTLA=awkward_provision.LEEDS), *people(2, 30, UTLA=awkward_provision.HULL)])
    marts = built(raw, tmp_path / "marts.duckdb", "open", today=today)

    with open_marts(marts.path) as connection:
        women = women_counted(connection)
    recounted = recount_provision(raw, today, women, places, reference)
    assert marts.rows("select count(distinct (file, line)) from rejected_row") == [(awkward_provision.KEPT_OUT,)]
    assert differences_with(marts, recounted)[:10] == []
    assert {state for state, *_ in recounted.standard_state.values()} == {"met", "not_met", "not_known"}
    assert marts.rows("select max(period), max(areas_with_women), max(women) from provision_reach") == [
        ("2022-23", 40, 2000)
    ]
    assert {framework for _, framework in recounted.coverage} == {"first", "second"}
