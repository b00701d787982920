"""A conversation with one publisher: no other host, no cookies, and no answer that is too long or too slow."""

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from http.cookiejar import CookieJar, DefaultCookiePolicy
from importlib.metadata import version
from types import TracebackType
from typing import Any

import httpx

from pipelines.errors import Refused
from pipelines.fetching.patience import Manners, Passing, patiently
from pipelines.fetching.publisher import Publisher

MOST_REDIRECTS = 5
MAY_PASS = (429, 500, 502, 503, 504)
LARGEST_JSON_BYTES = 20_000_000


class Asking:
    """Asks a publisher, and follows its redirects by hand, so that each is looked at before it is followed."""

    def __init__(self, publisher: Publisher, manners: Manners) -> None:
        self.publisher = publisher
        self.manners = manners
        self._client = httpx.Client(
            headers={
                "User-Agent": f"fair-treatment/{version('fair-treatment')}",
                "Accept-Encoding": "identity",  # so that the limit and the hash are of what was sent
            },
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
            timeout=httpx.Timeout(manners.read_seconds, connect=manners.connect_seconds),
            trust_env=not publisher.stand_in,  # an organisation's proxy leads to publishers, not to a stand-in
        )

    def __enter__(self) -> "Asking":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self._client.close()

    def json(self, address: str) -> Any:
        """What the publisher answers to a question about its files."""

        def once(deadline: float) -> tuple[httpx.URL, bytes]:
            with self.answer(address, {}) as response:
                return response.url, b"".join(self.pieces(response, LARGEST_JSON_BYTES, deadline))

        url, body = patiently(self.manners, once)
        try:
            return json.loads(body)
        except ValueError:
            raise Refused(
                f"{url} answered with something that is no JSON. The publisher's interface may have changed: "
                "download the file with a browser and put it in by hand."
            ) from None

    @contextmanager
    def answer(self, address: str, conditions: Mapping[str, str]) -> Iterator[httpx.Response]:
        """The answer to one request, its body unread: 200, or 304 where conditions were set."""
        url = self.publisher.locate(address)
        try:
            for _ in range(MOST_REDIRECTS + 1):
                with self._client.stream("GET", url, headers=dict(conditions)) as response:
                    if not response.has_redirect_location:
                        _check(response, bool(conditions), self.manners.longest_wait_seconds)
                        yield response
                        return
                    url = self.publisher.redirected(url, response.headers["Location"])
        except httpx.RequestError as error:  # also a body that ends before the length that was announced
            raise Passing(
                f"{url.host} could not be asked, or broke off ({str(error) or type(error).__name__}). "
                "Try again later, if this machine is online."
            ) from None
        raise Refused(f"{url} redirects more than {MOST_REDIRECTS} times. Try again later.")

    def pieces(self, response: httpx.Response, limit: int, deadline: float) -> Iterator[bytes]:
        """The body piece by piece, no more than the limit and no later than the deadline."""
        announced = response.headers.get("Content-Length", "")
        taken = int(announced) if announced.isdecimal() else 0
        if taken > limit:
            raise _too_large(response, limit)
        taken = 0
        for piece in response.iter_bytes():
            taken += len(piece)
            if taken > limit:
                raise _too_large(response, limit)
            if time.monotonic() > deadline:
                raise Refused(
                    f"{response.url} was still sending after {self.manners.file_seconds:,.0f} seconds. "
                    "Try again later, or download it with a browser and put it in by hand."
                )
            yield piece


def _check(response: httpx.Response, is_conditional: bool, longest_wait_seconds: float) -> None:
    status = response.status_code
    if status == HTTPStatus.OK or (status == HTTPStatus.NOT_MODIFIED and is_conditional):
        return
    words = f"{response.url} answered {status} {response.reason_phrase}".rstrip()
    if status not in MAY_PASS:
        raise Refused(f"{words}. It may have been moved or withdrawn: look for it on the publisher's pages.")
    wait = _seconds(response.headers.get("Retry-After", ""))
    if wait > longest_wait_seconds:
        raise Refused(f"{words}, and asks not to be asked again for {wait:,.0f} seconds. Try again after that.")
    raise Passing(f"{words}. Try again later.", wait)


def _seconds(retry_after: str) -> float:
    """Retry-After is a number of seconds or a date; anything else asks for nothing."""
    if retry_after.isdecimal():
        return float(retry_after)
    try:
        until = parsedate_to_datetime(retry_after)
    except ValueError:
        return 0
    # a date without a zone is taken as the standard's own, Greenwich
    return max(0.0, (until.replace(tzinfo=until.tzinfo or UTC) - datetime.now(UTC)).total_seconds())


def _too_large(response: httpx.Response, limit: int) -> Refused:
    return Refused(
        f"{response.url} is larger than {limit / 1_000_000:,.1f} MB. "
        "If that is right, allow more with --limit-mb; nothing of it was kept."
    )
