"""Fingertips (Department of Health and Social Care): one CSV for each indicator and type of area.

`/api/all_data/csv/by_indicator_id` with these three parameters, as public code asks it (Jonfuk/cglpay.us-SectorTrace,
pipeline/modules/m12_fingertips.py). An indicator without figures for a type of area is answered with a header alone.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from pipelines.fetching.publisher import Ask, Publisher, Wanted


def find(what: Mapping[str, Any], _: Ask) -> list[Wanted]:
    """One file for each indicator of each table; nothing need be asked."""
    return [
        _file(indicator, table["child_area_type_id"], table["parent_area_type_id"])
        for table in what["tables"]
        for indicator in table["indicator_ids"]
    ]


def _file(indicator: int, child: int, parent: int) -> Wanted:
    asked = {"indicator_ids": indicator, "child_area_type_id": child, "parent_area_type_id": parent}
    name = f"indicator_{indicator}_area_type_{child}.csv"
    return Wanted(name, f"/api/all_data/csv/by_indicator_id?{urlencode(asked)}")


PUBLISHER = Publisher("fingertips", "https://fingertips.phe.org.uk", ("fingertips.phe.org.uk",), find)
