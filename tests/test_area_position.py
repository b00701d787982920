"""The hexagon layout of England's authorities: whole, in one piece, and near to the map as far as a grid allows.

Equal hexagons with a corner at the top. Row 0 is the southernmost, column 0 the westernmost; odd rows stand half a
hexagon further east. The layout is this project's own; docs/method.md says how it was computed.
"""

import csv
import json
from collections import defaultdict
from collections.abc import Collection
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from pipelines.warehouse import PACKAGE

Place = tuple[int, int]

RENUMBERED = {"E08000016": "E08000038", "E08000019": "E08000039"}  # Barnsley, Sheffield: the boundaries are older
ISLANDS = {"E06000046": "E10000014", "E06000053": "E06000052"}  # Isle of Wight: Hampshire. Isles of Scilly: Cornwall

# Floors a little below what the layout reaches: North Yorkshire has 13 neighbours where a hexagon has six, and the few
# counties around London cannot reach round its 33 boroughs.
TOUCHING, WITHIN_TWO, FURTHEST = 0.65, 0.90, 4
NORTH, EAST = 0.97, 0.97


def table(name: str) -> list[dict[str, str]]:
    """An authored reference table."""
    with (PACKAGE / "reference" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


REGIONS = {
    row["area_code"]: row["region_code"]
    for row in table("area")
    if row["area_kind"] == "local_authority" and row["area_code"].startswith("E") and not row["valid_to"]
}
PLACES = {row["area_code"]: (int(row["column"]), int(row["row"])) for row in table("area_position")}


def steps(one: Place, other: Place) -> int:
    """How many hexagons further: 1 is touching."""
    along = (one[0] - one[1] // 2) - (other[0] - other[1] // 2)
    up = one[1] - other[1]
    return (abs(along) + abs(up) + abs(along + up)) // 2


def patches(codes: Collection[str]) -> int:
    """Of how many patches of touching hexagons these consist."""
    left, found = set(codes), 0
    while left:
        found += 1
        reached = [left.pop()]
        while reached:
            here = PLACES[reached.pop()]
            near = {code for code in left if steps(here, PLACES[code]) == 1}
            left -= near
            reached += near
    return found


def test_every_authority_stands_once_and_alone() -> None:
    assert sorted(row["area_code"] for row in table("area_position")) == sorted(REGIONS)
    assert len(REGIONS) == 153
    assert len(set(PLACES.values())) == 153


def test_the_grid_begins_at_nought_and_fits_a_phone() -> None:
    columns, rows = zip(*PLACES.values(), strict=True)
    assert (min(columns), min(rows)) == (0, 0)
    assert max(columns) <= 13  # at 320 px a hexagon is then 18 px across
    assert max(rows) <= 21


@pytest.mark.parametrize("region", sorted(set(REGIONS.values())))
def test_every_region_is_one_patch(region: str) -> None:
    assert patches([code for code, its in REGIONS.items() if its == region]) == 1


def test_england_is_one_land_mass_with_its_islands_joined_to_it() -> None:
    assert patches(PLACES) == 1
    for island, mainland in ISLANDS.items():
        assert steps(PLACES[island], PLACES[mainland]) == 1


def test_there_is_no_hole_in_the_land() -> None:
    taken = set(PLACES.values())
    every = {(column, row) for column in range(-1, 16) for row in range(-1, 24)}
    sea, reached = every - taken, [(-1, -1)]
    sea.discard((-1, -1))
    while reached:
        here = reached.pop()
        near = {place for place in sea if steps(here, place) == 1}
        sea -= near
        reached += near
    assert sea == set()


@pytest.fixture(scope="module")
def shapes(shared_data: Path) -> dict[str, Any]:
    """The real boundaries of the authorities, under today's codes."""
    path = shared_data / "geography" / "utla_dec2023_UK_BSC.geojson"
    found = {}
    for shape in json.loads(path.read_text(encoding="utf-8"))["features"]:
        code = shape["properties"]["CTYUA23CD"]
        found[RENUMBERED.get(code, code)] = shape
    return {code: found[code] for code in REGIONS}


def points(coordinates: Any) -> set[tuple[float, float]]:
    """Every corner of a boundary, to about ten metres; polygons, their rings and their corners are lists in lists."""
    if isinstance(coordinates[0], float | int):
        return {(round(coordinates[0], 4), round(coordinates[1], 4))}
    return set().union(*map(points, coordinates))


@pytest.fixture(scope="module")
def neighbours(shapes: dict[str, Any]) -> set[frozenset[str]]:
    """Which authorities touch in reality: their boundaries have a corner in common; islands have their nearest."""
    owners = defaultdict(set)
    for code, shape in shapes.items():
        for point in points(shape["geometry"]["coordinates"]):
            owners[point].add(code)
    touching = {frozenset(pair) for codes in owners.values() for pair in combinations(codes, 2)}
    return touching | {frozenset(pair) for pair in ISLANDS.items()}


@pytest.mark.published_files
def test_most_neighbours_touch_and_nearly_all_are_within_two_steps(neighbours: set[frozenset[str]]) -> None:
    assert len(neighbours) == 366
    apart = [steps(*(PLACES[code] for code in pair)) for pair in neighbours]
    assert sum(distance == 1 for distance in apart) / len(apart) >= TOUCHING
    assert sum(distance <= 2 for distance in apart) / len(apart) >= WITHIN_TWO
    assert max(apart) <= FURTHEST


def ranks(values: list[float]) -> list[float]:
    """The rank of each value; equal values share the middle one."""
    return [sum(other < value for other in values) + (values.count(value) - 1) / 2 for value in values]


def rank_correlation(one: list[float], other: list[float]) -> float:
    """Spearman's."""
    first, second = ranks(one), ranks(other)
    middle = (len(first) - 1) / 2
    both = sum((a - middle) * (b - middle) for a, b in zip(first, second, strict=True))
    return float(both / (sum((a - middle) ** 2 for a in first) * sum((b - middle) ** 2 for b in second)) ** 0.5)


@pytest.mark.published_files
def test_north_stays_north_and_east_stays_east(shapes: dict[str, Any]) -> None:
    real = [shapes[code]["properties"] for code in PLACES]
    north = [float(row) for _, row in PLACES.values()]
    east = [column + row % 2 / 2 for column, row in PLACES.values()]
    assert rank_correlation(north, [place["LAT"] for place in real]) >= NORTH
    assert rank_correlation(east, [place["LONG"] for place in real]) >= EAST
