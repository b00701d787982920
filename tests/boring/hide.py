"""Whether what is published gives away a count of one to four people."""

import math
from collections import deque
from collections.abc import Hashable, Mapping
from typing import TypeVar

Cell = TypeVar("Cell", bound=Hashable)
"""The name of a number in a table."""

Lines = list[tuple[Cell, list[Cell]]]
"""What adds up: a total and the parts it is made of."""

SMALLEST, LARGEST = 1, 4


def given_away(true: Mapping[Cell, int], published: Mapping[Cell, int | None], lines: Lines[Cell]) -> dict[Cell, str]:
    """The cells of one to four that are shown, or that can be told more closely than one to four, and why.

    Of a hidden cell (null) a reader knows only that it is one or more, because noughts are shown.
    """
    least, greatest = possible_values(published, lines)
    found: dict[Cell, str] = {}
    for cell, count in true.items():
        if not SMALLEST <= count <= LARGEST:
            continue
        low, high = least.get(cell, SMALLEST), greatest.get(cell, math.inf)
        if published.get(cell) is not None:
            found[cell] = "shown"
        elif high <= LARGEST and (low > SMALLEST or high < LARGEST):
            found[cell] = f"{low:g} to {high:g}"
    return found


def possible_values(
    published: Mapping[Cell, int | None], lines: Lines[Cell]
) -> tuple[dict[Cell, float], dict[Cell, float]]:
    """The least and the greatest value each cell can have, given all the others and every line at once."""
    least: dict[Cell, float] = {}
    greatest: dict[Cell, float] = {}
    lines_of: dict[Cell, list[int]] = {}
    for number, (total, parts) in enumerate(lines):
        for cell in [total, *parts]:
            lines_of.setdefault(cell, []).append(number)
    for cell in published.keys() | lines_of.keys():
        count = published.get(cell)
        least[cell] = SMALLEST if count is None else count
        greatest[cell] = math.inf if count is None else count
    waiting = deque(range(len(lines)))
    is_waiting = [True] * len(lines)
    while waiting:
        number = waiting.popleft()
        is_waiting[number] = False
        total, parts = lines[number]
        for cell in narrow(total, parts, least, greatest):
            if least[cell] > greatest[cell]:
                raise ValueError(f"what is published does not add up: {cell}")
            # Whatever else the cell is part of may now say more.
            for other in lines_of[cell]:
                if not is_waiting[other]:
                    is_waiting[other] = True
                    waiting.append(other)
    return least, greatest


def narrow(total: Cell, parts: list[Cell], least: dict[Cell, float], greatest: dict[Cell, float]) -> list[Cell]:
    """Draw from one line what it says of its total and of each part: the cells that became narrower."""
    all_least = all_greatest = 0.0
    for part in parts:
        all_least += least[part]
        all_greatest += greatest[part]
    if least[total] == greatest[total] == all_least == all_greatest:
        return []
    found = [(total, all_least, all_greatest)]
    for part in parts:
        if least[part] < greatest[part]:
            # A part is the total less the others: least when the others are greatest.
            lowest = least[total] - sum(greatest[other] for other in parts if other != part)
            highest = greatest[total] - (all_least - least[part])
            found.append((part, lowest, highest))
    narrower: list[Cell] = []
    for cell, lowest, highest in found:
        if lowest > least[cell] or highest < greatest[cell]:
            least[cell] = max(least[cell], lowest)
            greatest[cell] = min(greatest[cell], highest)
            narrower.append(cell)
    return narrower
