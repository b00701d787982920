"""Caseload returns: what services would tell their partnership each quarter, a file a region, with faults planted."""

import csv
from itertools import groupby
from pathlib import Path

import duckdb

from pipelines.origin import SYNTHETIC_COLUMN
from pipelines.sample.world import HERE

COLUMNS = (
    "area_code",
    "provider_code",
    "provider_name",
    "snapshot_on",
    "active_clients",
    "active_women",
    "keyworkers_wte",
    "women_keyworkers_wte",
    "vacant_wte",
    "volunteers",
    "left_last_year",
)
# Region's place in order, row's place in its file, and what goes wrong there.
FAULTS: tuple[tuple[int, int, dict[str, str]], ...] = (
    (0, 2, {"active_women": "9999"}),
    (1, 3, {"snapshot_on": "2024-02-30"}),
    (2, 4, {"area_code": "E99999999"}),
    (3, 1, {"keyworkers_wte": "-2.0", "women_keyworkers_wte": "-3.0"}),
)


def write(country: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Write a return for each region from the episodes already in `country`."""
    rows = country.execute((HERE / "caseload_return.sql").read_text(encoding="utf-8")).fetchall()
    for number, (region, of_region) in enumerate(groupby(rows, key=lambda row: row[0])):
        records = [dict(zip(COLUMNS, row[1:], strict=True)) for row in of_region]
        for file_number, place, changes in FAULTS:
            if file_number == number and place < len(records):
                records[place].update(changes)
        with (folder / f"caseload_return_{region}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, (*COLUMNS, SYNTHETIC_COLUMN), lineterminator="\n")
            writer.writeheader()
            writer.writerows({**record, SYNTHETIC_COLUMN: "Y"} for record in records)
