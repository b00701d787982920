"""Draws caseload returns for tests: the cells that matter are written out."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.records import write

RETURN = {
    "area_code": "E08000035",
    "provider_code": "N0001",
    "provider_name": "A service",
    "snapshot_on": "2024-03-31",
    "active_clients": "400",
    "active_women": "120",
    "volunteers": "3",
    "left_last_year": "4",
    "keyworkers_wte": "10.5",
    "women_keyworkers_wte": "6.5",
    "vacant_wte": "1",
}
"""A service in Leeds with 400 clients and ten and a half keyworkers."""


def write_returns(path: Path, rows: Sequence[Mapping[str, str]]) -> Path:
    """Write returns under the header of the template."""
    return write(path, rows, header=list(RETURN), null="")
