"""The formulas give what their publishers' test files, textbooks and a plain second reading give."""

import csv
import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from pipelines import measures
from pipelines.build import POISSON_LIMITS
from pipelines.warehouse import Warehouse
from tests.boring import shares

SETTINGS = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


class Formulas:
    """The macros, asked one number at a time."""

    def __init__(self, warehouse: Warehouse) -> None:
        self.warehouse = warehouse

    def __call__(self, expression: str, *values: float | None) -> Any:
        return self.warehouse.one(f"select {expression}", values)

    def wilson(self, x: float, n: float) -> tuple[float, float]:
        return self("wilson_low(?::double, ?::double)", x, n), self("wilson_high(?::double, ?::double)", x, n)

    def byar(self, x: float) -> tuple[float, float]:
        return self("byar_low(?::double)", x), self("byar_high(?::double)", x)

    def count(self, x: float) -> tuple[float, float]:
        return self("count_low(?::double)", x), self("count_high(?::double)", x)

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


def vectors(folder: Path, *groups: str) -> list[tuple[str, dict[str, float], str, str]]:
    """The test vectors of some groups at 95% confidence: id, inputs, which limit, and its value as printed."""
    with (folder / "stat_test_vectors.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["group"] in groups and row["expected"]]
    found = [(row["id"], json.loads(row["inputs_json"]), row["output"], row["expected"]) for row in rows]
    return [vector for vector in found if vector[1]["confidence"] == 0.95]


def differs(found: float, printed: str, most: int = 13) -> bool:
    """Whether a number is not the printed one, at the digits that are printed; `most` is how many we can hold."""
    digits = min(len(Decimal(printed).as_tuple().digits), most)
    wanted = float(printed)
    return abs(found - wanted) > max(abs(wanted) * 10.0 ** -(digits - 1), 1e-14)


class TestPublishedVectors:
    def test_wilson(self, formulas: Formulas, shared_domain: Path) -> None:
        wrong = [
            name
            for name, given_, limit, printed in vectors(shared_domain, "wilson")
            if differs(formulas.wilson(given_["x"], given_["n"])[limit == "upper"], printed)
        ]
        assert wrong == []

    def test_byars_limits_of_a_count(self, formulas: Formulas, shared_domain: Path) -> None:
        wrong = [
            name
            for name, given_, limit, printed in vectors(shared_domain, "byars")
            if differs(formulas.byar(given_["x"])[limit == "upper"], printed)
        ]
        assert wrong == []

    def test_exact_limits_of_a_count_below_ten(self, formulas: Formulas, shared_domain: Path) -> None:
        wrong = [
            name
            for name, given_, limit, printed in vectors(shared_domain, "exact_poisson_count")
            if differs(formulas.count(given_["x"])[limit == "upper"], printed)
        ]
        assert wrong == []

    def test_rates_take_exact_limits_below_ten_and_byars_from_ten(
        self, formulas: Formulas, shared_domain: Path
    ) -> None:
        wrong = [
            name
            for name, given_, limit, printed in vectors(shared_domain, "byars_rate", "exact_poisson_rate")
            # the exact limits stand in a table with twelve digits
            if differs(formulas.count(given_["x"])[limit == "upper"] / given_["n"] * given_["multiplier"], printed, 11)
        ]
        assert wrong == []

    @pytest.mark.parametrize("group", ["wilson", "byars", "exact_poisson_count", "byars_rate", "exact_poisson_rate"])
    def test_there_are_some_of_each_group(self, shared_domain: Path, group: str) -> None:
        assert len(vectors(shared_domain, group)) >= 5


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
        low, high = formulas.wilson(x, x + others)
        assert -1e-12 <= low <= x / (x + others) + 1e-12
        assert x / (x + others) - 1e-12 <= high <= 1 + 1e-12
        assert (low, high) == pytest.approx(shares.wilson(x, x + others), abs=1e-6)

    @SETTINGS
    @given(x=st.integers(0, 100_000))
    def test_of_a_count_hold_it_and_are_those_of_the_second_reading(self, formulas: Formulas, x: int) -> None:
        low, high = formulas.count(x)
        assert low <= x < high
        wanted = shares.exact_poisson(x) if x < 10 else shares.byar(x)
        assert (low, high) == pytest.approx(wanted, rel=1e-7, abs=1e-7)

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
            formulas(f"whole_women(over({p} * {n} - {x}, 1 - {p}))"),
            formulas(f"whole_women({p} * {n} - {x})"),
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
        assert formulas("whole_women(null::double)") is None

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
