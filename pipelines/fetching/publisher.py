"""Whose machines a fetch may ask: a publisher, its hosts, and how its present files are found there."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

import httpx

from pipelines.errors import Refused


@dataclass(frozen=True)
class Wanted:
    """A file a publisher has at present: what to call it, and the address the publisher gives for it."""

    name: str
    address: str


Ask = Callable[[str], Any]
"""Asks the publisher for an address, and returns the JSON it answers with."""
Find = Callable[[Mapping[str, Any], Ask], list[Wanted]]
"""From the `find` table of a source's .toml to the files the publisher has."""


@dataclass(frozen=True)
class Publisher:
    """A publisher's own hosts, asked with https alone; or one stand-in asked in place of all of them."""

    name: str
    home: str
    hosts: tuple[str, ...]
    find: Find
    stand_in: str = ""
    """Another base address, such as a mirror or a test's own server; then nothing but it is asked."""

    def locate(self, address: str) -> httpx.URL:
        """Where to ask for an address the publisher gave, absolute or a path of its home; refuses one elsewhere."""
        url = _joined(httpx.URL(self.home), address)
        if self.stand_in and self._is_own(url):
            base = httpx.URL(self.stand_in)
            return base.copy_with(raw_path=base.raw_path.rstrip(b"/") + url.raw_path)
        if self._may_be_asked(url):
            return url
        raise self._elsewhere("names a file at", url)

    def redirected(self, asked: httpx.URL, location: str) -> httpx.URL:
        """Where an answer sends us on to; refuses to go to another host."""
        url = _joined(asked, location)
        if self._may_be_asked(url):
            return url
        raise self._elsewhere("redirects to", url)

    def _may_be_asked(self, url: httpx.URL) -> bool:
        if self.stand_in:
            base = httpx.URL(self.stand_in)
            return (url.scheme, url.host, url.port) == (base.scheme, base.host, base.port)
        return self._is_own(url)

    def _is_own(self, url: httpx.URL) -> bool:
        return url.scheme == "https" and url.host in self.hosts and url.port is None and not url.userinfo

    def _elsewhere(self, does: str, url: httpx.URL) -> Refused:
        allowed = self.stand_in or " and ".join(f"https://{host}" for host in self.hosts)
        return Refused(
            f"{self.name} {does} {url.scheme}://{url.netloc.decode('ascii', 'replace')}, which was not asked: only "
            f"{allowed} may be. If the publisher has moved, download the file with a browser and put it in by hand."
        )


def _joined(base: httpx.URL, address: str) -> httpx.URL:
    try:
        return base.join(address)
    except httpx.InvalidURL:
        raise Refused(f"{base.host} gives an address that is none: {address[:200]!r}. Try again later.") from None


def last_part(address: str) -> str:
    """The file's name in an address."""
    return PurePosixPath(_joined(httpx.URL("https://publisher.invalid"), address).path).name
