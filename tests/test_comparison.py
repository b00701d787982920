"""Numbers beside a comparator: words by the publishers' test files, and how many of them chance alone would make."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.boring.compare_comparing import differences_beside_comparators
from tests.drawn_marts import DrawnMarts, Row, authorities, drawn_marts, share_row
from tests.test_funnel import vectors

SETTINGS = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
ENGLAND, YORKSHIRE, LEEDS, YORK = "E92000001", "E12000003", "E08000035", "E06000014"


@pytest.fixture(scope="module")
def marts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DrawnMarts]:
    with drawn_marts(tmp_path_factory.mktemp("comparisons")) as drawn:
        yield drawn


def comparisons(marts: DrawnMarts, rows: list[Row], told: str) -> list[Any]:
    """Drawn numbers against England's and the region's."""
    marts.values(rows)
    marts.make("comparison", "comparison_count")
    return marts.rows(f"select {told} from mart.comparison order by area_code, comparator")


class TestPublishedVectors:
    def test_of_intervals(self, marts: DrawnMarts, shared_domain: Path) -> None:
        for name, told, _, printed in vectors(shared_domain, "fingertips_ci_comparison"):
            polarity = "low_is_good" if told["low_is_good"] else "high_is_good"
            found = marts.warehouse.one(
                "select judged(against(?::double, ?::double, ?::double, false), ?)",
                (told["benchmark"], told["lower95"], told["upper95"], polarity),
            )
            assert found == printed.lower(), name

    def test_of_control_limits(self, marts: DrawnMarts, shared_domain: Path) -> None:
        for name, told, _, printed in vectors(shared_domain, "fingertips_spc_proportion_low_is_good"):
            found = marts.warehouse.one(
                """
                select judged(case when p < control_low(b, n, z) then 'lower'
                    when p > control_high(b, n, z) then 'higher' else 'similar' end, 'low_is_good')
                from (select ?::double / 100 as p, ?::double as n, ?::double / 100 as b, ?::double as z)
                """,
                (told["value"], told["denominator"], told["benchmark"], told["z"]),
            )
            assert found == {"Same": "similar"}.get(printed, printed.lower()), name


class TestWords:
    @pytest.mark.parametrize(
        ("indicator", "lower"),
        [
            ("womens_share_in_treatment", "lower"),
            ("alcohol_unmet_need", "better"),
            ("alcohol_met_need", "worse"),
        ],
    )
    def test_are_better_or_worse_only_where_there_is_a_good_end(
        self, marts: DrawnMarts, indicator: str, lower: str
    ) -> None:
        rows = [share_row(ENGLAND, 330, 1000, indicator=indicator), share_row(LEEDS, 60, 300, indicator=indicator)]
        assert comparisons(marts, rows, "comparator, comparison, judgement, is_beyond_998") == [
            ("england", "lower", lower, True),
            ("region", "not_compared", "not_compared", None),
        ]

    def test_of_a_hidden_number_say_nothing(self, marts: DrawnMarts) -> None:
        rows = [share_row(ENGLAND, 330, 1000), share_row(LEEDS, None, None), share_row(YORKSHIRE, None, None)]
        found = comparisons(marts, rows, "area_code, comparator, comparison, is_beyond_998, status")
        assert found == [
            (LEEDS, "england", "not_compared", None, "suppressed"),
            (LEEDS, "region", "not_compared", None, "suppressed"),
            (YORKSHIRE, "england", "not_compared", None, "suppressed"),
        ]

    def test_at_the_second_level_need_more(self, marts: DrawnMarts) -> None:
        rows = [share_row(ENGLAND, 330, 1000), share_row(LEEDS, 80, 300), share_row(YORK, 60, 300)]
        found = comparisons(marts, rows, "area_code, comparison, is_beyond_998")
        assert [row for row in found if row[1] != "not_compared"] == [
            (YORK, "lower", True),
            (LEEDS, "lower", False),
        ]


class TestHowMany:
    def test_comparisons_and_false_alarms_are_counted(self, marts: DrawnMarts) -> None:
        codes = authorities(marts)[:40]
        rows = [share_row(ENGLAND, 3300, 10_000), share_row(YORKSHIRE, 100, 900), share_row(codes[39], None, None)]
        rows += [share_row(code, 99 if k else 50, 300) for k, code in enumerate(codes[:39])]
        comparisons(marts, rows, "1")
        found = marts.rows(
            "select level, comparisons, round(expected_false_alarms, 6), signals from mart.comparison_count "
            "where comparator = 'england' order by level"
        )
        assert found == [(0.95, 39, 1.95, 1), (0.998, 39, 0.078, 1)]


@st.composite
def countries(draw: st.DrawFn) -> list[Row]:
    """A share of England, a region and some authorities in it and elsewhere, some hidden; rounded or not."""
    rounded_to = draw(st.sampled_from([1, 5]))
    found = []
    for code in (ENGLAND, YORKSHIRE, LEEDS, YORK, "E08000032", "E09000012"):
        n = draw(st.one_of(st.none(), st.integers(0, 60).map(lambda k: 5 * k)))
        x = None if n is None else draw(st.integers(0, n // 5)) * 5
        found.append(share_row(code, x, n, rounded_to=rounded_to, indicator="alcohol_met_need"))
    return found


@SETTINGS
@given(rows=countries())
def test_are_those_of_the_second_reading(marts: DrawnMarts, rows: list[Row]) -> None:
    comparisons(marts, rows, "1")
    assert differences_beside_comparators(marts.published("comparison", "comparison_count"))[:5] == []
