"""Whether what is published gives away a count of one to four people."""

from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

Cell = TypeVar("Cell", bound=Hashable)
"""The name of a number in a table."""

SMALLEST, LARGEST = 1, 4


def given_away(
    true: Mapping[Cell, int], published: Mapping[Cell, int | None], sums: Iterable[tuple[Cell, list[Cell]]]
) -> dict[Cell, str]:
    """The cells of one to four that are shown, or that can only be one to four, and why.

    Each sum is a total and the parts it is made of. Of a hidden cell (null) a reader knows only that it is
    not below nought; of a published one, its value.
    """
    least, greatest = possible_values(published, list(sums))
    found: dict[Cell, str] = {}
    for cell, count in true.items():
        if not SMALLEST <= count <= LARGEST:
            continue
        if published.get(cell) is not None:
            found[cell] = "shown"
        elif least.get(cell, 0) >= SMALLEST and greatest.get(cell, float("inf")) <= LARGEST:
            found[cell] = "can be worked out"
    return found


def possible_values(
    published: Mapping[Cell, int | None], sums: list[tuple[Cell, list[Cell]]]
) -> tuple[dict[Cell, float], dict[Cell, float]]:
    """The least and the greatest value each cell can have, given all the others and the sums."""
    least: dict[Cell, float] = {}
    greatest: dict[Cell, float] = {}
    for cell, count in published.items():
        least[cell] = 0 if count is None else count
        greatest[cell] = float("inf") if count is None else count
    for total, parts in sums:
        for cell in [total, *parts]:
            least.setdefault(cell, 0)
            greatest.setdefault(cell, float("inf"))
    narrower = True
    while narrower:
        narrower = False
        for total, parts in sums:
            narrower = narrow(total, parts, least, greatest) or narrower
        impossible = [cell for cell in least if least[cell] > greatest[cell]]
        if impossible:
            raise ValueError(f"what is published does not add up: {impossible}")
    return least, greatest


def narrow(total: Cell, parts: list[Cell], least: dict[Cell, float], greatest: dict[Cell, float]) -> bool:
    """Draw from one sum what it says of its total and of each part; whether anything became narrower."""
    found = [(total, sum(least[part] for part in parts), sum(greatest[part] for part in parts))]
    for part in parts:
        others = [other for other in parts if other != part]
        # A part is the total less the others: least when the others are greatest.
        lowest = least[total] - sum(greatest[other] for other in others)
        highest = greatest[total] - sum(least[other] for other in others)
        found.append((part, lowest, highest))
    narrower = False
    for cell, lowest, highest in found:
        if lowest > least[cell]:
            least[cell] = lowest
            narrower = True
        if highest < greatest[cell]:
            greatest[cell] = highest
            narrower = True
    return narrower
