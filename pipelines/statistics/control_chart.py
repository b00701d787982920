"""Control charts of what happens in each quarter, by the rules of Making Data Count.

Only of flows: every event lies in one quarter, so quarters share nobody. A stock (people in treatment) or a rolling
window counts the same people in quarter after quarter; its neighbouring points are alike for that reason alone, and a
chart would find runs where nothing has changed. Hence the types: a chart is drawn of a Flow, and nothing else is one.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from pipelines.errors import Refused

Grid = npt.NDArray[np.float64]
"""A row a series, a column a quarter; nan where none is shown."""
Flags = npt.NDArray[np.bool_]
Signs = npt.NDArray[np.int8]

LIMIT = 2.66
"""Limits lie so many mean moving ranges from the mean."""
SCREENED = 3.267
"""A moving range of so many times their mean is left out, once."""
NEAR = 2 / 3
"""From this part of the way to a limit on, a point is near it."""
IN_A_ROW = 7
FEWEST_TO_FIX = 12
FEWEST_POINTS = 13
"""With fewer a chart is drawn, and says that it is short."""


@dataclass(frozen=True)
class Flow:
    """What began or ended in each quarter."""

    values: Grid


@dataclass(frozen=True)
class Stock:
    """What was there in each quarter, much of it in the one before too."""

    values: Grid


@dataclass(frozen=True)
class Rolling:
    """What began or ended in the year up to each quarter, three quarters of it in the one before too."""

    values: Grid


KINDS = {"flow": Flow, "stock": Stock, "rolling": Rolling}


@dataclass(frozen=True)
class Chart:
    """Values with their middle line and, for each, how far its limits lie from it."""

    values: Grid
    centre: Grid
    width: Grid


def flow(name: str, counted: str, values: Grid) -> Flow:
    """Values as the flow they are said to be; raises Refused for what is none."""
    series = KINDS[counted](values)
    if not isinstance(series, Flow):
        raise Refused(
            f"{name} is a {counted} series: each of its quarters counts people of the quarter before again, and a "
            "control chart would find runs that are not there. Chart what begins or ends in a quarter."
        )
    return series


def individuals(counts: Flow, screen: bool = True, fixed_after: int | None = None) -> Chart:
    """A chart of single values (XmR): limits from how far each lies from the one before it.

    With `fixed_after` the first so many values make the limits, and later ones are judged by them.
    """
    made_of = counts.values
    if fixed_after is not None:
        if fixed_after < FEWEST_TO_FIX:
            raise Refused(f"Limits can be fixed after {FEWEST_TO_FIX} points at the earliest, not after {fixed_after}.")
        made_of = np.where(np.cumsum(np.isfinite(made_of), axis=1) <= fixed_after, made_of, np.nan)
    moves = np.abs(np.diff(made_of, axis=1))
    mean_move = _mean(moves)
    if screen:
        is_jump = (moves >= SCREENED * mean_move) & (moves > 0)
        mean_move = _mean(np.where(is_jump, np.nan, moves))
    shape = np.zeros_like(counts.values)
    return Chart(counts.values, _mean(made_of) + shape, LIMIT * mean_move + shape)


def proportions(part: Flow, whole: Flow) -> Chart:
    """A chart of shares (p): limits three standard errors from the share of all, by how many each is of."""
    n = np.where(whole.values > 0, whole.values, np.nan)
    centre = _divided(np.nansum(np.where(np.isnan(n), np.nan, part.values), axis=1, keepdims=True),
                      np.nansum(n, axis=1, keepdims=True))  # fmt: skip
    shape = np.zeros_like(n)
    return Chart(part.values / n, centre + shape, 3 * np.sqrt(centre * (1 - centre) / n))


def sides(chart: Chart) -> Signs:
    """1 above the middle line, -1 below it, 0 on it and where there is no value."""
    return np.nan_to_num(np.sign(chart.values - chart.centre)).astype(np.int8)


def outside(chart: Chart) -> Flags:
    """Beyond a limit."""
    return np.abs(chart.values - chart.centre) > chart.width


def near(chart: Chart) -> Flags:
    """Not outside, and beyond two thirds of the way to a limit."""
    return (np.abs(chart.values - chart.centre) > NEAR * chart.width) & ~outside(chart)


def rising_or_falling(values: Grid) -> Signs:
    """1 where seven in a row that rise (six steps) end, -1 where seven that fall do."""
    steps = np.zeros(values.shape, np.int8)
    steps[:, 1:] = np.nan_to_num(np.sign(np.diff(values, axis=1)))
    return _ends_of_runs(steps, IN_A_ROW - 1)


def on_one_side(side: Signs) -> Signs:
    """1 where seven in a row above the middle line end, -1 where seven below it do."""
    return _ends_of_runs(side, IN_A_ROW)


def members_of_seven(ends: Signs) -> Signs:
    """All seven points of each run, from where runs end."""
    members = ends.copy()
    for back in range(1, IN_A_ROW):
        members[:, :-back] = np.where(members[:, :-back] == 0, ends[:, back:], members[:, :-back])
    return members


def in_two_of_three(is_near: Flags, side: Signs) -> Flags:
    """Points of three in a row on one side, two of which are near the limit."""
    found = np.zeros(side.shape, np.bool_)
    if side.shape[1] < 3:
        return found
    near_ones = is_near.astype(np.int8)
    windows = (near_ones[:, :-2] + near_ones[:, 1:-1] + near_ones[:, 2:] >= 2) & (
        np.abs(side[:, :-2] + side[:, 1:-1] + side[:, 2:]) == 3
    )
    for place in range(3):
        found[:, place : place + windows.shape[1]] |= windows
    return found


def broken_rules(chart: Chart) -> tuple[npt.NDArray[np.str_], npt.NDArray[np.str_]]:
    """The gravest rule that each point breaks, and which way; every member of a run is marked."""
    side = sides(chart)
    run = members_of_seven(rising_or_falling(chart.values))
    pair = near(chart) & in_two_of_three(near(chart), side)
    shift = members_of_seven(on_one_side(side))
    rule = np.select(
        [outside(chart), run != 0, pair, shift != 0], ["outside", "trend", "two_in_three", "shift"], default="none"
    )
    above = np.where(side > 0, "higher", "lower")
    way = np.select([rule == "none", rule == "trend"], ["none", np.where(run > 0, "rising", "falling")], default=above)
    return rule, way


def assurance(low: float, high: float, target: float, direction: str) -> str | None:
    """Whether a process as it is would meet a target: none where no direction is the good one."""
    if direction not in ("increase", "decrease"):
        return None
    if low <= target <= high:
        return "inconsistent"
    return "consistent_pass" if (target < low) == (direction == "increase") else "consistent_fail"


def _ends_of_runs(signs: Signs, length: int) -> Signs:
    """Where `length` in a row of one sign other than 0 end, with that sign."""
    ends = np.zeros(signs.shape, np.int8)
    quarters = signs.shape[1]
    if quarters < length:
        return ends
    added = np.sum([signs[:, k : quarters - length + 1 + k] for k in range(length)], axis=0)
    ends[:, length - 1 :] = np.where(np.abs(added) == length, np.sign(added), 0)
    return ends


def _mean(values: Grid) -> Grid:
    """The mean of each row's values; nan where it has none."""
    return _divided(
        np.nansum(values, axis=1, keepdims=True), np.isfinite(values).sum(axis=1, keepdims=True, dtype=np.float64)
    )


def _divided(x: Grid, n: Grid) -> Grid:
    quotient: Grid = np.divide(x, n, out=np.full(x.shape, np.nan), where=n != 0)
    return quotient


if TYPE_CHECKING:

    def _what_is_refused(stock: Stock, rolling: Rolling) -> None:
        """Charts that do not pass `make check`: it would complain of the ignores if they did."""
        individuals(stock)  # type: ignore[arg-type]
        individuals(rolling)  # type: ignore[arg-type]
        proportions(Flow(stock.values), stock)  # type: ignore[arg-type]
