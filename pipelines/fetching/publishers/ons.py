"""Office for National Statistics: a dataset's page lists its editions, an edition's page its files.

`/data` after a page's address gives it as JSON: `datasets` with their `uri`, then `downloads` with their `file`; the
file lies at `/file?uri=<edition>/<file>` (as GSS-Cogs/gss-utils reads them, seen in public code).
"""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from pipelines.errors import Refused
from pipelines.fetching.publisher import Ask, Publisher, Wanted


def find(what: Mapping[str, Any], ask: Ask) -> list[Wanted]:
    """The files like `files` of the newest `editions` whose name is like `edition`, of each dataset."""
    return [wanted for dataset in what["datasets"] for wanted in _of_dataset(dataset, ask)]


def _of_dataset(dataset: Mapping[str, Any], ask: Ask) -> list[Wanted]:
    listed = [page["uri"] for page in ask(f"{dataset['path']}/data")["datasets"]]
    # their names end in a year, or there is one, called current
    editions = sorted(uri for uri in listed if re.fullmatch(dataset["edition"], uri.rsplit("/", 1)[-1]))
    found = []
    for uri in editions[-dataset["editions"] :]:
        for download in ask(f"{uri}/data")["downloads"]:
            # remembered: files uploaded since about 2023 may be listed by a `uri` of their own as well
            name = download["file"]
            if re.fullmatch(dataset["files"], name, re.IGNORECASE):
                found.append(Wanted(name, f"/file?uri={quote(f'{uri}/{name}')}"))
    if not found:
        raise Refused(
            f"ONS lists no file like {dataset['files']!r} in an edition like {dataset['edition']!r} of "
            f"{dataset['path']}. Its layout may have changed: look there, and put the file in by hand."
        )
    return found


PUBLISHER = Publisher("ons", "https://www.ons.gov.uk", ("www.ons.gov.uk",), find)
