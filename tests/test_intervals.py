"""The formulas give what their publishers' test files, textbooks and a plain second reading give."""

import csv
import json
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from pipelines import measures
from pipelines.build import POISSON_LIMITS
from pipelines.statistics import poisson
from pipelines.warehouse import Warehouse
from tests.boring import shares

Z = {0.95: 1.959963984540054, 0.998: 3.090232306167813}
SETTINGS = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


class Formulas:
    """The macros, asked one number at a time."""

    def __init__(self, warehouse: Warehouse) -> None:
        self.warehouse = warehouse

    def __call__(self, expression: str, *values: float | None) -> Any:
        return self.warehouse.one(f"select {expression}", values)

    def wilson(self, x: float, n: float) -> tuple[float, float]:
        return self("wilson_low(?::double, ?::double)", x, n), self("wilson_high(?::double, ?::double)", x, n)

    def count(self, x: float) -> tuple[float, float]:
        return self("count_low(?::double)", x), self("count_high(?::double)", x)

    def limit(self, formula: str, limit: str, *values: float) -> Any:
        """The lower or the upper limit by a formula that is told its z or its confidence."""
        marks = ", ".join(["?::double"] * len(values))
        return self(f"{formula}_{'high' if limit == 'upper' else 'low'}_at({marks})", *values)

    def standardised(self, wanted: str, given_: dict[str, Any]) -> Any:
        """A directly standardised rate, or a limit of it, of people by age band."""
        formula = {"value": "standardised_rate(events, people, weight)"}.get(
            wanted,
            f"standardised_rate_{'high' if wanted == 'upper' else 'low'}_at(events, people, weight, ?::double)",
        )
        return self.warehouse.one(
            f"""
            with band as (
                select unnest(?::bigint[]) as events, unnest(?::bigint[]) as people,
                    unnest((select list(weight::double) from reference.standard_population)) as weight
            )
            select {formula} from band
            """,
            [given_["counts"], given_["pops"], *([Z[given_["confidence"]]] if wanted != "value" else [])],
        )

    def newcombe(self, earlier: tuple[int, int], later: tuple[int, int]) -> tuple[float, float]:
        """Limits of the later share less the earlier one."""
        one, other = ((x / n, *self.wilson(x, n)) for x, n in (earlier, later))
        limits = "?::double, ?::double, ?::double, ?::double, ?::double, ?::double"
        return self(f"newcombe_low({limits})", *one, *other), self(f"newcombe_high({limits})", *one, *other)


@pytest.fixture(scope="module")
def formulas(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Formulas]:
    with Warehouse(tmp_path_factory.mktemp("formulas")) as warehouse:
        warehouse.script("macros.sql")
        warehouse.load_reference()
        warehouse.run(POISSON_LIMITS)
        yield Formulas(warehouse)


def vectors(folder: Path, *groups: str) -> list[tuple[str, dict[str, Any], str, str]]:
    """The test vectors of some groups: id, inputs, which number, and its value as printed ("" where there is none)."""
    with (folder / "stat_test_vectors.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["group"] in groups]
    return [(row["id"], json.loads(row["inputs_json"]), row["output"], row["expected"]) for row in rows]


def differs(found: float | None, printed: str, most: int = 13) -> bool:
    """Whether a number is not the printed one, at the digits that are printed; `most` is how many we can hold."""
    if found is None or printed == "":
        return (found is None) != (printed == "")
    digits = min(len(Decimal(printed).as_tuple().digits), most)
    wanted = float(printed)
    return abs(found - wanted) > max(abs(wanted) * 10.0 ** -(digits - 1), 1e-14)


# How each group of vectors is asked of the formulas: the inputs, and which number of them is wanted.
ASKED: dict[str, Callable[[Formulas, dict[str, Any], str], Any]] = {
    "wilson": lambda f, v, limit: f.limit("wilson", limit, v["x"], v["n"], Z[v["confidence"]]),
    "byars": lambda f, v, limit: f.limit("byar", limit, v["x"], Z[v["confidence"]]),
    "exact_poisson_count": lambda f, v, limit: f.limit("count", limit, v["x"], v["confidence"]),
    # rates take exact limits below ten events and Byar's from ten
    "exact_poisson_rate": lambda f, v, limit: (
        f.limit("count", limit, v["x"], v["confidence"]) / v["n"] * v["multiplier"]
    ),
    "byars_rate": lambda f, v, limit: f.limit("count", limit, v["x"], v["confidence"]) / v["n"] * v["multiplier"],
    "isr_x100": lambda f, v, limit: (
        100 * f.limit("observed_ratio", limit, v["observed"], v["expected"], v["confidence"])
    ),
}
ROWS = {
    "wilson": 44,
    "byars": 14,
    "byars_rate": 24,
    "exact_poisson_count": 20,
    "exact_poisson_rate": 10,
    "isr_x100": 12,
    "dsr_dobson": 11,
}


class TestPublishedVectors:
    @pytest.mark.parametrize("group", ASKED)
    def test_pass_at_their_printed_precision_and_every_confidence(
        self, formulas: Formulas, shared_domain: Path, group: str
    ) -> None:
        wrong = [
            name
            for name, given_, limit, printed in vectors(shared_domain, group)
            if differs(ASKED[group](formulas, given_, limit), printed)
        ]
        assert wrong == []

    def test_standardised_rates(self, formulas: Formulas, shared_domain: Path) -> None:
        wrong = [
            name
            for name, given_, wanted, printed in vectors(shared_domain, "dsr_dobson")
            if "counts" in given_ and differs(formulas.standardised(wanted, given_) * given_["multiplier"], printed)
        ]
        assert wrong == []

    def test_there_is_no_standardised_rate_of_nine_events(self, formulas: Formulas) -> None:
        nine = {"counts": [9, *[0] * 18], "pops": [1000] * 19, "confidence": 0.95}
        assert [formulas.standardised(wanted, nine) for wanted in ("value", "lower", "upper")] == [None] * 3
        ten = nine | {"counts": [10, *[0] * 18]}
        assert formulas.standardised("value", ten) == pytest.approx(10 / 1000 * 0.05)

    @pytest.mark.parametrize("group", ROWS)
    def test_all_are_asked(self, shared_domain: Path, group: str) -> None:
        found = vectors(shared_domain, group)
        assert len(found) == ROWS[group]
        assert {given_.get("confidence", 0.95) for _, given_, _, _ in found} == {0.95, 0.998}


# Newcombe (1998), Statistics in Medicine 17: 873–890, table II, method 10; 56 of 70 against 48 of 80 first.
TEXTBOOK = [
    ((48, 80), (56, 70), 0.0524, 0.3339),
    ((3, 10), (9, 10), 0.1705, 0.8090),
    ((2, 7), (6, 7), 0.0582, 0.8062),
    ((0, 29), (5, 56), -0.0381, 0.1926),
    ((0, 20), (0, 10), -0.1611, 0.2775),
    ((0, 10), (10, 10), 0.6075, 1.0000),
    ((0, 10), (0, 10), -0.2775, 0.2775),
]


class TestDifferences:
    @pytest.mark.parametrize(("earlier", "later", "low", "high"), TEXTBOOK)
    def test_are_those_of_the_textbook(
        self, formulas: Formulas, earlier: tuple[int, int], later: tuple[int, int], low: float, high: float
    ) -> None:
        found = formulas.newcombe(earlier, later)
        assert [round(limit, 4) for limit in found] == pytest.approx([low, high], abs=1e-9)

    @SETTINGS
    @given(counts=st.tuples(*[st.integers(0, 400)] * 4))
    def test_are_those_of_the_second_reading(self, formulas: Formulas, counts: tuple[int, int, int, int]) -> None:
        x, others, y, more = counts
        assume(x + others and y + more)
        found = formulas.newcombe((x, x + others), (y, y + more))
        assert found == pytest.approx(shares.newcombe(y, y + more, x, x + others), abs=1e-6)

    @SETTINGS
    @given(counts=st.tuples(*[st.integers(0, 400)] * 4))
    def test_turn_round_with_their_order(self, formulas: Formulas, counts: tuple[int, int, int, int]) -> None:
        x, others, y, more = counts
        assume(x + others and y + more)
        low, high = formulas.newcombe((x, x + others), (y, y + more))
        assert formulas.newcombe((y, y + more), (x, x + others)) == pytest.approx((-high, -low), abs=1e-12)


class TestLimits:
    @SETTINGS
    @given(x=st.integers(0, 5000), others=st.integers(0, 5000))
    def test_of_a_share_hold_it_and_stay_between_nought_and_one(self, formulas: Formulas, x: int, others: int) -> None:
        assume(x + others)
        for z in Z.values():
            low, high = (formulas.limit("wilson", limit, x, x + others, z) for limit in ("lower", "upper"))
            assert 0 <= low <= x / (x + others) + 1e-12
            assert x / (x + others) - 1e-12 <= high <= 1
            assert (low, high) == pytest.approx(shares.wilson(x, x + others, z), abs=1e-6)

    @SETTINGS
    @given(x=st.integers(0, 500), others=st.integers(0, 500), times=st.integers(2, 9))
    def test_of_a_share_narrow_as_people_are_added_and_widen_with_confidence(
        self, formulas: Formulas, x: int, others: int, times: int
    ) -> None:
        assume(x + others)
        low, high = formulas.wilson(x, x + others)
        more_low, more_high = formulas.wilson(times * x, times * (x + others))
        assert more_high - more_low < high - low
        assert formulas.limit("wilson", "lower", x, x + others, Z[0.998]) <= low
        assert formulas.limit("wilson", "upper", x, x + others, Z[0.998]) >= high

    @SETTINGS
    @given(x=st.integers(0, 100_000), confidence=st.sampled_from(sorted(Z)))
    def test_of_a_count_hold_it_and_are_those_of_the_second_reading(
        self, formulas: Formulas, x: int, confidence: float
    ) -> None:
        low, high = (formulas.limit("count", limit, x, confidence) for limit in ("lower", "upper"))
        assert low <= x < high
        wanted = shares.exact_poisson(x, confidence) if x < 10 else shares.byar(x, Z[confidence])
        assert (low, high) == pytest.approx(wanted, rel=1e-7, abs=1e-7)
        if confidence == 0.95:
            assert formulas.count(x) == (low, high)

    @SETTINGS
    @given(x=st.integers(1, 10_000), times=st.integers(2, 9))
    def test_of_a_count_narrow_beside_it_as_it_grows(self, formulas: Formulas, x: int, times: int) -> None:
        (low, high), (more_low, more_high) = formulas.count(x), formulas.count(times * x)
        assert (more_high - more_low) / times < high - low

    def test_of_a_count_by_byar_are_missing_where_the_formula_leaves_its_range(self, formulas: Formulas) -> None:
        lower = [formulas.limit("byar", "lower", x, Z[0.998]) for x in (0, 1, 2)]
        assert [low is None for low in lower] == [True, True, False]

    def test_of_a_count_are_unknown_at_a_confidence_nobody_worked_out(self, formulas: Formulas) -> None:
        assert [formulas.limit("count", limit, 5, 0.9) for limit in ("lower", "upper")] == [None, None]

    @pytest.mark.parametrize("confidence", sorted(Z))
    def test_of_a_count_stand_in_the_table_as_they_are_worked_out(self, formulas: Formulas, confidence: float) -> None:
        table = [[formulas.limit("count", limit, x, confidence) for x in range(10)] for limit in ("lower", "upper")]
        for found, wanted in zip(table, poisson.exact_limits(range(10), confidence), strict=True):
            assert found == pytest.approx(list(wanted), rel=1e-14)

    @pytest.mark.parametrize("confidence", [0.5, 0.9, 0.95, 0.998])
    def test_of_a_count_are_exact_at_any_confidence_where_no_build_needs_them(self, confidence: float) -> None:
        counts = [0, 1, 2, 9, 10, 60]
        lower, upper = poisson.exact_limits(counts, confidence)
        for x, low, high in zip(counts, lower, upper, strict=True):
            assert (low, high) == pytest.approx(shares.exact_poisson(x, confidence), rel=1e-9)

    @SETTINGS
    @given(true=st.integers(0, 300), rounded_to=st.sampled_from([1, 5, 10]))
    def test_of_a_rounded_count_hold_for_all_it_may_be(self, formulas: Formulas, true: int, rounded_to: int) -> None:
        rounded = rounded_to * ((true + rounded_to // 2) // rounded_to)
        limits = [
            formulas(f"count_{limit}_of_rounded(?::double, ?::smallint)", rounded, rounded_to)
            for limit in ("low", "high")
        ]
        low, high = formulas.count(true)
        assert limits[0] <= low < high <= limits[1]
        if rounded_to == 1:
            assert limits == [low, high]

    @SETTINGS
    @given(observed=st.integers(0, 500), expected=st.floats(0.5, 500))
    def test_of_observed_over_expected_hold_it(self, formulas: Formulas, observed: int, expected: float) -> None:
        low, high = (formulas.limit("observed_ratio", limit, observed, expected, 0.95) for limit in ("lower", "upper"))
        assert low <= observed / expected < high
        assert (low * expected, high * expected) == pytest.approx(formulas.count(observed))

    def test_of_observed_over_nothing_expected_are_unknown(self, formulas: Formulas) -> None:
        assert formulas.limit("observed_ratio", "lower", 3, 0, 0.95) is None

    def test_of_a_count_rise_from_one_count_to_the_next_across_the_change_of_formula(self, formulas: Formulas) -> None:
        limits = [formulas.count(x) for x in range(15)]
        assert limits == sorted(limits)
        assert [high for _, high in limits] == sorted(high for _, high in limits)

    @pytest.mark.parametrize("x", [8, 9, 10, 11])
    def test_of_a_count_are_exact_up_to_nine_and_byars_from_ten(self, formulas: Formulas, x: int) -> None:
        wanted = shares.exact_poisson(x) if x < 10 else shares.byar(x)
        assert formulas.count(x) == pytest.approx(wanted, rel=1e-7)

    def test_of_nothing_in_nothing_are_unknown(self, formulas: Formulas) -> None:
        assert set(formulas.wilson(0, 0)) == {None}


class TestDivision:
    @pytest.mark.parametrize(("x", "n"), [(0, 0), (5, 0), (-1, 0), (None, 3), (3, None)])
    def test_by_nothing_or_of_the_unknown_is_unknown(
        self, formulas: Formulas, x: float | None, n: float | None
    ) -> None:
        assert formulas("over(?, ?)", x, n) is None

    def test_of_whole_numbers_keeps_its_fraction(self, formulas: Formulas) -> None:
        assert formulas("over(1::bigint, 4::bigint)") == 0.25


class TestMoreWomen:
    """Whole women: as many as it takes, none where the share is reached, unknown where it is."""

    def asked(self, formulas: Formulas, women: int, people: int, share: str) -> tuple[Any, Any]:
        """How many more if the men stay, and if the places are fixed."""
        p, n, x = f"{share}::double", f"{people}::double", f"{women}::double"
        return (
            formulas(f"whole_people(over({p} * {n} - {x}, 1 - {p}))"),
            formulas(f"whole_people({p} * {n} - {x})"),
        )

    @pytest.mark.parametrize(
        ("women", "people", "share", "more"),
        [
            (310, 1000, "0.33", (30, 20)),
            (330, 1000, "0.33", (0, 0)),
            (331, 1000, "0.33", (0, 0)),
            (329, 1000, "0.33", (2, 1)),
            (0, 14, "0.33", (7, 5)),
            (1, 3, "1/3", (0, 0)),
            (33, 100, "0.33", (0, 0)),
            (7, 100, "0.07", (0, 0)),
            (100, 400, "0.5", (200, 100)),
            (0, 0, "0.33", (0, 0)),
        ],
    )
    def test_are_counted(self, formulas: Formulas, women: int, people: int, share: str, more: tuple[int, int]) -> None:
        assert self.asked(formulas, women, people, share) == more

    def test_are_unknown_where_the_share_is(self, formulas: Formulas) -> None:
        assert formulas("whole_people(null::double)") is None

    @SETTINGS
    @given(women=st.integers(0, 500), men=st.integers(1, 500), percent=st.integers(1, 60))
    def test_reach_the_share_and_one_fewer_would_not(
        self, formulas: Formulas, women: int, men: int, percent: int
    ) -> None:
        more, _ = self.asked(formulas, women, women + men, f"{percent}/100.0")
        reached = (women + more) * 100 >= percent * (women + men + more)
        one_fewer = (women + more - 1) * 100 >= percent * (women + men + more - 1)
        assert (reached, one_fewer and more > 0) == (True, False)


class TestSubstanceGroups:
    @pytest.mark.parametrize(
        ("opiate", "non_opiate", "alcohol", "group"),
        [
            (True, True, True, "opiate"),
            (True, False, False, "opiate"),
            (False, True, True, "non_opiate_and_alcohol"),
            (False, True, False, "non_opiate"),
            (False, False, True, "alcohol"),
            (False, False, False, None),
        ],
    )
    def test_are_exclusive_in_this_order(
        self, formulas: Formulas, opiate: bool, non_opiate: bool, alcohol: bool, group: str | None
    ) -> None:
        measures.prepare(measures.all_measures(), formulas.warehouse)
        formulas.warehouse.script("staging", "substance_group.sql")
        assert formulas(f"substance_group({opiate}, {non_opiate}, {alcohol})") == group


class TestComparison:
    @pytest.mark.parametrize(
        ("benchmark", "low", "high", "is_too_wide", "said"),
        [
            ("0.33", "0.20", "0.30", "false", "lower"),
            ("0.33", "0.34", "0.40", "false", "higher"),
            ("0.33", "0.30", "0.40", "false", "similar"),
            ("0.33", "0.33", "0.40", "false", "similar"),
            ("0.33", "0.20", "0.33", "false", "similar"),
            ("0.33", "0.10", "0.70", "true", "too_few_to_tell"),
            ("0.33", "0.05", "0.30", "true", "lower"),
            ("0.33", "0.40", "0.90", "true", "higher"),
            ("0.33", "0.30", "0.40", "null", "similar"),
            ("null", "0.30", "0.40", "false", "not_compared"),
            ("0.33", "null", "null", "false", "not_compared"),
        ],
    )
    def test_says_too_few_only_in_place_of_similar(
        self, formulas: Formulas, benchmark: str, low: str, high: str, is_too_wide: str, said: str
    ) -> None:
        assert formulas(f"against({benchmark}, {low}, {high}, {is_too_wide})") == said
