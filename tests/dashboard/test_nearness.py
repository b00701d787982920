"""Steps on the map of hexagons, counted once more by walking from neighbour to neighbour."""

import polars as pl

from dashboard.answers.nearness import steps_from

COLUMNS, ROWS = 7, 9
GRID = [(column, row) for column in range(COLUMNS) for row in range(ROWS)]
AREAS = pl.DataFrame(
    [(f"{column},{row}", column, row) for column, row in GRID],
    schema={"area_code": pl.String, "column": pl.Int16, "row": pl.Int16},
    orient="row",
)


def beside(column: int, row: int) -> list[tuple[int, int]]:
    """The six hexagons round one; odd rows stand half a hexagon further east."""
    east = row % 2
    near = [(column - 1, row), (column + 1, row)]
    for other in (row - 1, row + 1):
        near += [(column - 1 + east, other), (column + east, other)]
    return near


def walked(own: list[tuple[int, int]]) -> dict[str, int]:
    found = dict.fromkeys(own, 0)
    edge = list(own)
    while edge:
        edge = [
            place
            for here in edge
            for place in beside(*here)
            if place in GRID and place not in found and found.setdefault(place, found[here] + 1)
        ]
    return {f"{column},{row}": steps for (column, row), steps in found.items()}


def test_steps_are_those_of_the_shortest_walk() -> None:
    for own in ([(3, 4)], [(0, 0)], [(6, 7)], [(1, 1), (5, 8)]):
        found = steps_from(AREAS, [f"{column},{row}" for column, row in own])
        assert dict(found.select("area_code", "steps").iter_rows()) == walked(own)


def test_from_nowhere_there_are_no_steps() -> None:
    assert steps_from(AREAS, ["E12000003"])["steps"].null_count() == len(GRID)
