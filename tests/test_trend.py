"""Recent trends: by the publishers' test files, within one series, and never said where there is none to be told."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.boring.compare_comparing import differences_in_trends
from tests.drawn_marts import DrawnMarts, Row, drawn_marts, share_row
from tests.test_funnel import vectors

SETTINGS = settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
LEEDS, DORSET = "E08000035", "E06000059"
YEARS = [f"20{year}-{year + 1}" for year in range(15, 24)]
TOLD = "trend, reason, from_period, to_period"


@pytest.fixture(scope="module")
def marts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DrawnMarts]:
    with drawn_marts(tmp_path_factory.mktemp("trends")) as drawn:
        drawn.empty("period")
        yield drawn


def trends(marts: DrawnMarts, rows: list[Row], told: str = TOLD) -> list[Any]:
    """The trends of drawn numbers."""
    marts.values(rows)
    marts.make("trend")
    return marts.rows(f"select {told} from mart.trend order by all")


def shares(counts: list[tuple[float | None, float | None]], first: int = 4, **cells: Any) -> list[Row]:
    """A share of an authority for each year."""
    area = cells.pop("area_code", LEEDS)
    return [share_row(area, x, n, period, **cells) for (x, n), period in zip(counts, YEARS[first:], strict=False)]


def rates(limits: list[list[float]], first: int = 4, **cells: Any) -> list[Row]:
    """A rate with its limits for each year."""
    cells = {"indicator": "treatment_rate_per_1000", "area_code": LEEDS} | cells
    return [
        share_row(period=period, x=None, n=1000, value=v, value_low=low, value_high=high, area=cells["area_code"])
        | cells
        for (v, low, high), period in zip(limits, YEARS[first:], strict=False)
    ]


RISING: list[tuple[float | None, float | None]] = [
    (994, 40299),
    (1023, 41527),
    (1199, 42811),
    (1332, 44064),
    (1367, 44701),
]
FALLING = RISING[::-1]


class TestPublishedVectors:
    def test_of_intervals(self, marts: DrawnMarts, shared_domain: Path) -> None:
        words = {"Increasing": "increasing", "No significant change": "no_significant_change"}
        for name, told, output, printed in vectors(shared_domain, "fingertips_trend_ci"):
            points = told["value_lower_upper_oldest_first"]
            ((word, chi_square),) = trends(marts, rates(points), "trend, chi_square")
            if output == "marker":
                assert word == words[printed], name
            else:
                assert round(chi_square, 2) == float(printed), name

    def test_of_counts(self, marts: DrawnMarts, shared_domain: Path) -> None:
        for name, told, output, printed in vectors(shared_domain, "fingertips_trend_proportion"):
            ((word, chi_square),) = trends(marts, shares(told["count_denominator_oldest_first"]), "trend, chi_square")
            if output == "marker":
                assert printed.startswith("Cannot be calculated"), name
                assert (word, chi_square) == ("cannot_be_calculated", None), name
            elif output == "chi_square":
                assert round(chi_square, 1) == float(printed), name
            else:
                assert word == "increasing", name


class TestWords:
    @pytest.mark.parametrize(
        ("indicator", "rising", "falling"),
        [
            ("womens_share_in_treatment", "increasing", "decreasing"),
            ("alcohol_unmet_need", "increasing_and_getting_worse", "decreasing_and_getting_better"),
            ("alcohol_met_need", "increasing_and_getting_better", "decreasing_and_getting_worse"),
        ],
    )
    def test_are_better_or_worse_only_where_an_indicator_has_a_good_end(
        self, marts: DrawnMarts, indicator: str, rising: str, falling: str
    ) -> None:
        for counts, word in ((RISING, rising), (FALLING, falling)):
            assert trends(marts, shares(counts, indicator=indicator), "trend") == [(word,)]

    def test_a_slope_that_one_year_makes_is_no_trend(self, marts: DrawnMarts) -> None:
        # without the last year the others fall
        made_by_one: list[tuple[float | None, float | None]] = [(300, 1000), (295, 1000), (290, 1000), (285, 1000)]
        ((word, chi_square),) = trends(marts, shares([*made_by_one, (450, 1000)]), "trend, chi_square")
        assert word == "no_significant_change"
        assert chi_square > 9.55

    def test_of_no_change_at_all(self, marts: DrawnMarts) -> None:
        assert trends(marts, shares([(30, 100)] * 5), "trend, round(slope_per_year, 12)") == [
            ("no_significant_change", 0.0)
        ]


class TestWhichYears:
    def test_the_latest_five_that_have_a_number(self, marts: DrawnMarts) -> None:
        counts = [*FALLING[:2], *RISING[:3], (None, None), *RISING[3:]]
        assert trends(marts, shares(counts, first=0)) == [("increasing", None, "2017-18", "2022-23")]

    def test_four_are_not_yet_enough(self, marts: DrawnMarts) -> None:
        assert trends(marts, shares(RISING[:4])) == [("not_yet_calculated", "fewer_than_five_years", None, None)]

    def test_hidden_ones_are_not_no_change(self, marts: DrawnMarts) -> None:
        counts = [*RISING[:4], (None, None)]
        assert trends(marts, shares(counts)) == [("cannot_be_calculated", "years_without_a_number", None, None)]

    def test_those_of_one_source(self, marts: DrawnMarts) -> None:
        rows = shares(RISING[:3], is_preferred=False) + shares(RISING[3:], first=7, source="ndtms_viewit_area")
        assert trends(marts, rows, "source, trend, is_preferred") == [
            ("ndtms_records", "not_yet_calculated", False),
            ("ndtms_viewit_area", "not_yet_calculated", True),
        ]

    def test_periods_of_three_years_overlap_and_are_refused(self, marts: DrawnMarts) -> None:
        rows = shares(RISING, indicator="drug_misuse_death_rate", source="ons_drug_deaths", value=3.0)
        rows = [row | {"period": f"20{y}-{y + 2}"} for y, row in enumerate(rows, start=15)]
        assert trends(marts, rows) == [("cannot_be_calculated", "overlapping_periods", None, None)]

    def test_nobody_in_any_of_them_cannot_be_calculated(self, marts: DrawnMarts) -> None:
        assert trends(marts, shares([(0, 100)] * 5)) == [("cannot_be_calculated", "everyone_or_nobody", None, None)]

    def test_counts_have_no_trend(self, marts: DrawnMarts) -> None:
        assert trends(marts, shares(RISING, indicator="people_in_treatment")) == []

    def test_none_goes_across_a_change_of_the_area(self, marts: DrawnMarts) -> None:
        # Dorset as it is began in April 2019: its fifth year is 2023-24
        published = shares(RISING, first=3, area_code=DORSET, source="ndtms_viewit_area")
        assert trends(marts, published) == [("cannot_be_calculated", "series_break", None, None)]
        since = shares(RISING, first=4, area_code=DORSET, source="ndtms_viewit_area")
        assert trends(marts, since) == [("increasing", None, "2019-20", "2023-24")]
        # records are placed under today's authorities in every year
        assert trends(marts, shares(RISING, first=3, area_code=DORSET), "trend") == [("increasing",)]


class TestRecords:
    @pytest.fixture(autouse=True)
    @staticmethod
    def _periods(marts: DrawnMarts) -> Iterator[None]:
        marts.warehouse.run(
            "insert into mart.period select period, 'year', period, make_date(period[1:4]::integer, 4, 1), "
            "make_date(period[1:4]::integer + 1, 3, 31), period < '2023-24' from unnest(?) as t (period)",
            [YEARS[3:]],
        )
        yield
        marts.warehouse.run("delete from mart.period")

    def test_the_year_that_is_not_over_is_left_out(self, marts: DrawnMarts) -> None:
        assert trends(marts, shares(RISING)) == [("not_yet_calculated", "fewer_than_five_years", None, None)]
        published = shares(RISING, source="ndtms_viewit_area")
        assert trends(marts, published) == [("increasing", None, "2019-20", "2023-24")]

    def test_the_first_year_of_records_is_left_out_of_new_presentations(self, marts: DrawnMarts) -> None:
        new = shares(RISING, first=3, indicator="womens_share_of_new_presentations")
        assert trends(marts, new, "trend") == [("not_yet_calculated",)]
        assert trends(marts, shares(RISING, first=3), "trend") == [("increasing",)]


FIVE = st.lists(st.integers(1, 900).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), min_size=5, max_size=5)
TURNED = {"increasing": "decreasing", "decreasing": "increasing"}


class TestProperties:
    @SETTINGS
    @given(counts=FIVE, rounded_to=st.sampled_from([1, 5]))
    def test_reversed_years_have_the_reversed_trend(
        self, marts: DrawnMarts, counts: list[tuple[float | None, float | None]], rounded_to: int
    ) -> None:
        told = "trend, slope_per_year, chi_square"
        ((word, slope, chi_square),) = trends(marts, shares(counts, rounded_to=rounded_to), told)
        ((turned, other_slope, same),) = trends(marts, shares(counts[::-1], rounded_to=rounded_to), told)
        assert turned == TURNED.get(word, word)
        if slope is not None:
            assert other_slope == pytest.approx(-slope, abs=1e-9)
            assert same == pytest.approx(chi_square, rel=1e-6, abs=1e-9)

    @SETTINGS
    # without the first year the others are level
    @example(values=[20, 58, 47, 29, 64], scale=0.001)
    @given(values=st.lists(st.integers(20, 90), min_size=5, max_size=5), scale=st.sampled_from([0.001, 3, 100]))
    def test_another_unit_changes_nothing(self, marts: DrawnMarts, values: list[int], scale: float) -> None:
        limits = [[float(v), v - 3.0, v + 4.0] for v in values]
        ((word, chi_square),) = trends(marts, rates(limits), "trend, chi_square")
        ((same, also),) = trends(marts, rates([[n * scale for n in row] for row in limits]), "trend, chi_square")
        assert same == word
        assert also == pytest.approx(chi_square, rel=1e-6, abs=1e-9)

    @SETTINGS
    @given(
        counts=st.lists(
            st.one_of(st.none(), st.integers(0, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))),
            min_size=3,
            max_size=9,
        ),
        area=st.sampled_from([LEEDS, DORSET]),
        source=st.sampled_from(["ndtms_records", "ndtms_viewit_area"]),
        rounded_to=st.sampled_from([1, 5]),
    )
    def test_are_those_of_the_second_reading(
        self, marts: DrawnMarts, counts: list[tuple[int, int] | None], area: str, source: str, rounded_to: int
    ) -> None:
        drawn = [c or (None, None) for c in counts]
        trends(marts, shares(drawn, first=0, area_code=area, source=source, rounded_to=rounded_to))
        assert differences_in_trends(marts.published("period", "series_break", "trend"))[:5] == []
