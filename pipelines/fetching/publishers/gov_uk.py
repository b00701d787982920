"""GOV.UK: a publication is found by its title, and its tables are among its page's attachments.

Search: docs.publishing.service.gov.uk, "search-api: Using the search API"; an unknown parameter is answered with 422.
Content: the schema "publication" there; `details.attachments` lists web pages beside files. Files lie on another host.
"""

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from pipelines.errors import Refused
from pipelines.fetching.publisher import Ask, Publisher, Wanted, last_part

FIELDS = ("title", "link", "public_timestamp")


def find(what: Mapping[str, Any], ask: Ask) -> list[Wanted]:
    """The attachments of the newest `editions` publications whose whole title is like `title`."""
    found: list[tuple[str, Wanted]] = []
    for link in _publications(what, ask):
        tables: dict[str, str] = {}
        for attachment in ask(f"/api/content{link}")["details"]["attachments"]:
            name = last_part(attachment["url"])
            if re.fullmatch(what["files"], name, re.IGNORECASE):
                tables.setdefault(name.rsplit(".", 1)[0], attachment["url"])  # the same table in two formats: once
        found += [(link.rsplit("/", 1)[-1], Wanted(last_part(url), url)) for url in tables.values()]
    if not found:
        raise Refused(
            f"GOV.UK has publications titled like {what['title']!r}, and none has an attachment like {what['files']!r}."
        )
    # a name that several years give to their tables says nothing of the year; that of the publication does
    times = Counter(wanted.name for _, wanted in found)
    return [
        wanted if times[wanted.name] == 1 else Wanted(f"{slug}-{wanted.name}", wanted.address) for slug, wanted in found
    ]


def _publications(what: Mapping[str, Any], ask: Ask) -> list[str]:
    asked = [("q", what["search"]), ("count", "100"), *(("fields", field) for field in FIELDS)]
    found = [
        (match.groups(""), result.get("public_timestamp") or "", result["link"])
        for result in ask(f"/api/search.json?{urlencode(asked)}")["results"]
        if (match := re.fullmatch(what["title"], result["title"].strip(), re.IGNORECASE))
        and result["link"].startswith("/")  # other links lead away from GOV.UK
    ]
    if not found:
        raise Refused(
            f"GOV.UK's search finds no publication titled like {what['title']!r}. "
            "It may have been renamed: look for it there, and put its tables in by hand."
        )
    return [link for *_, link in sorted(found, reverse=True)[: what["editions"]]]


PUBLISHER = Publisher("gov_uk", "https://www.gov.uk", ("www.gov.uk", "assets.publishing.service.gov.uk"), find)
