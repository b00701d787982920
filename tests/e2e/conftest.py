"""A real server on this machine and Debian's Chromium, for tests that follow a reader through the pages."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.dashboard.small_marts import write

PROJECT = Path(__file__).resolve().parents[2]
CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
expect.set_options(timeout=20_000)  # a busy machine draws slowly
READY = "text=This dashboard holds no records about people"


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a dashboard over the small marts."""
    with serving(write(tmp_path_factory.mktemp("e2e") / "commissioning.duckdb")) as address:
        yield address


@contextmanager
def serving(marts: Path) -> Iterator[str]:
    """A dashboard over a marts file, for as long as the block lasts; gives its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = os.environ | {"COMMISSIONING_MARTS": str(marts), "PYTHONPATH": str(PROJECT)}
    server = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", "dashboard/app.py", "--server.port", str(port)],
        cwd=PROJECT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_until_up(f"http://127.0.0.1:{port}/_stcore/health", server)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=20)


def _wait_until_up(health: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(150):
        assert server.poll() is None, "the dashboard's server ended while starting"
        try:
            with urllib.request.urlopen(health, timeout=1):
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError("the dashboard's server did not come up within 30 seconds")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium; without it these tests are skipped, but fail where everything must be there."""
    if not CHROMIUM.exists():
        sentence = f"{CHROMIUM} is missing: install Debian's chromium to run the browser tests"
        if os.environ.get("CI", "").casefold() == "true":
            pytest.fail(sentence)
        pytest.skip(sentence)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield opened
        opened.close()


class Reader:
    """A fresh visitor: opens pages, waits until they are drawn, and notes every host the browser turned to."""

    def __init__(self, browser: Browser, address: str, width: int = 1366, height: int = 3600) -> None:
        self.address = address
        self.context: BrowserContext = browser.new_context(viewport={"width": width, "height": height})
        self.page: Page = self.context.new_page()
        self.hosts: set[str] = set()
        self.page.on("request", lambda request: self.hosts.add(urlsplit(request.url).hostname or ""))

    def open(self, path: str) -> Page:
        self.page.goto(f"{self.address}/{path}", wait_until="commit")
        return self.settled()

    def settled(self) -> Page:
        """Drawn to the last element and no longer running."""
        self.page.wait_for_selector(READY)
        self.page.wait_for_selector("[data-test-script-state=notRunning]")
        return self.page

    def choose(self, label: str, option: str) -> Page:
        """Type into one of the choices above the page and take the option."""
        box = self.page.get_by_role("combobox", name=label)
        box.click()
        box.fill(option)
        self.page.get_by_role("option", name=option, exact=True).click()
        self.page.wait_for_selector(f"h1:has-text('{option}')")
        return self.settled()


@pytest.fixture
def reader(browser: Browser, address: str) -> Iterator[Reader]:
    visitor = Reader(browser, address)
    yield visitor
    visitor.context.close()


@pytest.fixture
def phone(browser: Browser, address: str) -> Iterator[Reader]:
    visitor = Reader(browser, address, width=320, height=3600)
    yield visitor
    visitor.context.close()
