"""One file, safely: streamed to a temporary place, hashed as it comes, and looked at before anything reads it.

A body shorter than was announced is noticed by httpx, and tried again like any connection that breaks off.
"""

import codecs
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

import httpx

from pipelines.errors import Refused
from pipelines.fetching.asking import Asking
from pipelines.fetching.patience import patiently

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
WORKBOOKS = (".xlsx", ".xls", ".ods")
HEAD_BYTES = 512

Progress = Callable[[int, int], None]
"""Told how many bytes are here, and how many there will be (0 if the publisher does not say)."""


@dataclass(frozen=True)
class Downloaded:
    """A file as it came, and what the publisher said of it."""

    path: Path
    address: str
    """Where it was asked for, redirects or not."""
    size: int
    sha256: str
    etag: str
    last_modified: str


def download(
    asking: Asking, address: str, to: Path, conditions: Mapping[str, str], progress: Progress
) -> Downloaded | None:
    """Write the file to `to`, or nothing when the publisher says it has not changed."""

    def once(deadline: float) -> Downloaded | None:
        with asking.answer(address, conditions) as response:
            if response.status_code == HTTPStatus.NOT_MODIFIED:
                return None
            digest, size, head = hashlib.sha256(), 0, b""
            announced = response.headers.get("Content-Length", "")
            with to.open("wb") as file:
                for piece in asking.pieces(response, asking.manners.limit_bytes, deadline):
                    file.write(piece)
                    digest.update(piece)
                    size += len(piece)
                    head = (head + piece)[:HEAD_BYTES]
                    progress(size, int(announced) if announced.isdecimal() else 0)
            _check_kind(response, to.suffix.lower(), head)
            return Downloaded(
                path=to,
                address=str(asking.publisher.locate(address)),
                size=size,
                sha256=digest.hexdigest(),
                etag=_said(response, "ETag"),
                last_modified=_said(response, "Last-Modified"),
            )

    try:
        return patiently(asking.manners, once)
    except BaseException:
        to.unlink(missing_ok=True)
        raise


def _said(response: httpx.Response, header: str) -> str:
    words: str = response.headers.get(header, "")
    return words if is_plain(words) else ""


def is_plain(words: str) -> bool:
    """Whether the words may stand in ORIGIN.toml and in a header of the next request."""
    return words.isascii() and words.isprintable()


def _check_kind(response: httpx.Response, suffix: str, head: bytes) -> None:
    """Refuse a page of apologies, or anything else, that came in place of a workbook or a CSV."""
    expected = "a workbook" if suffix in WORKBOOKS else "a CSV"
    text = head.removeprefix(codecs.BOM_UTF8).lstrip()
    if suffix in WORKBOOKS:
        is_right = head.startswith((ZIP, OLE))
    else:
        is_right = bool(text) and text[:1] not in b"<{[" and not head.startswith((ZIP, OLE)) and b"\0" not in head
    if is_right:
        return
    found = "nothing" if not head else "a web page" if text.startswith(b"<") else "something else"
    said = response.headers.get("Content-Type", "no type")
    raise Refused(
        f"{response.url} answered with {found} ({said[:80]!r}); expected {expected}. "
        "Try again later, or download it with a browser and put it in by hand."
    )
