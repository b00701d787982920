"""Open mode, for the marts of treatment measures: whole blocks of cells are shown, or shown less finely, or not at all.

A block is what is looked at together, such as one measure of one area in one year, or in all four quarters of a year.
Its cells are told apart by sex and substance group, and by whatever else the mart has. It is shown at the finest
level at which each of its counts is nought or at least five:

    3  every sex and every substance group
    2  every sex, of all substances together
    1  women and men together, of all substances together
    0  nothing

Blunt, and safe: within what is shown nothing is small, and nothing small can be had by subtracting what is shown.

How to use it, for a staging table with one row per cell and columns `sex` and `substance_group`:

    shown = levels(mode, "staging.x", ["area_code", "year"], {"level": ["n"]})
    warehouse.run(f"create or replace table staging.x_level as {shown}")

and in the mart's .sql join staging.x_level on the block's columns and show a row where

    level_needed(sex, substance_group) <= level

A block that must be shown in full or not at all is shown where its level is 3. What rests on two tables is shown at
the least of their levels. In restricted mode every level is 3. A quarter is shown at a level only if all quarters of
its year are safe at it: give the year, and not the quarter, as the block's column, with period_kind beside it.
"""

from collections.abc import Mapping, Sequence

from pipelines.disclosure import Mode


def levels(mode: Mode, cells: str, block: Sequence[str], counts: Mapping[str, Sequence[str]]) -> str:
    """The select of one row per block: its columns, and by name the finest level at which its counts may be shown.

    `cells` is a table or a select in brackets; a null count says nothing and endangers nothing.
    """
    columns = ", ".join(block)
    if mode == "restricted":
        everything = ", ".join(f'3 as "{name}"' for name in counts)
        return f"select distinct {columns}, {everything} from {cells}"
    found = ", ".join(
        f'finest_level({" or ".join(f"is_small({count})" for count in counted)}, sex, substance_group) as "{name}"'
        for name, counted in counts.items()
    )
    return f"select {columns}, {found} from {cells} group by {columns}"
