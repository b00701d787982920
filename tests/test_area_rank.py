"""Ranks of authorities: never without the ranks they might as well have, and never of a number that is not shown."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.statistics import ranking
from pipelines.statistics.simulated_rank import normal_draws, rank_limits
from tests.boring.compare_comparing import differences_in_ranks
from tests.drawn_marts import DrawnMarts, Row, authorities, drawn_marts, share_row

SETTINGS = settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def marts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DrawnMarts]:
    with drawn_marts(tmp_path_factory.mktemp("ranks")) as drawn:
        yield drawn


def ranks(marts: DrawnMarts, rows: list[Row], told: str = "value, rank, rank_low, rank_high") -> list[Any]:
    """The ranks of drawn numbers, by authority."""
    marts.values(rows)
    marts.make("area_rank")
    ranking.fill(marts.warehouse)
    return marts.rows(f"select {told} from mart.area_rank order by period, area_code")


def country(marts: DrawnMarts, shares: list[tuple[float | None, float | None]], **cells: Any) -> list[Row]:
    """A share for each of the first authorities."""
    return [share_row(code, x, n, **cells) for code, (x, n) in zip(authorities(marts), shares, strict=False)]


CERTAIN: list[tuple[float | None, float | None]] = [(10_000 + 2000 * k, 100_000) for k in range(12)]


class TestRanks:
    def test_of_shares_that_are_certain_are_certain(self, marts: DrawnMarts) -> None:
        found = ranks(marts, country(marts, CERTAIN), "rank, rank_low, rank_high, sharing_rank, areas")
        assert found == [(k, k, k, 1, 12) for k in range(1, 13)]

    def test_of_few_people_might_be_any(self, marts: DrawnMarts) -> None:
        found = ranks(marts, country(marts, [*CERTAIN, (1, 3)]))
        assert found[-1] == (1 / 3, 13, 1, 13)
        assert found[0][1:] == (1, 1, 2), "and pushes the others about by one"

    def test_start_from_the_lowest_and_tenths_with_them(self, marts: DrawnMarts) -> None:
        found = ranks(marts, country(marts, [(k, 1000) for k in range(20)]), "rank, tenth")
        assert found == [(k + 1, k // 2 + 1) for k in range(20)]

    def test_are_shared_by_shares_that_are_the_same(self, marts: DrawnMarts) -> None:
        shares: list[tuple[float | None, float | None]] = [(1, 10), (1, 3), (2, 6), (3, 9), (1, 2)]
        found = ranks(marts, country(marts, [*shares, *CERTAIN[-6:]]), "rank, sharing_rank, tenth")
        assert found[1:4] == [(8, 3, 7)] * 3
        assert found[4] == (11, 1, 10)

    def test_hidden_and_unreliable_numbers_have_none_and_are_counted(self, marts: DrawnMarts) -> None:
        codes = authorities(marts)
        without = [share_row(codes[12], None, None), share_row(codes[13], 5, 9, status="unreliable")]
        found = ranks(marts, country(marts, CERTAIN) + without, "rank, rank_low, tenth, areas, areas_without, status")
        assert found[0] == (1, 1, 1, 12, 2, "ok")
        assert found[12:] == [(None, None, None, 12, 2, "suppressed"), (None, None, None, 12, 2, "unreliable")]

    def test_of_nine_areas_there_are_none(self, marts: DrawnMarts) -> None:
        assert ranks(marts, country(marts, CERTAIN[:9])) == []

    def test_of_england_and_regions_there_are_none(self, marts: DrawnMarts) -> None:
        others = [share_row(code, 1, 900) for code in ("E92000001", "E12000003", "W06000015")]
        assert len(ranks(marts, country(marts, CERTAIN) + others)) == 12

    def test_of_the_ten_latest_periods_only(self, marts: DrawnMarts) -> None:
        rows = [row for year in range(10, 22) for row in country(marts, CERTAIN, period=f"20{year}-{year + 1}")]
        ranks(marts, rows)
        assert marts.rows("select count(distinct period), min(period) from mart.area_rank") == [(10, "2012-13")]

    def test_of_substance_groups_are_of_womens_share_only(self, marts: DrawnMarts) -> None:
        cells = {"substance_group": "opiate"}
        assert len(ranks(marts, country(marts, CERTAIN, **cells))) == 12
        assert ranks(marts, country(marts, CERTAIN, indicator="alcohol_met_need", **cells)) == []

    def test_of_rates_come_from_their_limits(self, marts: DrawnMarts) -> None:
        rates = [
            share_row(
                code,
                None,
                None,
                status="ok",
                value=float(k),
                value_low=k - 0.01,
                value_high=k + 0.01,
                indicator="treatment_rate_per_1000",
            )
            for k, code in enumerate(authorities(marts)[:11], start=1)
        ]
        assert [row[1:] for row in ranks(marts, rates)] == [(k, k, k) for k in range(1, 12)]


class TestLimitsOfRanks:
    def test_of_areas_that_are_alike_leave_out_one_in_twenty(self) -> None:
        low, high = rank_limits(np.full(200, 0.6), np.full(200, 0.05), normal_draws(2000, 200, 1))
        assert abs(low - 5.5).max() < 4, "2.5 of 100"
        assert abs(high - 195.5).max() < 4

    def test_hold_95_of_100_ranks_that_the_truth_might_have_given(self) -> None:
        # two areas apart by d standard errors of their difference: the lower is first with the chance of normal(d)
        for apart, is_sure in ((1.7, False), (2.3, True)):
            middle = np.array([0.0, apart * 2**0.5])
            low, high = rank_limits(middle, np.ones(2), normal_draws(20_000, 2, 1))
            assert (low.tolist(), high.tolist()) == (([1, 2], [1, 2]) if is_sure else ([1, 1], [2, 2]))

    @SETTINGS
    @given(values=st.lists(st.integers(1, 1000), min_size=2, max_size=40), times=st.sampled_from([0.25, 4, 64]))
    def test_another_unit_changes_nothing(self, values: list[int], times: float) -> None:
        draws = normal_draws(500, 40, 7)
        middle = np.array(values, dtype=np.float64)
        one = rank_limits(middle, np.sqrt(middle), draws)
        other = rank_limits(middle * times, np.sqrt(middle) * times, draws)
        assert [side.tolist() for side in one] == [side.tolist() for side in other]


@st.composite
def countries(draw: st.DrawFn) -> list[tuple[int | None, int | None]]:
    """Shares of ten to twenty areas, some hidden."""
    sizes = draw(st.lists(st.one_of(st.none(), st.integers(1, 900)), min_size=10, max_size=20))
    return [(None, None) if n is None else (draw(st.integers(0, n)), n) for n in sizes]


@SETTINGS
@given(shares=countries(), rounded_to=st.sampled_from([1, 5]))
def test_ranks_lie_in_their_intervals_and_are_those_of_the_second_reading(
    marts: DrawnMarts, shares: list[tuple[float | None, float | None]], rounded_to: int
) -> None:
    found = ranks(marts, country(marts, shares, rounded_to=rounded_to), "rank, rank_low, rank_high, areas")
    assert all(1 <= low <= rank <= high <= areas for rank, low, high, areas in found if rank is not None)
    assert differences_in_ranks(marts.published("area_rank"))[:5] == []
