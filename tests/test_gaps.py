"""The formulas of gaps give what textbooks, scipy, statsmodels and plain loops give."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from scipy import stats
from scipy.stats.contingency import relative_risk
from statsmodels.stats.rates import confint_poisson_2indep

from pipelines.warehouse import Warehouse
from tests.boring import gaps, shares

SETTINGS = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
FEW = settings(SETTINGS, max_examples=40)

COUNTS = st.tuples(*[st.integers(1, 400)] * 4)
WAITS = st.lists(st.integers(0, 12), min_size=2, max_size=40)
Days = Sequence[int]


class Formulas:
    """The macros, asked one number at a time."""

    def __init__(self, warehouse: Warehouse) -> None:
        self.warehouse = warehouse

    def __call__(self, name: str, *values: float | None) -> Any:
        marks = ", ".join(["?::double"] * len(values))
        return self.warehouse.one(f"select {name}({marks})", values)

    def three(self, name: str, *values: float) -> tuple[Any, Any, Any]:
        """A ratio and its limits."""
        return self(name, *values), self(f"{name}_low", *values), self(f"{name}_high", *values)

    def effect(self, women: Days, men: Days) -> tuple[Any, ...]:
        """The chance that a woman waits longer, its variance and its degrees of freedom."""
        counted = Counter(women), Counter(men)
        rows = [(1, day, counted[0][day], counted[1][day]) for day in {*women, *men}]
        with self.warehouse.listed("waits_of_people", ["cell", "days", "women", "men"], rows):
            found: tuple[Any, ...]
            (found,) = self.warehouse.rows("select chance, variance, freedom from relative_effect('waits_of_people')")
        return found


@pytest.fixture(scope="module")
def formulas(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Formulas]:
    with Warehouse(tmp_path_factory.mktemp("formulas")) as warehouse:
        yield Formulas(warehouse)


def limited(draw: Any) -> tuple[float, float, float]:
    """A number with limits round it."""
    value, below, above = draw
    return value, value - below, value + above


LIMITED = st.tuples(st.floats(-50, 50), st.floats(0, 20), st.floats(0, 20)).map(limited)


class TestDifference:
    def test_takes_the_limits_of_both_by_pythagoras(self, formulas: Formulas) -> None:
        # 10 (7 to 14) less 4 (1 to 8): down by the root of 3² + 4², up by the root of 4² + 3²
        given_ = (10, 7, 14, 4, 1, 8)
        assert (formulas("mover_low", *given_), formulas("mover_high", *given_)) == (6 - 5, 6 + 5)

    @SETTINGS
    @given(one=LIMITED, other=LIMITED)
    def test_turns_round_with_its_order(self, formulas: Formulas, one: Any, other: Any) -> None:
        low, high = formulas("mover_low", *one, *other), formulas("mover_high", *one, *other)
        turned = formulas("mover_low", *other, *one), formulas("mover_high", *other, *one)
        assert turned == pytest.approx((-high, -low), abs=1e-9)
        assert low - 1e-9 <= one[0] - other[0] <= high + 1e-9
        again = gaps.difference(gaps.Number(*one), gaps.Number(*other))
        assert (low, high) == pytest.approx((again.low, again.high), abs=1e-9)

    @SETTINGS
    @given(counts=COUNTS)
    def test_of_two_shares_is_newcombes(self, formulas: Formulas, counts: tuple[int, int, int, int]) -> None:
        x, rest, y, more = counts
        one, other = shares.wilson(x, x + rest), shares.wilson(y, y + more)
        sides = (x / (x + rest), *one, y / (y + more), *other)
        found = (formulas("mover_low", *sides), formulas("mover_high", *sides))
        assert found == pytest.approx(shares.newcombe(x, x + rest, y, y + more), abs=1e-9)

    @pytest.mark.parametrize("missing", range(6))
    def test_of_something_unknown_is_unknown(self, formulas: Formulas, missing: int) -> None:
        given_ = [None if place == missing else number for place, number in enumerate((10, 7, 14, 4, 1, 8))]
        known = [formulas("mover_low", *given_), formulas("mover_high", *given_)]
        assert None in known


class TestRatio:
    def test_of_two_shares_by_hand(self, formulas: Formulas) -> None:
        # 20 of 100 over 10 of 100: e to the power of 1.96 times the root of 0.05 - 0.01 + 0.1 - 0.01
        found = formulas.three("share_ratio", 20, 100, 10, 100)
        assert [round(number, 4) for number in found] == [2.0, 0.9866, 4.0545]

    @SETTINGS
    @given(counts=COUNTS)
    def test_of_two_shares_is_that_of_scipy(self, formulas: Formulas, counts: tuple[int, int, int, int]) -> None:
        x, rest, y, more = counts
        risk = relative_risk(x, x + rest, y, y + more)
        wanted = (risk.relative_risk, *risk.confidence_interval())
        assert formulas.three("share_ratio", x, x + rest, y, y + more) == pytest.approx(wanted, rel=1e-9)

    @FEW
    @given(counts=COUNTS)
    def test_of_two_rates_is_that_of_statsmodels(self, formulas: Formulas, counts: tuple[int, int, int, int]) -> None:
        x, n, y, m = counts
        wanted = confint_poisson_2indep(x, n, y, m, method="wald-log", compare="ratio")
        ratio, *limits = formulas.three("rate_ratio", x, n, y, m)
        assert (ratio, limits) == (pytest.approx(x / n * m / y), pytest.approx(wanted, rel=1e-9))

    @SETTINGS
    @given(counts=COUNTS)
    @pytest.mark.parametrize("name", ["share_ratio", "rate_ratio"])
    def test_turned_round_is_one_over_it(self, formulas: Formulas, name: str, counts: tuple[int, ...]) -> None:
        x, rest, y, more = counts
        ratio, low, high = formulas.three(name, x, x + rest, y, y + more)
        turned = formulas.three(name, y, y + more, x, x + rest)
        assert turned == pytest.approx((1 / ratio, 1 / high, 1 / low), rel=1e-9)
        assert low < ratio < high

    @pytest.mark.parametrize("cells", [(0, 9, 3, 9), (3, 9, 0, 9), (9, 9, 3, 9), (3, 9, 9, 9), (0, 0, 3, 9)])
    def test_is_none_where_a_cell_is_nought(self, formulas: Formulas, cells: tuple[int, ...]) -> None:
        assert formulas.three("share_ratio", *cells) == (None, None, None)

    @pytest.mark.parametrize("cells", [(0, 9, 3, 9), (3, 9, 0, 9)])
    def test_of_rates_is_none_without_an_event(self, formulas: Formulas, cells: tuple[int, ...]) -> None:
        assert formulas.three("rate_ratio", *cells) == (None, None, None)

    def test_of_sums_is_not_the_mean_of_ratios(self, formulas: Formulas) -> None:
        # two places: 10 of 20 women beside 10 of 40 men, and 10 of 100 beside 10 of 50
        places = [(10, 20, 10, 40), (10, 100, 10, 50)]
        together = [sum(numbers) for numbers in zip(*places, strict=True)]
        assert formulas("share_ratio", *together) == pytest.approx(0.75)
        assert np.mean([formulas("share_ratio", *place) for place in places]) == pytest.approx(1.25)

    def test_of_limits_is_that_of_counts_where_limits_are_as_far_by_the_logarithm(self, formulas: Formulas) -> None:
        errors = [np.exp(shares.Z * np.sqrt(1 / events)) for events in (40, 90)]
        sides = [(rate, rate / error, rate * error) for rate, error in zip((4.0, 9.0), errors, strict=True)]
        low = formulas("limits_ratio_low", *sides[0], *sides[1])
        high = formulas("limits_ratio_high", *sides[0], *sides[1])
        wanted = formulas.three("rate_ratio", 40, 10, 90, 10)
        assert (formulas("limits_ratio", 4.0, 9.0), low, high) == pytest.approx(wanted, rel=1e-9)

    def test_of_a_limit_of_nought_has_none(self, formulas: Formulas) -> None:
        assert formulas("limits_ratio_low", 1, 0, 2, 3, 2, 4) is None
        assert formulas("limits_ratio_high", 3, 2, 4, 1, 0, 2) is None


class TestRatioOfRoundedCounts:
    @pytest.mark.parametrize("name", ["share_ratio", "rate_ratio"])
    @pytest.mark.parametrize("counts", [(35, 80, 25, 95), (10, 30, 90, 150), (120, 300, 130, 500)])
    def test_holds_the_limits_of_all_that_the_true_counts_may_be(
        self, formulas: Formulas, name: str, counts: tuple[int, int, int, int]
    ) -> None:
        x, n, y, m = counts
        low, high = (formulas(f"{name}_{end}_of_rounded", x, n, 5, y, m, 5) for end in ("low", "high"))
        for a in (x - 2, x, x + 2) if min(x, n) < 100 else (x,):
            for b in (y - 2, y, y + 2) if min(y, m) < 100 else (y,):
                assert low <= formulas(f"{name}_low", a, n, b, m) + 1e-12
                assert high >= formulas(f"{name}_high", a, n, b, m) - 1e-12

    def test_is_that_of_the_counts_where_nothing_is_rounded(self, formulas: Formulas) -> None:
        found = formulas("share_ratio_low_of_rounded", 3, 9, 1, 4, 9, 1)
        assert found == formulas("share_ratio_low", 3, 9, 4, 9)

    def test_has_no_limit_where_a_cell_may_be_nought(self, formulas: Formulas) -> None:
        assert formulas("share_ratio_high_of_rounded", 15, 15, 5, 5, 20, 5) is None
        assert formulas("rate_ratio_low_of_rounded", 0, 100, 5, 5, 100, 5) is None


class TestMedian:
    def test_has_limits_by_the_exact_rank_for_every_number_up_to_twenty_thousand(self, formulas: Formulas) -> None:
        counts = np.arange(1, 20_001)
        below = stats.binom.ppf(0.025, counts, 0.5)
        wanted = np.where(stats.binom.cdf(below, counts, 0.5) <= 0.025, below + 1, below)
        found = formulas.warehouse.rows("select coalesce(median_rank(n), 0) from range(1, 20001) as r (n) order by n")
        assert [rank for (rank,) in found] == wanted.astype(int).tolist()

    def test_has_limits_by_the_exact_rank_for_large_numbers_too(self, formulas: Formulas) -> None:
        counts = np.unique(np.geomspace(20_000, 5_000_000, 5000).astype(int))
        below = stats.binom.ppf(0.025, counts, 0.5)
        wanted = np.where(stats.binom.cdf(below, counts, 0.5) <= 0.025, below + 1, below)
        found = formulas.warehouse.rows("select median_rank(unnest(?::bigint[]))", [counts.tolist()])
        assert [rank for (rank,) in found] == wanted.astype(int).tolist()

    @pytest.mark.parametrize(
        ("count", "rank"),
        # printed in textbooks' tables of the sign test (one below the critical value is what may be left out)
        [(5, None), (6, 1), (8, 1), (9, 2), (10, 2), (12, 3), (20, 6), (25, 8), (50, 18), (100, 40)],
    )
    def test_has_limits_by_the_ranks_of_the_sign_test(self, formulas: Formulas, count: int, rank: int | None) -> None:
        assert formulas("median_rank", count) == rank
        assert gaps.median_rank(count) == (rank or 0)


class TestChance:
    @SETTINGS
    @given(women=WAITS, men=WAITS)
    def test_is_that_of_every_pair(self, formulas: Formulas, women: Days, men: Days) -> None:
        chance, _, _ = formulas.effect(women, men)
        assert chance == pytest.approx(gaps.chance_by_pairs(women, men), abs=1e-12)

    @SETTINGS
    @given(women=WAITS, men=WAITS)
    def test_agrees_with_scipys_test(self, formulas: Formulas, women: Days, men: Days) -> None:
        chance, variance, freedom = formulas.effect(women, men)
        assume(variance is not None)
        statistic = (chance - 0.5) / np.sqrt(variance)
        wanted = stats.brunnermunzel(men, women)
        assert statistic == pytest.approx(wanted.statistic, rel=1e-9, abs=1e-9)
        p = 2 * stats.t.sf(abs(statistic), freedom)
        assert p == pytest.approx(wanted.pvalue, rel=1e-9, abs=1e-12)

    def test_agrees_with_scipys_test_on_many_waits(self, formulas: Formulas) -> None:
        random = np.random.default_rng(6)
        women, men = random.geometric(0.1, 3000).tolist(), random.geometric(0.12, 7000).tolist()
        chance, variance, freedom = formulas.effect(women, men)
        wanted = stats.brunnermunzel(men, women)
        statistic = (chance - 0.5) / np.sqrt(variance)
        assert statistic == pytest.approx(wanted.statistic, rel=1e-9)
        assert 2 * stats.t.sf(abs(statistic), freedom) == pytest.approx(wanted.pvalue, rel=1e-9)

    @SETTINGS
    @given(women=WAITS, men=WAITS)
    def test_is_that_of_the_second_reading(self, formulas: Formulas, women: Days, men: Days) -> None:
        chance, variance, freedom = formulas.effect(women, men)
        again = gaps.chance_of(women, men)
        assert again is not None
        assert chance == pytest.approx(again.value, abs=1e-12)
        assert (variance or 0, freedom or 0) == pytest.approx((again.variance, again.freedom), rel=1e-9, abs=1e-12)

    @SETTINGS
    @given(women=WAITS, men=WAITS)
    def test_of_a_man_is_one_less_that_of_a_woman(self, formulas: Formulas, women: Days, men: Days) -> None:
        chance, variance, freedom = formulas.effect(women, men)
        turned = formulas.effect(men, women)
        assert turned[0] == pytest.approx(1 - chance, abs=1e-12)
        assert [n or 0 for n in turned[1:]] == pytest.approx([variance or 0, freedom or 0], rel=1e-9)

    @FEW
    @given(women=WAITS, men=WAITS, more=st.integers(1, 300))
    def test_rests_on_the_order_of_waits_alone(self, formulas: Formulas, women: Days, men: Days, more: int) -> None:
        stretched = [[3 * day + more for day in days] for days in (women, men)]
        assert formulas.effect(*stretched) == formulas.effect(women, men)

    @pytest.mark.parametrize(
        ("women", "men", "chance"),
        [
            ([3] * 12, [3] * 15, 0.5),
            ([5, 6, 7], [1, 2, 4], 1.0),
            ([1, 1, 1], [2, 9], 0.0),
            ([4], [1, 4, 9], 0.5),
        ],
        ids=["all alike", "every woman longer", "every man longer", "one woman"],
    )
    def test_has_no_variance_where_none_can_be_made(
        self, formulas: Formulas, women: Days, men: Days, chance: float
    ) -> None:
        assert formulas.effect(women, men) == (chance, None, None)

    def test_of_nobody_is_unknown(self, formulas: Formulas) -> None:
        assert formulas.effect([1, 2, 3], []) == (None, None, None)

    @pytest.mark.parametrize(("freedom", "most"), [(9, 2e-5), (12, 5e-6), (20, 5e-7), (50, 1e-8), (1e6, 1e-9)])
    def test_takes_students_distribution(self, formulas: Formulas, freedom: float, most: float) -> None:
        assert formulas("t95", freedom) == pytest.approx(stats.t.ppf(0.975, freedom), abs=most)
        assert formulas("t95", freedom) == pytest.approx(gaps.student(freedom), rel=1e-12)

    @FEW
    @given(chance=st.floats(0, 1), variance=st.floats(1e-8, 1), freedom=st.floats(9, 1e5))
    def test_has_limits_between_nought_and_one_round_it(
        self, formulas: Formulas, chance: float, variance: float, freedom: float
    ) -> None:
        low, high = (formulas(f"chance_{end}", chance, variance, freedom) for end in ("low", "high"))
        assert 0 <= low <= chance <= high <= 1


class TestWords:
    @pytest.mark.parametrize(
        ("low", "high", "is_too_wide", "said"),
        [
            (0.01, 0.2, False, "women_higher"),
            (0.01, 0.2, True, "women_higher"),
            (-0.2, -0.01, True, "women_lower"),
            (-0.2, 0.0, False, "no_clear_difference"),
            (0.0, 0.2, False, "no_clear_difference"),
            (-0.1, 0.1, True, "too_few_to_tell"),
            (-0.1, 0.1, None, "no_clear_difference"),
            (None, 0.1, False, "not_compared"),
            (-0.1, None, True, "not_compared"),
        ],
    )
    def test_follow_the_limits(
        self, formulas: Formulas, low: float | None, high: float | None, is_too_wide: bool | None, said: str
    ) -> None:
        found = formulas.warehouse.one(
            "select gap_direction(?::double, ?::double, ?::boolean)", [low, high, is_too_wide]
        )
        assert found == said
