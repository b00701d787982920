"""Scottish Health and Social Care Open Data (Public Health Scotland): a resource keeps its id, its file's name changes.

CKAN's `resource_show` gives the present file's address, as public code asks it (Public-Health-Scotland/phsmethods).
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from pipelines.fetching.publisher import Ask, Publisher, Wanted, last_part


def find(what: Mapping[str, Any], ask: Ask) -> list[Wanted]:
    """The present file of each resource."""
    addresses = [
        ask(f"/api/3/action/resource_show?{urlencode({'id': resource})}")["result"]["url"]
        for resource in what["resources"]
    ]
    return [Wanted(last_part(address), address) for address in addresses]


PUBLISHER = Publisher("opendata_scot", "https://www.opendata.nhs.scot", ("www.opendata.nhs.scot",), find)
