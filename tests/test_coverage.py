"""How often the intervals hold the truth is what docs/method.md says, summed anew."""

import math
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from benchmarks.coverage import COLUMNS, DRAWS, SHARES, SIZES, Intervals, exact, median_rank, of_expected
from pipelines.build import POISSON_LIMITS
from pipelines.warehouse import Warehouse
from tests.boring.shares import byar, exact_poisson, wilson

METHOD = Path(__file__).parents[1] / "docs" / "method.md"
CASES = [(n, p) for n in SIZES for p in SHARES]
COUNT = COLUMNS.index("count, rate")


def recorded(first: str) -> list[list[str]]:
    """The cells of the table of docs/method.md whose header begins with these words."""
    _, table = METHOD.read_text(encoding="utf-8").split(f"\n{first}", 1)
    lines = table.split("\n\n", 1)[0].splitlines()[2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


@pytest.fixture(scope="module")
def intervals(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Intervals]:
    with Warehouse(tmp_path_factory.mktemp("coverage")) as warehouse:
        warehouse.load_reference("poisson_limit")
        warehouse.run(POISSON_LIMITS)
        yield Intervals(warehouse)


@pytest.fixture(scope="module")
def rows() -> dict[tuple[int, float], list[tuple[float, float]]]:
    """Exact and drawn coverage of each column, as recorded."""
    return {
        (int(n.replace(",", "")), float(p)): [
            (float(summed), float(drawn)) for summed, drawn in (cell.split(" / ") for cell in cells[: len(COLUMNS)])
        ]
        for n, p, *cells in recorded("| n | p |")
    }


def test_every_size_and_share_is_recorded(rows: dict[tuple[int, float], list[tuple[float, float]]]) -> None:
    assert list(rows) == CASES


@pytest.mark.parametrize(("n", "p"), CASES)
def test_the_exact_coverage_is_the_recorded_one(
    intervals: Intervals, rows: dict[tuple[int, float], list[tuple[float, float]]], n: int, p: float
) -> None:
    assert [round(found, 3) for found in exact(intervals, n, p)] == [summed for summed, _ in rows[n, p]]


@pytest.mark.parametrize(("n", "p"), CASES)
def test_what_was_drawn_agrees_with_what_was_summed(
    rows: dict[tuple[int, float], list[tuple[float, float]]], n: int, p: float
) -> None:
    # of ratios only three draws in ten may have limits; both numbers are rounded
    for summed, drawn in rows[n, p]:
        assert abs(drawn - summed) < 4 * math.sqrt(summed * (1 - summed) / (DRAWS * 0.3)) + 0.002


@pytest.mark.parametrize(("n", "p"), CASES)
def test_a_second_reading_sums_to_the_same(
    rows: dict[tuple[int, float], list[tuple[float, float]]], n: int, p: float
) -> None:
    of_share = of_count = 0.0
    for x in range(n + 1):
        low, high = wilson(x, n)
        if low <= p <= high:
            of_share += math.comb(n, x) * p**x * (1 - p) ** (n - x) if n < 500 else math.exp(log_binomial(x, n, p))
    mean = n * p
    for x in range(int(mean + 12 * math.sqrt(mean)) + 12):
        low, high = exact_poisson(x) if x < 10 else byar(x)
        if low <= mean <= high:
            of_count += math.exp(x * math.log(mean) - mean - math.lgamma(x + 1))
    assert (round(of_share, 3), round(of_count, 3)) == (rows[n, p][0][0], rows[n, p][COUNT][0])


def log_binomial(x: int, n: int, p: float) -> float:
    """The logarithm of the chance of x in n."""
    ways = math.lgamma(n + 1) - math.lgamma(x + 1) - math.lgamma(n - x + 1)
    return ways + x * math.log(p) + (n - x) * math.log(1 - p)


def test_no_interval_falls_far_short_of_what_it_promises(
    rows: dict[tuple[int, float], list[tuple[float, float]]],
) -> None:
    assert min(summed for row in rows.values() for summed, _ in row) >= 0.92
    assert min(summed for (n, _), row in rows.items() for summed, _ in row if n == 1000) >= 0.947


@pytest.mark.parametrize("n", SIZES)
def test_a_medians_ranks_are_the_innermost_that_hold_it(n: int) -> None:
    def below(rank: int) -> float:
        return sum(math.comb(n, heads) for heads in range(rank)) / 2**n

    rank = median_rank(n)
    assert below(rank) <= 0.025 < below(rank + 1)
    [of_n] = [cells for cells in recorded("| n | median") if cells[0] == f"{n:,}"]
    assert float(of_n[1]) == round(1 - 2 * below(rank), 3)


def test_an_expected_share_is_held_where_the_country_is_fair(intervals: Intervals) -> None:
    assert 0.93 < of_expected(intervals, 100, 0.33, np.random.default_rng(1)) < 0.98
