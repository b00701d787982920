"""A local server that answers as the publishers do, in their layouts, and misbehaves where it is told to.

The layouts are those public documentation and public code show; every title, number and file is made up.
"""

import hashlib
import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Fault = Callable[[BaseHTTPRequestHandler], None]
"""Answers a request in place of the page."""

ASSETS = "https://assets.publishing.service.gov.uk"
DEATHS = "/peoplepopulationandcommunity/birthsdeathsandmarriages/deaths/datasets/drugmisusedeathsbylocalauthority"
SCOTLAND = "https://www.opendata.nhs.scot/dataset/2e085b14/resource"


@dataclass
class PublishersServer:
    """What is published, how it misbehaves, and what was asked."""

    url: str = ""
    pages: dict[str, bytes] = field(default_factory=dict)
    """By path and query."""
    faults: dict[str, list[Fault]] = field(default_factory=dict)
    """The next answers of a path; the last one stays."""
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    gives_etags: bool = True

    def misbehave(self, path: str, *faults: Fault) -> None:
        """Answer a path with these, one after the other and the last one for ever; `fine` gives the page."""
        self.faults[path] = list(faults)

    def times(self, path: str) -> int:
        """How often a path was asked for."""
        return sum(asked == path for asked, _ in self.asked)

    def headers_of(self, path: str) -> dict[str, str]:
        """The headers of the latest request for a path, in lower case."""
        return next(headers for asked, headers in reversed(self.asked) if asked == path)

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        """Answer one request."""
        self.asked.append((handler.path, {name.lower(): value for name, value in handler.headers.items()}))
        faults = self.faults.get(handler.path)
        fault = (faults.pop(0) if len(faults) > 1 else faults[0]) if faults else fine
        with suppress(ConnectionError):  # the client has gone, as it should from some answers
            fault(handler)

    def publish_json(self, path: str, told: Any) -> None:
        self.pages[path] = json.dumps(told).encode()

    def publish_ons(self, dataset: str, editions: Mapping[str, Mapping[str, bytes]]) -> None:
        """A dataset of ONS: its page lists editions, theirs list files."""
        listed = [{"uri": f"{dataset}/{edition}"} for edition in editions]
        self.publish_json(f"{dataset}/data", {"type": "dataset_landing_page", "uri": dataset, "datasets": listed})
        for edition, files in editions.items():
            uri = f"{dataset}/{edition}"
            downloads = [{"file": name, "size": str(len(body))} for name, body in files.items()]
            self.publish_json(f"{uri}/data", {"type": "dataset", "uri": uri, "downloads": downloads, "versions": []})
            self.pages |= {f"/file?uri={uri}/{name}": body for name, body in files.items()}

    def publish_gov_uk(self, search: str, publications: Mapping[str, Mapping[str, bytes]], **more: Any) -> None:
        """Publications of GOV.UK by title: what the search for these words finds, their pages and attachments."""
        results = []
        for number, (title, files) in enumerate(publications.items()):
            link = f"/government/statistics/{title.lower().replace(':', '').replace(' ', '-')}"
            results.append(
                {"title": title, "link": link, "public_timestamp": f"20{number + 10}-11-30T09:30:00Z"} | more
            )
            attachments: list[dict[str, str]] = [
                {"attachment_type": "html", "url": f"{link}/report", "title": "Report"}
            ]
            for name, body in files.items():
                address = f"/media/{hashlib.sha256(title.encode()).hexdigest()[:12]}/{name}"
                attachments.append({"attachment_type": "file", "filename": name, "url": f"{ASSETS}{address}"})
                self.pages[address] = body
            self.publish_json(f"/api/content{link}", {"title": title, "details": {"attachments": attachments}})
        asked = f"/api/search.json?q={search}&count=100&fields=title&fields=link&fields=public_timestamp"
        self.publish_json(asked, {"results": results, "total": len(results), "start": 0})

    def publish_fingertips(self, indicator: int, area_type: int, body: bytes) -> None:
        asked = f"indicator_ids={indicator}&child_area_type_id={area_type}&parent_area_type_id=6"
        self.pages[f"/api/all_data/csv/by_indicator_id?{asked}"] = body

    def publish_scotland(self, resource: str, name: str, body: bytes) -> None:
        address = f"{SCOTLAND}/{resource}/download/{name}"
        told = {"success": True, "result": {"id": resource, "format": "CSV", "url": address}}
        self.publish_json(f"/api/3/action/resource_show?id={resource}", told)
        self.pages[address.removeprefix("https://www.opendata.nhs.scot")] = body


@contextmanager
def publishers_server() -> Iterator[PublishersServer]:
    """A server on a free port of this machine, until the block ends."""
    publishers = PublishersServer()

    class Handler(BaseHTTPRequestHandler):
        server_publishers = publishers

        def do_GET(self) -> None:
            publishers.answer(self)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        publishers.url = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield publishers
        finally:
            server.shutdown()
            thread.join()


def reply(handler: BaseHTTPRequestHandler, status: int, body: bytes = b"", **headers: str) -> None:
    """Send an answer; headers are written with _ for -."""
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(body)


def fine(handler: BaseHTTPRequestHandler) -> None:
    """The page as it should be, or 304 for who has it already."""
    publishers: PublishersServer = handler.server_publishers  # type: ignore[attr-defined]
    body = publishers.pages.get(handler.path)
    if body is None:
        reply(handler, 404)
        return
    etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
    if handler.headers.get("If-None-Match") == etag:
        reply(handler, 304)
        return
    more = {"ETag": etag, "Last_Modified": "Wed, 03 Aug 2022 08:30:00 GMT"} if publishers.gives_etags else {}
    reply(handler, 200, body, Content_Length=str(len(body)), Set_Cookie="seen=yes; Path=/", **more)


def status(code: int, **headers: str) -> Fault:
    return lambda handler: reply(handler, code, b"Sorry", **headers)


def redirect(to: str) -> Fault:
    return lambda handler: reply(handler, 302, Location=to)


def body_of(body: bytes, content_type: str = "text/html", **headers: str) -> Fault:
    """200, with something else in the page's place."""
    return lambda handler: reply(handler, 200, body, Content_Type=content_type, **headers)


def truncated(handler: BaseHTTPRequestHandler) -> None:
    """A body that ends before the length that was announced."""
    reply(handler, 200, b"PK\x03\x04 and no more", Content_Length="100000")


def dropped(handler: BaseHTTPRequestHandler) -> None:
    """No answer at all."""
    handler.close_connection = True


def drip(handler: BaseHTTPRequestHandler) -> None:
    """A byte now and then, for longer than anybody waits."""
    reply(handler, 200, b"PK\x03\x04", Content_Length="100000")
    for _ in range(500):
        handler.wfile.write(b".")
        time.sleep(0.02)
