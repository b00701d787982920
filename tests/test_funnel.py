"""Funnels: limits by the publishers' test files, few false signals where areas differ by chance alone, and wider limits
where they differ by more.
"""

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy.stats import binom, poisson

from pipelines.statistics.funnel import expected_on_the_limit as on_the_limit
from pipelines.statistics.funnel import ratio_label, ratio_limits
from pipelines.warehouse import PACKAGE
from tests.boring import funnels
from tests.boring.compare_comparing import differences_in_funnels
from tests.boring.shares import Z
from tests.drawn_marts import DrawnMarts, Row, authorities, drawn_marts, share_row
from tests.test_intervals import differs

SETTINGS = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
FUNNELS = ("funnel_spread", "funnel", "funnel_limit")
WORDS = {
    "Low (0.001)": "low_998",
    "Low (0.025)": "low_95",
    "Not significant": "inside",
    "High (0.025)": "high_95",
    "High (0.001)": "high_998",
}


@pytest.fixture(scope="module")
def marts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DrawnMarts]:
    with drawn_marts(tmp_path_factory.mktemp("funnels")) as drawn:
        yield drawn


def vectors(folder: Path, group: str) -> list[tuple[str, dict[str, Any], str, str]]:
    """The test vectors of a group: id, inputs, which output, and its value as printed."""
    with (folder / "stat_test_vectors.csv").open(encoding="utf-8", newline="") as file:
        found = [row for row in csv.DictReader(file) if row["group"] == group]
    assert len(found) >= 3, "there are some"
    return [(row["id"], json.loads(row["inputs_json"]), row["output"], row["expected"]) for row in found]


def funnel(marts: DrawnMarts, rows: list[Row]) -> None:
    """Funnels of drawn shares."""
    marts.values(rows)
    marts.make(*FUNNELS)


class TestPublishedVectors:
    def test_limits_of_a_share(self, marts: DrawnMarts, shared_domain: Path) -> None:
        wrong = []
        for name, told, _, printed in vectors(shared_domain, "funnel_proportion_limit"):
            z = {0.975: "z95()", 0.999: "z998()"}[told["p"]]
            values = (told["average"], told["population"])
            found = marts.warehouse.one(f"select 100 * funnel_{told['side']}(?::double, ?::double, {z})", values)
            # six decimals are printed; the last is the package's own
            if abs(found - float(printed)) > 1.5e-6:
                wrong.append((name, found, printed))
        assert wrong == []

    def test_labels_of_a_share(self, marts: DrawnMarts, shared_domain: Path) -> None:
        label = """
            select funnel_label(over(x, n), funnel_low(p, n, z998()), funnel_low(p, n, z95()),
                funnel_high(p, n, z95()), funnel_high(p, n, z998()))
            from (select ?::double as x, ?::double as n, ?::double as p)
        """
        wrong = [
            name
            for name, told, _, printed in vectors(shared_domain, "funnel_proportion_label")
            if marts.warehouse.one(label, (told["numerator"], told["denominator"], told["average"])) != WORDS[printed]
        ]
        assert wrong == []

    def test_limits_of_a_ratio(self, shared_domain: Path) -> None:
        wrong = []
        for name, told, _, printed in vectors(shared_domain, "funnel_ratio_limit"):
            observed, tail, is_high = told["observed"], told["p"], told["side"] == "high"
            # the package halves until the chance is right to some 2e-7, which moves the limit by up to 1.2e-4 of 770
            chance = poisson.cdf(observed, float(printed)) if is_high else poisson.sf(observed - 1, float(printed))
            if abs(chance - tail) > 3e-7 or abs(on_the_limit(observed, tail)[is_high] - float(printed)) > 2e-4:
                wrong.append(name)
        assert wrong == []

    def test_labels_of_a_ratio(self, shared_domain: Path) -> None:
        wrong = [
            name
            for name, told, _, printed in vectors(shared_domain, "funnel_ratio_label")
            if ratio_label(told["observed"], told["expected"]) != WORDS[printed]
        ]
        assert wrong == []

    def test_limits_of_a_ratio_by_what_was_expected(self, shared_domain: Path) -> None:
        wrong = [
            name
            for name, told, limit, printed in vectors(shared_domain, "funnelplotr_sr_limit")
            if differs(
                ratio_limits(told["expected"], {"95": 0.025, "998": 0.001}[limit[2:]], told["target"])[limit[0] == "u"],
                printed,
            )
        ]
        assert wrong == []

    def test_limits_of_a_share_where_areas_differ(self, marts: DrawnMarts, shared_domain: Path) -> None:
        wrong = []
        for name, told, limit, printed in vectors(shared_domain, "funnelplotr_pr_limit"):
            # these were made with z to six places, which shows in the ninth of the limit
            side, z = {"ll": "low", "ul": "high"}[limit[:2]], {"95": "1.959964", "998": "3.090232"}[limit[2:]]
            found = marts.warehouse.one(
                f"select spread_{side}(?::double, ?::double, ?::double, {z})",
                (told["target"], told["denominator"], told["tau2"]),
            )
            if abs(found - float(printed)) > 0.5e-9:
                wrong.append((name, found, printed))
        assert wrong == []


class TestRatios:
    def test_nothing_observed_is_never_too_many(self) -> None:
        assert on_the_limit(0, 0.025)[0] == 0
        assert ratio_label(0, 0.5) == "inside"
        assert ratio_label(0, 4) == "low_95"
        assert ratio_label(0, 8) == "low_998"

    @SETTINGS
    @given(expected=st.floats(1, 5000))
    def test_limits_close_in_as_more_is_expected(self, expected: float) -> None:
        (low, high), (later_low, later_high) = ratio_limits(expected, 0.025), ratio_limits(expected * 2, 0.025)
        assert low < later_low < 1 < later_high < high


class TestLimits:
    @SETTINGS
    @given(average=st.floats(0.01, 0.99), n=st.integers(1, 20_000))
    def test_are_where_wilsons_interval_touches_the_average(self, marts: DrawnMarts, average: float, n: int) -> None:
        found = [
            marts.warehouse.one(f"select funnel_{side}(?::double, ?::double, {z})", (average, n))
            for z in ("z95()", "z998()")
            for side in ("low", "high")
        ]
        wanted = [limit for z in (Z, funnels.Z_998) for limit in funnels.touching(average, n, z)]
        assert found == pytest.approx(wanted, abs=1e-9)

    @SETTINGS
    @given(average=st.floats(0.01, 0.99), n=st.integers(1, 20_000), tau2=st.floats(0, 0.01))
    def test_close_in_as_people_grow_and_hold_the_average(
        self, marts: DrawnMarts, average: float, n: int, tau2: float
    ) -> None:
        for limit in ("funnel_{}({}, {}, z95())", f"spread_{{}}({{}}, {{}}, {tau2!r}::double, z998())"):
            asked = [limit.format(side, f"{average!r}::double", n * k) for k in (1, 3) for side in ("low", "high")]
            low, high, later_low, later_high = marts.rows(f"select {', '.join(asked)}")[0]
            assert 0 <= low <= later_low <= average + 1e-12
            assert average - 1e-12 <= later_high <= high <= 1

    def test_of_nobody_are_unknown(self, marts: DrawnMarts) -> None:
        query = "select funnel_low(0.3, 0, z95()), spread_high(0.3, null, 0, z95()), funnel_label(null, 0, 0, 1, 1)"
        assert marts.rows(query) == [(None, None, "not_compared")]


def country(marts: DrawnMarts, shares: list[tuple[int, int]], **cells: Any) -> list[Row]:
    """A row for each of the first authorities."""
    return [share_row(code, x, n, **cells) for code, (x, n) in zip(authorities(marts), shares, strict=False)]


ALIKE = [(30 + k, 100) for k in range(10)]


class TestWhoIsInAFunnel:
    def test_of_nine_areas_there_is_none(self, marts: DrawnMarts) -> None:
        funnel(marts, country(marts, ALIKE[:9]))
        assert [marts.rows(f"from mart.{table}") for table in FUNNELS] == [[], [], []]

    def test_regions_england_and_wales_are_in_none(self, marts: DrawnMarts) -> None:
        others = [share_row(code, 300, 900) for code in ("E92000001", "E12000003", "W06000015")]
        funnel(marts, country(marts, ALIKE) + others)
        assert marts.rows("select areas from mart.funnel_spread") == [(10,)]
        assert len(marts.rows("from mart.funnel")) == 10

    def test_two_sources_are_two_funnels(self, marts: DrawnMarts) -> None:
        funnel(
            marts, country(marts, ALIKE) + country(marts, [(n - x, n) for x, n in ALIKE], source="ndtms_viewit_area")
        )
        found = marts.rows("select source, average from mart.funnel_spread order by source")
        assert found == [("ndtms_records", 0.345), ("ndtms_viewit_area", 0.655)]

    def test_an_authority_that_has_ended_is_in_those_of_its_years_only(self, marts: DrawnMarts) -> None:
        rows = [
            row
            for period in ("2022-23", "2023-24")
            for row in [*country(marts, ALIKE, period=period), share_row("E10000006", 30, 100, period=period)]
        ]
        funnel(marts, rows)
        assert marts.rows("select period, areas from mart.funnel_spread order by period") == [
            ("2022-23", 11),
            ("2023-24", 10),
        ]

    def test_a_hidden_share_has_no_label_and_says_why(self, marts: DrawnMarts) -> None:
        hidden = share_row(authorities(marts)[10], None, None)
        nobody = share_row(authorities(marts)[11], 0, 0)
        funnel(marts, [*country(marts, ALIKE), hidden, nobody])
        told = "select people, share, low_95, spread_high_998, label, spread_label, status from mart.funnel "
        assert marts.rows(f"{told} where status <> 'ok' order by status") == [
            (None, None, None, None, "not_compared", "not_compared", "suppressed"),
            (None, None, None, None, "not_compared", "not_compared", "too_few"),
        ]


class TestRoundedCounts:
    def test_stand_out_only_where_all_they_may_be_do(self, marts: DrawnMarts) -> None:
        # 15 of 80 is below the lower limit of 0.197, but 17 of 78 would not be
        shares = [(60, 200)] * 10 + [(15, 80)]
        for rounded_to, label in ((1, "low_95"), (5, "inside")):
            funnel(marts, country(marts, shares, rounded_to=rounded_to))
            ((share, found),) = marts.rows("select share, label from mart.funnel where people = 80")
            assert (share, found) == (15 / 80, label)

    @SETTINGS
    @given(x=st.integers(0, 30), others=st.integers(0, 30), average=st.floats(0.05, 0.95))
    def test_are_judged_by_what_is_nearest_to_the_average(
        self, marts: DrawnMarts, x: int, others: int, average: float
    ) -> None:
        x, n = 5 * x, 5 * (x + others)
        if n == 0:
            return
        found = marts.warehouse.one(
            "select nearest_share(?::double, ?::double, ?::double, 5::smallint)", (average, x, n)
        )
        assert found == pytest.approx(funnels.nearest(average, x, n, 5), abs=1e-12)
        assert abs(found - average) <= abs(x / n - average) + 1e-12


@st.composite
def countries(draw: st.DrawFn) -> list[tuple[int, int]]:
    """Shares of ten to thirty areas, some of a handful of people."""
    sizes = draw(st.lists(st.integers(1, 3000), min_size=10, max_size=30))
    return [(draw(st.integers(0, n)), n) for n in sizes]


class TestTwoReadings:
    @settings(SETTINGS, max_examples=10)
    @given(shares=countries(), rounded_to=st.sampled_from([1, 5]))
    def test_agree(self, marts: DrawnMarts, shares: list[tuple[int, int]], rounded_to: int) -> None:
        if sum(x for x, _ in shares) in (0, sum(n for _, n in shares)):
            return
        funnel(marts, [*country(marts, shares, rounded_to=rounded_to), share_row("E09000033", None, None)])
        assert differences_in_funnels(marts.published(*FUNNELS))[:5] == []

    def test_everybody_alike_has_no_spread(self, marts: DrawnMarts) -> None:
        funnel(marts, country(marts, [(30, 100)] * 12))
        assert marts.rows("select round(phi, 12), tau2 from mart.funnel_spread") == [(0.0, 0.0)]
        assert marts.rows("select distinct label, spread_label from mart.funnel") == [("inside", "inside")]

    def test_a_share_nobody_has_makes_a_funnel_of_nothing(self, marts: DrawnMarts) -> None:
        funnel(marts, country(marts, [(0, 100)] * 12))
        assert marts.rows("select distinct average, label, spread_label from mart.funnel join mart.funnel_spread "
                          "using (indicator, period)") == [(0.0, "inside", "inside")]  # fmt: skip


def real_sizes() -> np.ndarray[Any, np.dtype[np.int64]]:
    """People in treatment by authority, in proportion to its adults: some 2,000 in the median authority."""
    with (PACKAGE / "sample" / "area_size.csv").open(encoding="utf-8", newline="") as file:
        adults = np.array([int(row["adults_thousand"]) for row in csv.DictReader(file)])
    return np.maximum((adults * 7).astype(np.int64), 2)


COUNTRIES = 60


def simulated(marts: DrawnMarts, own_spread: float) -> tuple[np.ndarray[Any, Any], list[tuple[int, ...]]]:
    """Sixty Englands of one share, its areas apart by chance and by a spread of their own: sizes, signals of each."""
    rng = np.random.default_rng(2025)
    codes, sizes = authorities(marts), real_sizes()
    sizes = sizes[: len(codes)]
    rows: list[Row] = []
    for number in range(COUNTRIES):
        angle = np.arcsin(np.sqrt(0.33)) + own_spread * rng.standard_normal(len(sizes))
        women = rng.binomial(sizes, np.sin(angle) ** 2)
        rows += [
            share_row(code, int(x), int(n), period="2023-24", source=f"country {number}")
            for code, x, n in zip(codes, women, sizes, strict=False)
        ]
    funnel(marts, rows)
    signals = marts.rows(
        """
        select count(*), count_if(label <> 'inside'), count_if(label like '%998'),
            count_if(spread_label <> 'inside'), count_if(spread_label like '%998')
        from mart.funnel
        """
    )
    return sizes, signals


def chance_outside(sizes: np.ndarray[Any, Any], z: float) -> float:
    """How many of these areas lie outside the limits by chance alone: the exact tails of the binomial."""
    width = z * np.sqrt(0.33 * 0.67 / sizes)
    inside = binom.cdf(np.floor(sizes * (0.33 + width) + 1e-9), sizes, 0.33) - binom.cdf(
        np.ceil(sizes * (0.33 - width) - 1e-9) - 1, sizes, 0.33
    )
    return float(np.sum(1 - inside))


def test_a_fair_england_has_no_more_false_signals_than_the_limits_promise(marts: DrawnMarts) -> None:
    sizes, ((areas, at_95, at_998, _, _),) = simulated(marts, 0)
    assert areas == COUNTRIES * len(sizes) == COUNTRIES * 153
    for found, z, promised in ((at_95, Z, 0.05), (at_998, funnels.Z_998, 0.002)):
        wanted = chance_outside(sizes, z) * COUNTRIES
        assert abs(found - wanted) < 4 * wanted**0.5, "as the binomial has it"
        assert wanted / areas < promised * 1.25, "and that is what the limits promise"


def test_where_areas_differ_by_more_the_wider_limits_leave_most_of_them_inside(marts: DrawnMarts) -> None:
    _, ((areas, at_95, at_998, wide_at_95, wide_at_998),) = simulated(marts, 0.04)
    assert at_95 / areas > 0.5, "every other authority stands out"
    assert at_998 / areas > 0.3
    # drawing in the outermost tenths makes the spread look smaller than it is, so that not quite 95% lie inside
    assert wide_at_95 / areas < 0.15
    assert wide_at_998 / areas < 0.025
