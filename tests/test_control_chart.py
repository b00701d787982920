"""Control charts: limits and rules by the package's test files, gaps that no run crosses, and no stock in any."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pipelines import measures
from pipelines.errors import Refused
from pipelines.statistics import charting, control_chart
from pipelines.statistics.control_chart import Chart, Flow, Grid, Stock
from tests.boring import control_charts
from tests.drawn_marts import DrawnMarts, Row, drawn_marts
from tests.test_funnel import vectors

SETTINGS = settings(max_examples=150, deadline=None)
LEEDS = "E08000035"


def row(values: Sequence[float | None]) -> Grid:
    """One series; None is a quarter that is not shown."""
    return np.array([[np.nan if value is None else value for value in values]], dtype=np.float64)


def around(side: Sequence[int], near: Sequence[int] | None = None) -> Chart:
    """Points on given sides of 0, of which some lie near their limit of 3."""
    close = near or [0] * len(side)
    return Chart(row([s * (2.5 if n else 1) for s, n in zip(side, close, strict=True)]), row([0] * len(side)),
                 row([3] * len(side)))  # fmt: skip


class TestPublishedVectors:
    def test_limits(self, shared_domain: Path) -> None:
        for name, told, output, printed in vectors(shared_domain, "spc_limits"):
            chart = control_chart.individuals(Flow(row(told["y"])), screen=told["screen_outliers"])
            found = {
                "mean": chart.centre[0, 0],
                "upl": chart.centre[0, 0] + chart.width[0, 0],
                "lpl": chart.centre[0, 0] - chart.width[0, 0],
            }[output]
            digits = len(printed.partition(".")[2])
            assert round(found, digits) == float(printed), name

    def test_seven_in_a_row(self, shared_domain: Path) -> None:
        for name, told, _, printed in vectors(shared_domain, "spc_rule_trend7"):
            assert control_chart.rising_or_falling(row(told["y"])).tolist() == [eval_list(printed)], name

    def test_seven_on_one_side(self, shared_domain: Path) -> None:
        for name, told, _, printed in vectors(shared_domain, "spc_rule_shift7"):
            ends = control_chart.on_one_side(np.array([told["relative_to_mean"]], dtype=np.int8))
            assert abs(ends).tolist() == [eval_list(printed)], name

    def test_members_of_a_run(self, shared_domain: Path) -> None:
        for name, told, _, printed in vectors(shared_domain, "spc_rule_part_of_seven"):
            members = control_chart.members_of_seven(np.array([told["flags"]], dtype=np.int8))
            assert abs(members).tolist() == [eval_list(printed)], name

    def test_two_of_three(self, shared_domain: Path) -> None:
        for name, told, _, printed in vectors(shared_domain, "spc_rule_two_in_three"):
            if "y" in told:
                rule, _way = control_chart.broken_rules(control_chart.individuals(Flow(row(told["y"]))))
                assert printed == '["common_cause", "common_cause"]', name
                assert rule[0, -2:].tolist() == ["none", "none"], name
                continue
            near, side = np.array([told["close_to_limits"]], bool), np.array([told["relative_to_mean"]], np.int8)
            assert control_chart.in_two_of_three(near, side).astype(int).tolist() == [eval_list(printed)], name

    def test_members_of_two_of_three(self, shared_domain: Path) -> None:
        for name, told, _, printed in vectors(shared_domain, "spc_rule_two_in_three_members"):
            rule, _way = control_chart.broken_rules(around(told["relative_to_mean"], told["close_to_limits"]))
            found = [int(each == "two_in_three") for each in rule[0]]
            assert found == eval_list(printed), name

    def test_assurance(self, shared_domain: Path) -> None:
        for name, told, _, printed in vectors(shared_domain, "spc_assurance"):
            found = control_chart.assurance(told["lpl"], told["upl"], told["target"], told["direction"])
            assert found == (printed or None), name


def eval_list(printed: str) -> list[int]:
    """A printed list of whole numbers."""
    return [int(number) for number in printed.strip("[]").split(",")]


class TestRules:
    def test_the_gravest_is_told_of_a_point_that_breaks_several(self) -> None:
        # seven on one side; the last rises above the limit, and two before it come near
        values = [1.0, 1.1, 1.0, 1.2, 1.0, 2.5, 2.6, 3.5]
        rule, way = control_chart.broken_rules(Chart(row(values), row([0] * 8), row([3] * 8)))
        assert rule[0].tolist() == [*["shift"] * 5, "two_in_three", "two_in_three", "outside"]
        assert set(way[0]) == {"higher"}

    def test_a_run_goes_not_across_a_hidden_quarter(self) -> None:
        rising: list[float | None] = [1, 2, 3, 4, 5, 6, 7]
        assert control_chart.rising_or_falling(row(rising)).any()
        assert not control_chart.rising_or_falling(row([*rising[:3], None, *rising[3:]])).any()
        chart = Chart(row([1, 1, 1, None, 1, 1, 1, 1]), row([0] * 8), row([3] * 8))
        assert set(control_chart.broken_rules(chart)[0][0]) == {"none"}
        pair = Chart(row([2.5, None, 2.5]), row([0] * 3), row([3] * 3))
        assert set(control_chart.broken_rules(pair)[0][0]) == {"none"}

    def test_a_falling_run_is_told_as_one(self) -> None:
        chart = Chart(row([7, 6, 5, 4, 3, 2, 1, 8]), row([4] * 8), row([20] * 8))
        rule, way = control_chart.broken_rules(chart)
        assert rule[0].tolist() == [*["trend"] * 7, "none"]
        assert way[0].tolist() == [*["falling"] * 7, "none"]


class TestLimits:
    def test_fixed_ones_are_made_of_the_first_points(self) -> None:
        values = [10, 12] * 6 + [50] * 4
        fixed = control_chart.individuals(Flow(row(values)), fixed_after=12)
        assert (fixed.centre[0, -1], fixed.width[0, -1]) == pytest.approx((11, 2 * 2.66))
        assert control_chart.individuals(Flow(row(values))).centre[0, 0] > 20

    def test_are_not_fixed_before_the_twelfth_point(self) -> None:
        with pytest.raises(Refused, match="after 12 points at the earliest, not after 11"):
            control_chart.individuals(Flow(row([1, 2] * 10)), fixed_after=11)

    def test_of_a_value_alone_are_unknown(self) -> None:
        chart = control_chart.individuals(Flow(row([None, 5, None])))
        assert chart.centre[0, 0] == 5
        assert np.isnan(chart.width).all()

    def test_of_shares_close_in_as_more_are_counted(self) -> None:
        chart = control_chart.proportions(Flow(row([3, 30, 300])), Flow(row([10, 100, 1000])))
        assert chart.centre[0] == pytest.approx([0.3] * 3)
        assert chart.width[0] == pytest.approx([3 * (0.21 / n) ** 0.5 for n in (10, 100, 1000)])


class TestWhatIsNoFlow:
    @pytest.mark.parametrize("counted", ["stock", "rolling"])
    def test_is_refused_with_the_reason(self, counted: str) -> None:
        with pytest.raises(Refused, match=f"people_in_treatment is a {counted} series: each of its quarters counts"):
            control_chart.flow("people_in_treatment", counted, row([1, 2, 3]))

    def test_what_begins_or_ends_is_none_of_it(self) -> None:
        assert isinstance(control_chart.flow("new_presentations", "flow", row([1, 2, 3])), Flow)
        assert not isinstance(Stock(row([1])), Flow)

    def test_people_in_treatment_and_where_they_stand_are_stocks_but_for_those_who_leave(self) -> None:
        wholes = {m.measure: m.counted for m in measures.all_measures() if m.is_whole}
        assert wholes == {"people_in_treatment": "stock", "new_presentations": "flow", "journeys_triaged": "flow"}
        (outcome,) = (m for m in measures.all_measures() if m.measure == "outcome")
        assert [c.category for c in outcome.categories if c.counted != "flow"] == ["still_in_treatment"]


QUARTERS = st.lists(st.one_of(st.none(), st.integers(0, 12)), min_size=1, max_size=24)


class TestTwoReadings:
    @SETTINGS
    @given(counts=QUARTERS)
    def test_of_counts_agree(self, counts: list[int | None]) -> None:
        chart = control_chart.individuals(Flow(row(counts)))
        wanted = control_charts.chart_of_counts(counts)
        assert shown(chart) == [near_enough(each) for each in wanted]

    @SETTINGS
    @given(counts=QUARTERS, others=st.lists(st.integers(0, 9), min_size=24, max_size=24))
    def test_of_shares_agree(self, counts: list[int | None], others: list[int]) -> None:
        wholes = [None if x is None else x + more for x, more in zip(counts, others, strict=False)]
        chart = control_chart.proportions(Flow(row(counts)), Flow(row(wholes)))
        wanted = control_charts.chart_of_shares(counts, wholes)
        assert shown(chart, most=1) == [near_enough(each) for each in wanted]

    @settings(max_examples=30, deadline=None)
    @given(counts=QUARTERS, more=st.integers(1, 50), times=st.integers(2, 9))
    def test_another_scale_breaks_the_same_rules(self, counts: list[int | None], more: int, times: int) -> None:
        scaled = [None if value is None else times * value + more for value in counts]
        charts = [control_chart.individuals(Flow(row(values))) for values in (counts, scaled)]
        one, other = (control_chart.broken_rules(chart) for chart in charts)
        is_on_an_edge = [
            abs(abs(chart.values - chart.centre) / chart.width - edge) < 1e-9
            for chart in charts
            if np.all(chart.width > 0)
            for edge in (0, 2 / 3, 1)
        ]
        assume(not np.any(is_on_an_edge))
        assert [each.tolist() for each in one] == [each.tolist() for each in other]


def shown(chart: Chart, most: float = np.inf) -> list[tuple[object, ...]]:
    """A chart's only series as the table shows it."""
    rules, ways = control_chart.broken_rules(chart)
    found: list[tuple[object, ...]] = []
    for value, centre, width, rule, way in zip(
        chart.values[0], chart.centre[0], chart.width[0], rules[0], ways[0], strict=True
    ):
        is_judged = not np.isnan(value) and not np.isnan(width)
        numbers = [value, centre, max(centre - width, 0), min(centre + width, most)]
        if np.isnan(width):
            numbers[2:] = [np.nan, np.nan]
        told = (str(rule), str(way)) if is_judged else (None, None)
        found.append(near_enough((*(None if np.isnan(number) else float(number) for number in numbers), *told)))
    return found


def near_enough(told: tuple[object, ...]) -> tuple[object, ...]:
    """Numbers to nine places."""
    return tuple(round(each, 9) if isinstance(each, int | float) else each for each in told)


@pytest.fixture(scope="module")
def marts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DrawnMarts]:
    """Two years of quarters of records of which the last is not over, and no numbers yet."""
    with drawn_marts(tmp_path_factory.mktemp("charts")) as drawn:
        drawn.empty("period", "measure", "measure_category", "waiting_time")
        measures.describe(measures.all_measures(), drawn.warehouse)
        drawn.warehouse.run(
            """
            create table mart.treatment_count (of_whole varchar, area_code varchar, period varchar, sex varchar,
                substance_group varchar, people integer[], out_of integer[], status varchar[]);
            insert into mart.period
            select format('20{}-{} Q{}', y, y + 1, q), 'quarter', format('20{}-{}', y, y + 1),
                date '2000-01-01' + to_months(12 * y + 3 * q), date '2000-03-31' + to_months(12 * y + 3 * q),
                y < 23 or q < 3
            from range(21, 24) as years (y), range(1, 5) as quarters (q)
            """
        )
        yield drawn


def charts(marts: DrawnMarts, counts: list[Row], waits: list[Row], told: str) -> list[Any]:
    """The charts of drawn counts and waits."""
    for table, rows in (("treatment_count", counts), ("waiting_time", waits)):
        marts.warehouse.run(f"delete from mart.{table}")
        marts.draw(table, rows)
    marts.make("control_chart")
    charting.fill(marts.warehouse)
    return marts.rows(f"select {told} from mart.control_chart order by measure, area_code, period")


def counted(period: str, people: int | None) -> Row:
    """New people of a quarter: hidden where it is None."""
    cell = {"of_whole": "new_presentations", "area_code": LEEDS, "period": period, "sex": "female"}
    status = "suppressed" if people is None else "ok"
    return cell | {"substance_group": "all", "people": [people], "out_of": [None], "status": [status]}


def waited(period: str, waits: int | None) -> Row:
    """Waits that ended in a quarter."""
    cell = {"area_code": LEEDS, "period": period, "sex": "all", "substance_group": "all", "intervention_order": "first"}
    return cell | {"clock": "started", "waits": waits, "status": "ok" if waits else "suppressed"}


FIRST, SECOND, LAST = ("2021-22", "2022-23", "2023-24")


class TestOfPlaces:
    def test_quarters_of_the_first_year_and_those_not_over_are_left_out(self, marts: DrawnMarts) -> None:
        rows = [counted(f"{year} Q{q}", 10 + q) for year in (FIRST, SECOND, LAST) for q in range(1, 5)]
        assert [period for (period,) in charts(marts, rows, [], "period")] == [
            *(f"{SECOND} Q{q}" for q in range(1, 5)),
            *(f"{LAST} Q{q}" for q in range(1, 3)),
        ]

    def test_a_hidden_quarter_is_a_gap_and_says_so(self, marts: DrawnMarts) -> None:
        rows = [counted(f"{SECOND} Q{q}", people) for q, people in enumerate((10, None, 30, 34), start=1)]
        found = charts(marts, rows, [], "value, centre, round(high, 6), rule, points, is_short, status")
        width = 2.66 * 4  # of the two that are neighbours
        centre = 74 / 3
        others = (centre, round(centre + width, 6))
        assert found == [
            (10, *others, "outside", 3, True, "ok"),
            (None, *others, None, 3, True, "suppressed"),
            (30, *others, "none", 3, True, "ok"),
            (34, *others, "none", 3, True, "ok"),
        ]

    def test_no_wait_is_none_and_a_hidden_one_is_unknown(self, marts: DrawnMarts) -> None:
        found = charts(marts, [], [waited(f"{SECOND} Q1", 7), waited(f"{SECOND} Q3", None)], "period, value, status")
        assert found[:4] == [
            (f"{SECOND} Q1", 7, "ok"),
            (f"{SECOND} Q2", 0, "ok"),
            (f"{SECOND} Q3", None, "suppressed"),
            (f"{SECOND} Q4", 0, "ok"),
        ]

    def test_womens_share_is_charted_by_how_many_it_is_of_and_nobody_is_too_few(self, marts: DrawnMarts) -> None:
        ((place,),) = marts.rows("select place from mart.measure where measure = 'womens_share_of_new_presentations'")
        ((counted_at,),) = marts.rows(
            "select place from mart.measure_category where measure = 'womens_share_of_new_presentations'"
        )
        rows = []
        for quarter, (women, people) in enumerate(((30, 100), (8, 20), (0, 0)), start=1):
            lists = {"people": [0] * counted_at, "out_of": [0] * place, "status": ["ok"] * place}
            lists["people"][-1], lists["out_of"][-1], lists["people"][0] = women, people, people
            row = counted(f"{SECOND} Q{quarter}", people) | {"sex": "all"}
            rows.append(row | (lists if people else {}))
        found = charts(marts, rows, [], "measure, value, centre, round(high - centre, 9), status")
        share = 38 / 120
        widths = [round(3 * (share * (1 - share) / n) ** 0.5, 9) for n in (100, 20)]
        assert [row[1:] for row in found if row[0] == "womens_share_of_new_presentations"] == [
            (0.3, pytest.approx(share), widths[0], "ok"),
            (0.4, pytest.approx(share), widths[1], "ok"),
            (None, pytest.approx(share), None, "too_few"),
        ]

    def test_a_measure_that_is_said_to_be_a_stock_stops_the_build(self, marts: DrawnMarts) -> None:
        rows = [counted(f"{SECOND} Q1", 10)]
        marts.warehouse.run(
            "begin; update mart.measure_category set counted = 'stock' where measure = 'new_presentations'"
        )
        with pytest.raises(Refused, match="new_presentations is a stock series"):
            charts(marts, rows, [], "*")
        marts.warehouse.run("rollback")
