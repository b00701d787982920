"""How often each answer is given, by sex and substance group: answer.csv, made into macros that draw an answer."""

import csv
from collections.abc import Iterator
from functools import cache
from itertools import product

import duckdb

from pipelines.sample.world import HERE, SUBSTANCE_GROUPS

SLOTS = 200
"""An answer is drawn by picking one of so many slots: levels hold to half a hundredth."""
EMPTY = "-"


def add_answers(country: duckdb.DuckDBPyConnection) -> None:
    """A macro for each field of answer.csv: answer_FIELD(id, profile) is a code, or null for an empty cell.

    The profile of a person is twice the place of the substance group, and one more for a woman.
    """
    for field in dict.fromkeys(field for field, _, _ in _levels()):
        slots = ", ".join(
            "null" if code == EMPTY else f"'{code}'"
            for group, sex in product(SUBSTANCE_GROUPS, "MF")
            for code in _slots(_level_of(field, sex, group))
        )
        country.execute(
            f"create macro answer_{field}(id, profile) as "
            f"list_value({slots})[1 + {SLOTS} * profile + floor({SLOTS} * chance(id, '{field}'))::integer]"
        )


def _level_of(field: str, sex: str, group: str) -> str:
    """The levels given for sex and group, else for the sex alone, else for the group alone, else for all."""
    levels = _levels()
    return next(
        levels[key]
        for key in ((field, sex, group), (field, sex, ""), (field, "", group), (field, "", ""))
        if key in levels
    )


def _slots(levels: str) -> Iterator[str]:
    parts = [part.rpartition(" ")[::2] for part in levels.split("|")]
    total = sum(float(weight) for _, weight in parts)
    filled, upto = 0, 0.0
    for code, weight in parts:
        upto += float(weight)
        wanted = round(SLOTS * upto / total)
        yield from [code.strip()] * (wanted - filled)
        filled = wanted


@cache
def _levels() -> dict[tuple[str, str, str], str]:
    with (HERE / "answer.csv").open(encoding="utf-8", newline="") as file:
        return {(row["field"], row["sex"], row["substance_group"]): row["levels"] for row in csv.DictReader(file)}
