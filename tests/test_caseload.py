"""Clients, keyworkers, and how many it would take: returns in, rows out."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.build import POISSON_LIMITS
from pipelines.warehouse import Warehouse
from tests.boring.caseload import caseload, financial_year, more_workers, women_among, workers_needed
from tests.boring.shares import byar, exact_poisson, rate_limits
from tests.builds import Built, built, lay_returns
from tests.returns import RETURN

ENGLAND, YORKSHIRE, LONDON = "E92000001", "E12000003", "E12000007"
LEEDS, BRADFORD, HACKNEY = "E08000035", "E08000032", "E09000012"
SETTINGS = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def returned(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Two services in Leeds, one of which says who is a woman; one in Bradford without keyworkers; one in Hackney."""
    folder = tmp_path_factory.mktemp("returned")
    the_second = {"provider_code": "N0002", "active_clients": "8", "active_women": "3", "keyworkers_wte": "1.5"}
    lay_returns(
        folder / "raw",
        [
            RETURN,
            RETURN | the_second | {"women_keyworkers_wte": "NA"},
            RETURN | {"area_code": BRADFORD, "keyworkers_wte": "0", "women_keyworkers_wte": "0"},
            RETURN | the_second | {"area_code": HACKNEY, "women_keyworkers_wte": ""},
            RETURN | the_second | {"area_code": BRADFORD, "snapshot_on": "2023-01-31", "women_keyworkers_wte": "0.5"},
        ],
    )
    return built(folder / "raw", folder / "marts.duckdb")


def of(returned: Built, indicator: str, columns: str, period: str = "2023-24") -> dict[str, Any]:
    """Some columns of an indicator, by area."""
    rows = returned.rows(
        f"select area_code, {columns} from indicator_value where indicator = ? and period = ?", [indicator, period]
    )
    return {area: tuple(values) for area, *values in rows}


class TestClientsPerKeyworker:
    def test_have_the_limits_of_the_clients_count(self, returned: Built) -> None:
        found = of(returned, "clients_per_keyworker", "value, value_low, value_high")
        low, high = byar(408)
        assert found[LEEDS] == pytest.approx((34, low / 12, high / 12))
        assert found[BRADFORD] == (None, None, None)

    def test_of_fewer_than_ten_clients_have_exact_limits(self, returned: Built) -> None:
        found = of(returned, "clients_per_keyworker", "value_low, value_high", "2022-23")
        low, high = exact_poisson(8)
        assert found[BRADFORD] == pytest.approx((low / 1.5, high / 1.5))


class TestWomenAmongKeyworkers:
    def test_is_of_the_returns_that_say_and_has_no_interval(self, returned: Built) -> None:
        found = of(returned, "women_among_keyworkers", "numerator, denominator, value, value_low, value_high, note")
        said = "{} of {} returns say how many keyworkers are women"
        assert found[LEEDS] == (6.5, 10.5, pytest.approx(6.5 / 10.5), None, None, said.format(1, 2))
        assert found[YORKSHIRE] == (6.5, 10.5, pytest.approx(6.5 / 10.5), None, None, said.format(2, 3))
        assert found[BRADFORD][2:] == (None, None, None, "1 of 1 return says how many keyworkers are women")

    def test_says_that_nobody_is_in_post(self, returned: Built) -> None:
        assert of(returned, "women_among_keyworkers", "status")[BRADFORD] == ("too_few",)

    def test_is_not_known_where_no_return_says(self, returned: Built) -> None:
        assert of(returned, "women_among_keyworkers", "value, status")[HACKNEY] == (None, "not_published")


class TestKeyworkerNeed:
    def needed(self, marts: Built, period: str = "2023-24") -> dict[tuple[str, int], tuple[Any, ...]]:
        """Clients, workers needed, how many more, and status, by area and caseload aimed at."""
        rows = marts.rows(
            "select area_code, clients_per_keyworker_aimed_at, clients, keyworkers_needed, more_keyworkers, status "
            "from keyworker_need where period = ?",
            [period],
        )
        return {(area, aim): tuple(values) for area, aim, *values in rows}

    def test_is_in_whole_workers_for_40_clients_each_and_for_30(self, returned: Built) -> None:
        needed = self.needed(returned)
        assert needed[LEEDS, 40] == (408, 11, 0, "ok")
        assert needed[LEEDS, 30] == (408, 14, 2, "ok")
        assert needed[BRADFORD, 40] == (400, 10, 10, "ok"), "nobody is in post, and 400 clients are known"
        assert needed[ENGLAND, 30] == (816, 28, 14, "ok")
        assert {aim for _, aim in needed} == {30, 40}

    def test_is_known_to_nobody_where_the_clients_are_hidden(self, tmp_path: Path) -> None:
        lay_returns(tmp_path / "raw", [RETURN | {"active_clients": "3", "active_women": "1"}])
        hidden = built(tmp_path / "raw", tmp_path / "open.duckdb", "open")
        assert self.needed(hidden)[LEEDS, 40] == (None, None, None, "suppressed")
        shown = hidden.rows("select distinct clients, keyworkers_needed, more_keyworkers from keyworker_need")
        assert shown == [(None, None, None)], "nor in Yorkshire and England, who have nobody else"

    def test_says_whose_number_is_aimed_at(self, returned: Built) -> None:
        said = returned.rows("select distinct clients_per_keyworker_aimed_at, mark from keyworker_need order by all")
        assert said == [(30, "D"), (40, "V")]
        cited = "select value from cited_figure where figure_key = 'caseload_good_practice_2021'"
        assert returned.rows(cited) == [(40,)]

    @SETTINGS
    @given(
        clients=st.integers(0, 3000),
        in_post=st.integers(0, 800).map(lambda tenths: Fraction(tenths, 10)),
        aim=st.sampled_from([30, 40]),
    )
    def test_is_that_of_counting_up(self, warehouse: Warehouse, clients: int, in_post: Fraction, aim: int) -> None:
        found = warehouse.rows(
            "select whole_people(over(?::double, ?::double)), whole_people(over(?::double, ?::double) - ?::double)",
            [clients, aim, clients, aim, float(in_post)],
        )
        assert found == [(workers_needed(clients, aim), more_workers(clients, in_post, aim))]


def test_a_second_reading_of_many_returns_finds_the_same(tmp_path: Path) -> None:
    random = Random(6)
    days = [date(2022, 1, 1) + timedelta(days=number) for number in range(0, 880, 20)]
    returns = []
    for day in days:
        for provider in ("N0001", "N0002", "N0003"):
            keyworkers = random.randrange(0, 200)
            women = str(Decimal(random.randrange(keyworkers + 1)) / 10) if random.random() < 0.8 else ""
            clients = {"active_clients": str(random.randrange(0, 500)), "active_women": "0"}
            working = {"keyworkers_wte": str(Decimal(keyworkers) / 10), "women_keyworkers_wte": women}
            where = {"area_code": random.choice([LEEDS, BRADFORD, HACKNEY]), "provider_code": provider}
            returns.append(RETURN | where | {"snapshot_on": day.isoformat()} | clients | working)
    random.shuffle(returns)
    lay_returns(tmp_path / "raw", returns)
    made = built(tmp_path / "raw", tmp_path / "marts.duckdb", strict=True)
    members = {area: {area} for area in (LEEDS, BRADFORD, HACKNEY)}
    members |= {YORKSHIRE: {LEEDS, BRADFORD}, LONDON: {HACKNEY}, ENGLAND: {LEEDS, BRADFORD, HACKNEY}}
    for year in {financial_year(day) for day in days}:
        found = of(made, "clients_per_keyworker", "numerator, denominator, value_low, value_high", year)
        among = of(made, "women_among_keyworkers", "numerator, denominator", year)
        needed = made.rows(
            "select area_code, clients_per_keyworker_aimed_at, keyworkers_needed, more_keyworkers "
            "from keyworker_need where period = ?",
            [year],
        )
        for area in found:
            clients, keyworkers = caseload(returns, members[area], year)
            low, high = rate_limits(clients, 1, 1)
            assert found[area][:2] == (clients, float(keyworkers))
            assert found[area][2:] == pytest.approx((low / float(keyworkers), high / float(keyworkers)), rel=1e-7)
            assert among[area] == tuple(float(time) for time in women_among(returns, members[area], year))
        assert sorted(needed) == sorted(
            (area, aim, workers_needed(clients, aim), more_workers(clients, Fraction(keyworkers), aim))
            for area in found
            for aim in (30, 40)
            for clients, keyworkers in [caseload(returns, members[area], year)]
        )


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    with Warehouse(tmp_path_factory.mktemp("caseload")) as made:
        made.script("macros.sql")
        made.load_reference()
        made.run(POISSON_LIMITS)
        yield made
