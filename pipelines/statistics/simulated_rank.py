"""Where areas might rank: their numbers drawn again and again from what their intervals allow, and ranked each time."""

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]
Draws = npt.NDArray[np.float32]
Ranks = npt.NDArray[np.int64]

OUTSIDE = 0.025
"""The part of the draws that is left out on either side."""


def normal_draws(draws: int, areas: int, seed: int) -> Draws:
    """Normal numbers: a row a draw, a column an area."""
    return np.random.default_rng(seed).standard_normal((draws, areas), dtype=np.float32)


def rank_limits(middle: Numbers, error: Numbers, draws: Draws) -> tuple[Ranks, Ranks]:
    """Between which ranks each area lies in 95 of 100 draws; 1 is the lowest."""
    areas = len(middle)
    drawn = middle.astype(np.float32) + error.astype(np.float32) * draws[:, :areas]
    in_order = np.argsort(drawn, axis=1)
    # how often each area has each rank
    places = in_order * areas + np.arange(areas)
    often = np.bincount(places.ravel(), minlength=areas * areas).reshape(areas, areas)
    at_most = np.cumsum(often, axis=1)
    low, high = OUTSIDE * len(draws), (1 - OUTSIDE) * len(draws)
    return (at_most < low).sum(axis=1) + 1, (at_most < high).sum(axis=1) + 1
