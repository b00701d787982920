"""How much of a block of counts may be shown: all of it, or what has fewer people told apart, or nothing."""

from collections.abc import Iterable

from tests.boring.hide import LARGEST, SMALLEST

EVERYTHING, BY_SEX, TOTALS, NOTHING = 3, 2, 1, 0
"""Levels: everything, all substance groups together, both sexes together too, nothing."""

Block = tuple[str, ...]
"""What is shown or hidden together, the period last."""


def level_of(sex: str, group: str) -> int:
    """The level at which a cell of a block is shown."""
    if group != "all":
        return EVERYTHING
    return BY_SEX if sex != "all" else TOTALS


def safe_levels(cells: Iterable[tuple[Block, str, str, int]]) -> dict[Block, int]:
    """The level each block is safe at, where that is not everything: no count of one to four is shown at it.

    A cell is a block with a sex, a substance group, and a count.
    """
    levels: dict[Block, int] = {}
    for block, sex, group, count in cells:
        if SMALLEST <= count <= LARGEST:
            levels[block] = min(levels.get(block, EVERYTHING), level_of(sex, group) - 1)
    return levels


def with_all_quarters(levels: dict[Block, int]) -> dict[Block, int]:
    """The same for quarters, by their year: one is safe only at a level at which all quarters of its year are."""
    by_year: dict[Block, int] = {}
    for block, level in levels.items():
        year = (*block[:-1], year_of_quarter(block[-1]))
        if is_quarter(block[-1]):
            by_year[year] = min(by_year.get(year, EVERYTHING), level)
    return by_year


def may_be_shown(block: Block, sex: str, group: str, levels: dict[Block, int], by_year: dict[Block, int]) -> bool:
    """Whether the rule lets a cell of a block be shown."""
    level = levels.get(block, EVERYTHING)
    if is_quarter(block[-1]):
        level = min(level, by_year.get((*block[:-1], year_of_quarter(block[-1])), EVERYTHING))
    return level_of(sex, group) <= level


def is_quarter(period: str) -> bool:
    """Whether a period is a quarter."""
    return " Q" in period


def year_of_quarter(period: str) -> str:
    """The year of a quarter, or the year itself."""
    return period.partition(" Q")[0]
