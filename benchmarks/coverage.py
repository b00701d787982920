"""How often the 95% intervals hold the truth: exactly, by summing over all that can be drawn, and by drawing.

Limits of a share and of a count are asked of the macros a build uses; what is made of two numbers, and of a median's
ranks, follows its definition in docs/method.md. Prints the tables that stand there; `make coverage` runs it.
"""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from pipelines.build import POISSON_LIMITS
from pipelines.warehouse import Warehouse

DRAWS, SEED = 10_000, 2025
SIZES, SHARES = (20, 100, 1000), (0.05, 0.33, 0.98)
Z = 1.959963984540054
GAP, TIMES = 0.1, 1.5
"""How far the other share lies from the first (towards a half), and how many times as often the other events happen."""
SUBSTANCE_MIX = {"opiate": (0.50, -0.25), "non-opiate": (0.11, -0.1), "both": (0.14, -0.1), "alcohol": (0.25, 0.4)}
"""Of four groups: its part of the people in treatment, and how far women's log odds in it lie from the average."""

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Drawn:
    """Everything that can be drawn, how likely each is, and what is made of it; no limits where there are none."""

    chance: Numbers
    low: Numbers
    value: Numbers
    high: Numbers

    def holds(self, truth: float) -> NDArray[np.bool_]:
        """Whether the limits hold the truth, but for the last digits."""
        return (self.low <= truth + 1e-12) & (truth - 1e-12 <= self.high)

    def covers(self, truth: float) -> float:
        """The chance that they do, of those there are."""
        return float(self.chance[self.holds(truth)].sum() / self.chance[~np.isnan(self.low)].sum())

    def covers_drawn(self, truth: float, random: np.random.Generator) -> float:
        """The same of so many draws."""
        drawn = random.choice(self.chance.size, DRAWS, p=self.chance.ravel() / self.chance.sum())
        is_there = ~np.isnan(self.low.ravel()[drawn])
        return float(self.holds(truth).ravel()[drawn][is_there].mean())

    def is_missing(self) -> float:
        """The chance that there are no limits."""
        return float(self.chance[np.isnan(self.low)].sum())


class Intervals:
    """The intervals at every draw, from the macros of a build."""

    def __init__(self, warehouse: Warehouse) -> None:
        self.warehouse = warehouse

    def share(self, n: int, p: float) -> Drawn:
        """Wilson's limits of a share."""
        x = np.arange(n + 1)
        limits = self._limits(f"wilson_low(x, {n}), wilson_high(x, {n})", 0, n)
        return Drawn(stats.binom.pmf(x, n, p), limits[0], x / n, limits[1])

    def count(self, mean: float) -> Drawn:
        """Limits of a count: exact below ten, Byar's from ten. (Counts nine deviations away are left out.)"""
        least, most = max(0, int(mean - 9 * mean**0.5)), int(mean + 9 * mean**0.5) + 9
        limits = self._limits("count_low(x), count_high(x)", least, most)
        x = np.arange(least, most + 1)
        return Drawn(stats.poisson.pmf(x, mean), limits[0], x.astype(np.float64), limits[1])

    def _limits(self, formulas: str, least: int, most: int) -> Numbers:
        rows = self.warehouse.rows(f"select {formulas} from range({least}, {most + 1}) as drawn (x) order by x")
        return np.array(rows, dtype=np.float64).T


def difference(one: Drawn, other: Drawn) -> Drawn:
    """The other less the one, from the limits of each (of shares Newcombe's, else MOVER)."""
    limits = mover(one.low[:, None], one.value[:, None], one.high[:, None], other.low, other.value, other.high)
    return Drawn(one.chance[:, None] * other.chance, *limits)


def mover(
    low: Numbers, value: Numbers, high: Numbers, other_low: Numbers, other: Numbers, other_high: Numbers
) -> tuple[Numbers, Numbers, Numbers]:
    """The limits of the other less the one, and it between them."""
    gap = other - value
    return gap - np.hypot(other - other_low, high - value), gap, gap + np.hypot(other_high - other, value - low)


def ratio(one: Drawn, other: Drawn, n: int | None = None) -> Drawn:
    """The other over the one by the log method: of shares of n, or of events; none where a cell is 0."""
    people = 1 if n is None else n
    x, y = one.value[:, None] * people, other.value * people
    # counts that have been divided are whole again but for the last digits
    is_there = np.minimum(x, y) > 0.5
    if n is not None:
        is_there &= np.maximum(x, y) < n - 0.5
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = Z * np.sqrt(1 / x + 1 / y - (0 if n is None else 2 / n))
        value = np.where(is_there, y / x, np.nan)
    return Drawn(one.chance[:, None] * other.chance, value * np.exp(-spread), value, value * np.exp(spread))


def of_expected(intervals: Intervals, n: int, p: float, random: np.random.Generator) -> float:
    """How often women's share over what the substance mix leads to expect has limits that hold 1, in a fair country.

    England is a hundred times as large and drawn too.
    """
    parts = np.array([part for part, _ in SUBSTANCE_MIX.values()])
    share = 1 / (1 + (1 / p - 1) * np.exp(-np.array([shift for _, shift in SUBSTANCE_MIX.values()])))
    mix, of_england = (random.multinomial(people, parts, DRAWS) for people in (n, 100 * n))
    women = random.binomial(mix, share).sum(axis=1)
    expected = (mix * random.binomial(of_england, share) / np.maximum(of_england, 1)).sum(axis=1) / n
    drawn = intervals.share(n, p)
    return float(((drawn.low[women] <= expected) & (expected <= drawn.high[women])).mean())


def median_rank(n: int) -> int:
    """The largest rank below which the median lies with a chance of at most 2.5%."""
    return int(np.searchsorted(stats.binom.cdf(np.arange(n), n, 0.5), 0.025, side="right"))


def of_medians(n: int, random: np.random.Generator) -> tuple[float, float, float, float]:
    """A median's limits by order statistics: exact, drawn, drawn of whole days; and the difference of two medians.

    Waits fall off exponentially: half of the men start within 14.5 days, half of the women within 21.5.
    """
    rank = median_rank(n)
    men, women = (
        (waits[:, rank - 1], np.median(waits, axis=1), waits[:, n - rank])
        for days in (14.5, 21.5)
        for waits in [np.sort(random.exponential(days / np.log(2), (DRAWS, n)), axis=1)]
    )
    low, _, high = mover(*men, *women)
    return (
        1 - 2 * float(stats.binom.cdf(rank - 1, n, 0.5)),
        float(((men[0] <= 14.5) & (men[2] >= 14.5)).mean()),
        float(((np.floor(men[0]) <= 14) & (np.floor(men[2]) >= 14)).mean()),
        float(((low <= 7) & (high >= 7)).mean()),
    )


def of_pairs(intervals: Intervals, n: int, p: float) -> Iterator[tuple[Drawn, float]]:
    """Every interval that can be summed over, with the truth it should hold."""
    other_p = p + GAP if p < 0.5 else p - GAP
    one, same, other = intervals.share(n, p), intervals.share(n, p), intervals.share(n, other_p)
    rare, more = intervals.count(n * p), intervals.count(n * p * TIMES)
    yield one, p
    yield difference(one, same), 0
    yield difference(one, other), other_p - p
    yield ratio(one, other, n), other_p / p
    yield rare, n * p
    yield difference(rare, more), n * p * (TIMES - 1)
    yield ratio(rare, more), TIMES


COLUMNS = (
    "share (Wilson)",
    "difference, none",
    f"difference of {GAP}",
    "ratio of shares",
    "count, rate",
    "difference of rates",
    "ratio of rates",
)


def exact(intervals: Intervals, n: int, p: float) -> list[float]:
    """The exact coverage of each column."""
    return [drawn.covers(truth) for drawn, truth in of_pairs(intervals, n, p)]


def tables() -> Iterator[str]:
    """The lines that stand in docs/method.md."""
    random = np.random.default_rng(SEED)
    with tempfile.TemporaryDirectory() as folder, Warehouse(Path(folder)) as warehouse:
        warehouse.load_reference("poisson_limit")
        warehouse.run(POISSON_LIMITS)
        intervals = Intervals(warehouse)
        yield f"| n | p | {' | '.join(COLUMNS)} | no ratio: of shares, of rates | observed ÷ expected |"
        yield "|---:|---:|" + "---:|" * (len(COLUMNS) + 2)
        for n in SIZES:
            for p in SHARES:
                pairs = list(of_pairs(intervals, n, p))
                cells = [f"{d.covers(truth):.3f} / {d.covers_drawn(truth, random):.3f}" for d, truth in pairs]
                missing = ", ".join(f"{pairs[place][0].is_missing():.3f}" for place in (3, 6))
                expected = of_expected(intervals, n, p, random)
                yield f"| {n:,} | {p} | {' | '.join(cells)} | {missing} | – / {expected:.3f} |"
        yield ""
        yield "| n | median, exact | drawn | drawn, whole days | difference of two medians, drawn |"
        yield "|---:|---:|---:|---:|---:|"
        for n in SIZES:
            yield f"| {n:,} | " + " | ".join(f"{found:.3f}" for found in of_medians(n, random)) + " |"


if __name__ == "__main__":
    for line in tables():
        print(line)
