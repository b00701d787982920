"""Fetching published files, from a server of our own that serves the publishers' layouts and misbehaves."""

import importlib.metadata
import re
import signal
import socket
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import httpx
import polars as pl
import pytest

from pipelines.__main__ import main
from pipelines.errors import Refused
from pipelines.fetching.asking import MOST_REDIRECTS, Asking
from pipelines.fetching.fetch import Outcome, fetch
from pipelines.fetching.parse_test import parses
from pipelines.fetching.patience import Manners
from pipelines.fetching.publisher import Publisher, Wanted
from pipelines.fetching.publishers import all_publishers
from pipelines.fetching.recipe import Recipe, all_recipes
from pipelines.origin import file_hash, survey
from pipelines.source import Column, Source, TextTable
from pipelines.sources import all_sources, ons_drug_deaths
from pipelines.warehouse import PACKAGE
from tests.publishers_server import (
    DEATHS,
    Fault,
    PublishersServer,
    body_of,
    drip,
    dropped,
    fine,
    publishers_server,
    redirect,
    status,
    truncated,
)
from tests.sources.workbooks import write_deaths

HASTY = Manners(first_wait_seconds=0.001, longest_wait_seconds=0.05, connect_seconds=5, read_seconds=5)
NAME = "2023localauthorities.xlsx"
FILE = f"/file?uri={DEATHS}/current/{NAME}"
OTHER_DEATHS = {"Table 1": "E92000001 | B | ENGLAND | 41"}
HEADERS = "Quarter,HBName,Measure\n"
SCOTTISH = Source(
    name="phs_waiting_times",
    title="Drug and alcohol treatment waiting times",
    publisher="Public Health Scotland",
    licence="Open Government Licence v3.0",
    origin="published",
    patterns=("*.csv",),
    columns=(Column("quarter", header="Quarter", required=True), Column("measure", header="Measure", required=True)),
    rules=(),
)

Run = Callable[..., list[Outcome]]


@pytest.fixture(autouse=True)
def this_machine_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test may reach a publisher."""
    connect = socket.socket.connect

    def checked(self: socket.socket, address: Any) -> None:
        assert address[0] == "127.0.0.1", f"a test asked {address}"
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", checked)


@pytest.fixture
def server() -> Iterator[PublishersServer]:
    with publishers_server() as started:
        yield started


@pytest.fixture(scope="session")
def deaths(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The workbook of drug deaths."""
    return write_deaths(tmp_path_factory.mktemp("deaths") / NAME).read_bytes()


@pytest.fixture(scope="session")
def other_deaths(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The same, with a death more."""
    return write_deaths(tmp_path_factory.mktemp("deaths") / NAME, OTHER_DEATHS).read_bytes()


@pytest.fixture
def published(server: PublishersServer, deaths: bytes) -> PublishersServer:
    """ONS with its present workbook of deaths."""
    server.publish_ons(DEATHS, {"current": {NAME: deaths}})
    return server


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    return tmp_path / "raw"


@pytest.fixture
def run(server: PublishersServer, raw: Path) -> Run:
    """Fetches from the server in every publisher's place."""

    def run(*names: str, sources: Sequence[Source] = (ons_drug_deaths.SOURCE,), **manners: float) -> list[Outcome]:
        stand_ins = dict.fromkeys(all_publishers(), server.url)
        return fetch(names, raw, sources, stand_ins, replace(HASTY, **manners))  # type: ignore[arg-type]

    return run


def everything(folder: Path) -> dict[str, bytes]:
    """Every file under a folder, with what it holds."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def origin_of(raw: Path, source: str = "ons_drug_deaths") -> dict[str, Any]:
    return tomllib.loads((raw / source / "ORIGIN.toml").read_text(encoding="utf-8"))


def test_a_file_is_fetched_with_its_origin(published: PublishersServer, run: Run, raw: Path, deaths: bytes) -> None:
    before = datetime.now(UTC) - timedelta(seconds=1)
    (outcome,) = run()
    size = f"{len(deaths) / 1e6:,.1f} MB"
    assert str(outcome) == f"ons_drug_deaths/{NAME}: fetched, {size}, from {published.url}{FILE}"
    assert set(everything(raw)) == {f"ons_drug_deaths/{NAME}", "ons_drug_deaths/ORIGIN.toml"}
    assert (raw / "ons_drug_deaths" / NAME).read_bytes() == deaths
    told = origin_of(raw)
    fetched = told.pop("fetched")[NAME]
    assert told == {
        "origin": "published",
        "publisher": "Office for National Statistics",
        "address": f"https://www.ons.gov.uk{DEATHS}",
        "licence": "Open Government Licence v3.0",
        "attribution": "Source: Office for National Statistics licensed under the Open Government Licence v3.0.",
        "files": {NAME: file_hash(raw / "ons_drug_deaths" / NAME)},
    }
    assert before <= fetched.pop("retrieved_at") <= datetime.now(UTC)
    assert fetched.pop("etag").startswith('"')
    assert fetched == {"address": f"{published.url}{FILE}", "last_modified": "Wed, 03 Aug 2022 08:30:00 GMT"}


def test_what_was_fetched_is_built(published: PublishersServer, raw: Path, tmp_path: Path) -> None:
    assert main(["fetch", "ons_drug_deaths", "--raw", str(raw), "--base-url", f"ons={published.url}"]) == 0
    (file,) = survey(raw, all_sources())
    assert (file.origin, file.publisher) == ("published", "Office for National Statistics")
    assert (file.address, file.retrieved_on) == (f"{published.url}{FILE}", datetime.now(UTC).date())
    marts = tmp_path / "marts.duckdb"
    assert main(["build", "--raw", str(raw), "--marts", str(marts), "--mode", "open"]) == 0


def test_requests_name_the_project_and_carry_no_cookies(published: PublishersServer, run: Run) -> None:
    run()
    run()
    assert len(published.asked) == 6
    for _, headers in published.asked:
        assert headers["user-agent"] == f"fair-treatment/{importlib.metadata.version('fair-treatment')}"
        assert "cookie" not in headers


class TestAgain:
    """What is here already is not sent again, and what is here is never lost to what is worse."""

    def test_an_unchanged_file_is_not_sent(self, published: PublishersServer, run: Run, raw: Path) -> None:
        run()
        before = everything(raw)
        (outcome,) = run()
        assert str(outcome) == f"ons_drug_deaths/{NAME}: unchanged."
        assert everything(raw) == before
        sent = published.headers_of(FILE)
        assert sent["if-none-match"] == origin_of(raw)["fetched"][NAME]["etag"]
        assert sent["if-modified-since"] == "Wed, 03 Aug 2022 08:30:00 GMT"

    def test_a_publisher_without_etags_is_compared_by_hash(
        self, published: PublishersServer, run: Run, raw: Path
    ) -> None:
        published.gives_etags = False
        run()
        before = everything(raw)
        (outcome,) = run()
        assert outcome.what == "unchanged"
        assert everything(raw) == before
        assert not {"etag", "last_modified"} & origin_of(raw)["fetched"][NAME].keys()

    def test_a_file_that_is_not_the_recorded_one_is_fetched_unconditionally(
        self, published: PublishersServer, run: Run, raw: Path, deaths: bytes
    ) -> None:
        run()
        (raw / "ons_drug_deaths" / NAME).write_bytes(b"edited")
        (outcome,) = run()
        assert outcome.what == "fetched"
        assert "if-none-match" not in published.headers_of(FILE)
        assert (raw / "ons_drug_deaths" / NAME).read_bytes() == deaths

    def test_a_file_recorded_from_another_address_is_fetched_unconditionally(
        self, published: PublishersServer, run: Run, raw: Path
    ) -> None:
        run()
        path = raw / "ons_drug_deaths" / "ORIGIN.toml"
        path.write_text(path.read_text(encoding="utf-8").replace(published.url, "https://www.ons.gov.uk"))
        run()
        assert "if-none-match" not in published.headers_of(FILE)

    def test_a_condition_that_cannot_be_sent_is_left_out(
        self, published: PublishersServer, run: Run, raw: Path
    ) -> None:
        run()
        path = raw / "ons_drug_deaths" / "ORIGIN.toml"
        path.write_text(re.sub("etag = .*", 'etag = "é"', path.read_text(encoding="utf-8")), encoding="utf-8")
        (outcome,) = run()
        assert outcome.what == "unchanged"
        assert "if-none-match" not in published.headers_of(FILE)

    def test_an_etag_that_cannot_be_written_down_is_not(
        self, published: PublishersServer, run: Run, raw: Path, deaths: bytes
    ) -> None:
        published.misbehave(FILE, body_of(deaths, ETag='"\xe9"'))
        run()
        assert "etag" not in origin_of(raw)["fetched"][NAME]

    def test_a_304_that_was_not_asked_for_is_refused(self, published: PublishersServer, run: Run) -> None:
        published.misbehave(FILE, status(304))
        (outcome,) = run()
        assert "answered 304 Not Modified" in outcome.words

    def test_a_corrected_file_takes_the_place_of_its_name(
        self, published: PublishersServer, run: Run, raw: Path, other_deaths: bytes
    ) -> None:
        run()
        published.pages[FILE] = other_deaths
        (outcome,) = run()
        assert outcome.what == "fetched"
        assert (raw / "ons_drug_deaths" / NAME).read_bytes() == other_deaths
        assert list(origin_of(raw)["files"].values()) == [file_hash(raw / "ons_drug_deaths" / NAME)]
        assert len(survey(raw, all_sources())) == 1

    def test_another_edition_stands_beside_the_old_one(
        self, published: PublishersServer, run: Run, raw: Path, other_deaths: bytes
    ) -> None:
        run()
        old = origin_of(raw)
        published.publish_ons(DEATHS, {"current": {"2024localauthorities.xlsx": other_deaths}})
        (outcome,) = run()
        assert outcome.what == "fetched"
        new = origin_of(raw)
        assert new["files"].items() > old["files"].items()
        assert new["fetched"].items() > old["fetched"].items()
        assert len(survey(raw, all_sources())) == 2


class TestOriginToml:
    WRITTEN = """# from the year before
origin = "published"
publisher = "ONS"   # as they call themselves

[files]   # checked by two people
"2021localauthorities.xlsx" = "{}"  # the older layout
"""

    @pytest.fixture
    def folder(self, raw: Path, other_deaths: bytes) -> Path:
        """A folder with a file put in by hand, and what a person wrote of it."""
        folder = raw / "ons_drug_deaths"
        folder.mkdir(parents=True)
        path = folder / "2021localauthorities.xlsx"
        path.write_bytes(other_deaths)
        (folder / "ORIGIN.toml").write_text(self.WRITTEN.format(file_hash(path)), encoding="utf-8")
        return folder

    def test_keeps_every_line_of_others(
        self, published: PublishersServer, run: Run, raw: Path, folder: Path, other_deaths: bytes
    ) -> None:
        before = [line for line in (folder / "ORIGIN.toml").read_text(encoding="utf-8").splitlines() if line]
        run()
        published.pages[FILE] = other_deaths
        (outcome,) = run()
        assert outcome.what == "fetched"
        after = (folder / "ORIGIN.toml").read_text(encoding="utf-8")
        assert [line for line in after.splitlines() if line in before] == before
        assert "\n\n\n" not in after
        by_hand, fetched = survey(raw, all_sources())
        assert (by_hand.address, by_hand.retrieved_on) == ("", None)
        assert (fetched.address, fetched.publisher) == (f"{published.url}{FILE}", "ONS")

    def test_a_file_put_back_by_hand_is_not_said_to_be_fetched(
        self, published: PublishersServer, run: Run, raw: Path
    ) -> None:
        run()
        path = raw / "ons_drug_deaths" / "ORIGIN.toml"
        path.write_text(re.sub(r"\[files\]\n.*\n", "", path.read_text(encoding="utf-8")), encoding="utf-8")
        (file,) = survey(raw, all_sources())
        assert (file.address, file.retrieved_on) == (f"https://www.ons.gov.uk{DEATHS}", None)

    @pytest.mark.parametrize("origin", ["synthetic", "local_return", "project"])
    def test_that_tells_of_other_files_keeps_published_ones_out(
        self, published: PublishersServer, run: Run, raw: Path, folder: Path, origin: str
    ) -> None:
        (folder / "ORIGIN.toml").write_text(f'origin = "{origin}"', encoding="utf-8")
        before = everything(raw)
        (outcome,) = run()
        assert outcome.of == "ons_drug_deaths"
        assert f"says that what lies there is {origin}; what is fetched is published" in outcome.words
        assert everything(raw) == before
        assert published.asked == []

    @pytest.mark.parametrize(
        "told",
        [
            'files = { "a.xlsx" = "0" }',
            '[files]\n"2023localauthorities.xlsx" = """\n0"""',
            '[fetched."2023localauthorities.xlsx"]\naddress = """\n[x"""\nretrieved_at = 2024-01-01T00:00:00Z',
        ],
    )
    def test_that_cannot_be_added_to_is_left_as_it_is(
        self, published: PublishersServer, run: Run, raw: Path, folder: Path, told: str
    ) -> None:
        (folder / "ORIGIN.toml").write_text(f'origin = "published"\n{told}\n', encoding="utf-8")
        before = everything(raw)
        (outcome,) = run()
        assert "is written in a way that a line for 2023localauthorities.xlsx cannot be put into" in outcome.words
        assert everything(raw) == before

    @pytest.mark.parametrize(
        "told",
        [
            "fetched = 1",
            '[fetched]\n"a.csv" = 1',
            '[fetched."a.csv"]\naddress = "x"',
            '[fetched."a.csv"]\nretrieved_at = 2024-01-01T00:00:00Z',
            '[fetched."a.csv"]\naddress = "x"\nretrieved_at = 2024-01-01',
            '[fetched."a.csv"]\naddress = "x"\nretrieved_at = 2024-01-01T00:00:00Z\netag = 1',
        ],
    )
    def test_that_tells_of_a_fetch_in_another_way_is_refused(self, raw: Path, folder: Path, told: str) -> None:
        (folder / "ORIGIN.toml").write_text(f'origin = "published"\n{told}\n', encoding="utf-8")
        with pytest.raises(Refused, match=r'expected under \[fetched\."name\.csv"\] its address, and retrieved_at'):
            survey(raw, all_sources())


class TestTrouble:
    """Trouble that passes is waited for; other trouble is told. Either way the old file stays as it was."""

    @pytest.mark.parametrize(
        "faults",
        [
            [status(500), status(500)],
            [status(429, Retry_After="0"), status(503, Retry_After="Wed, 03 Aug 2022 08:30:00 GMT")],
            [status(502, Retry_After="soon"), status(504)],
            [truncated, truncated],
            [dropped, dropped, dropped, dropped],
        ],
        ids=["500 twice", "429 and 503", "502 and 504", "truncated twice", "dropped four times"],
    )
    def test_that_passes_is_waited_for(self, published: PublishersServer, run: Run, faults: list[Fault]) -> None:
        published.misbehave(FILE, *faults, fine)
        (outcome,) = run()
        assert outcome.what == "fetched"
        assert published.times(FILE) == len(faults) + 1

    def test_is_waited_for_as_long_as_the_publisher_asks(self, published: PublishersServer, run: Run) -> None:
        published.misbehave(FILE, status(429, Retry_After="1"), fine)
        begun = time.monotonic()
        (outcome,) = run(longest_wait_seconds=2)
        assert outcome.what == "fetched"
        assert time.monotonic() - begun >= 1

    @pytest.mark.parametrize(
        ("fault", "tries", "words"),
        [
            (status(500), 5, "answered 500 Internal Server Error. Try again later."),
            (truncated, 5, "127.0.0.1 could not be asked, or broke off (peer closed connection"),
            (dropped, 5, "127.0.0.1 could not be asked, or broke off (Server disconnected"),
            (status(404), 1, "answered 404 Not Found. It may have been moved or withdrawn"),
            (status(403), 1, "answered 403 Forbidden"),
            (status(301), 1, "answered 301 Moved Permanently"),
            (status(429, Retry_After="3600"), 1, "asks not to be asked again for 3,600 seconds"),
            (
                status(503, Retry_After=format_datetime(datetime.now(UTC) + timedelta(days=1), usegmt=True)),
                1,
                "asks not to be asked again for 86,",
            ),
            (body_of(b"<!DOCTYPE html><p>Sorry"), 1, "answered with a web page ('text/html'); expected a workbook"),
            (body_of(b"\xef\xbb\xbf <html>"), 1, "answered with a web page"),
            (body_of(b"", "text/plain"), 1, "answered with nothing ('text/plain'); expected a workbook"),
            (body_of(b"a,b\n1,2\n", "text/csv"), 1, "answered with something else ('text/csv'); expected a workbook"),
            (redirect(FILE), 1 + MOST_REDIRECTS, "redirects more than 5 times"),
            (redirect("http://127.0.0.1:x/"), 5, "or broke off (Invalid URL in location header: Invalid port: 'x'.)"),
            (redirect("ftp://127.0.0.1/x"), 1, "ons redirects to ftp://127.0.0.1, which was not asked"),
        ],
    )
    def test_that_stays_is_told(
        self,
        published: PublishersServer,
        run: Run,
        raw: Path,
        other_deaths: bytes,
        fault: Fault,
        tries: int,
        words: str,
    ) -> None:
        run()
        before = everything(raw)
        published.pages[FILE] = other_deaths
        asked = published.times(FILE)
        published.misbehave(FILE, fault)
        (outcome,) = run()
        assert outcome.what == "not fetched"
        assert words in outcome.words
        assert published.times(FILE) - asked == tries
        assert everything(raw) == before

    def test_slowness_has_an_end(self, published: PublishersServer, run: Run, raw: Path) -> None:
        published.misbehave(FILE, drip)
        begun = time.monotonic()
        (outcome,) = run(file_seconds=0.3)
        assert time.monotonic() - begun < 3
        assert "was still sending after 0 seconds" in outcome.words
        assert published.times(FILE) == 1
        assert not raw.exists() or everything(raw) == {}

    def test_silence_has_an_end(self, published: PublishersServer, run: Run) -> None:
        published.misbehave(FILE, lambda _: time.sleep(0.5))
        (outcome,) = run(read_seconds=0.1, tries=2)
        assert "could not be asked, or broke off (timed out)" in outcome.words
        assert published.times(FILE) == 2

    def test_waiting_has_an_end(self, published: PublishersServer, run: Run) -> None:
        published.misbehave(FILE, status(503))
        run(first_wait_seconds=10, longest_wait_seconds=60, file_seconds=5)
        assert published.times(FILE) == 1  # the next try would have been too late

    @pytest.mark.parametrize("announced", [True, False])
    def test_a_file_over_the_limit_is_not_kept(
        self, published: PublishersServer, run: Run, raw: Path, deaths: bytes, announced: bool
    ) -> None:
        if not announced:
            published.misbehave(FILE, body_of(deaths))
        (outcome,) = run(limit_bytes=len(deaths) - 1)
        assert "is larger than 0.0 MB. If that is right, allow more with --limit-mb" in outcome.words
        assert everything(raw) == {}
        (outcome,) = run(limit_bytes=len(deaths))
        assert outcome.what == "fetched"

    def test_a_publisher_that_is_not_there_is_told(self, raw: Path) -> None:
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))  # and nobody listens
            stand_ins = {"ons": f"http://127.0.0.1:{taken.getsockname()[1]}"}
            (outcome,) = fetch([], raw, [ons_drug_deaths.SOURCE], stand_ins, HASTY)
        assert outcome.of == "ons_drug_deaths"
        assert "127.0.0.1 could not be asked" in outcome.words
        assert not (raw / "ons_drug_deaths").exists()

    def test_of_one_file_does_not_keep_the_next(
        self, published: PublishersServer, run: Run, raw: Path, deaths: bytes, other_deaths: bytes
    ) -> None:
        published.publish_ons(DEATHS, {"current": {"a.xlsx": b"", NAME: deaths, "z.xlsx": other_deaths}})
        published.misbehave(FILE, status(404))
        assert [outcome.what for outcome in run()] == ["not fetched", "not fetched", "fetched"]
        assert [path.name for path in sorted((raw / "ons_drug_deaths").iterdir())] == ["ORIGIN.toml", "z.xlsx"]


class TestSetAside:
    """A file that cannot be read is kept aside with the reason, and the old one stays."""

    @pytest.fixture
    def another(self, tmp_path: Path) -> bytes:
        """A workbook, of something else."""
        return write_deaths(tmp_path / "x.xlsx", names={"Table 8": "Table VIII"}).read_bytes()

    def test_with_the_reason(
        self, published: PublishersServer, run: Run, raw: Path, another: bytes, tmp_path: Path
    ) -> None:
        run()
        before = everything(raw)
        published.pages[FILE] = another
        (outcome,) = run()
        aside = raw / ".set_aside" / "ons_drug_deaths" / NAME
        assert str(outcome).startswith(
            f"ons_drug_deaths/{NAME}: set aside as {aside}; what was there stays. It cannot be read: {NAME} has no "
            "sheet named Table 8;"
        )
        assert not outcome.is_well
        reason = aside.with_name(f"{NAME}.reason.txt").read_text(encoding="utf-8")
        assert reason.startswith(f"{NAME} has no sheet named Table 8;")
        assert f"Fetched from {published.url}{FILE}\n" in reason
        assert aside.read_bytes() == another
        assert {name: held for name, held in everything(raw).items() if ".set_aside" not in name} == before
        assert len(survey(raw, all_sources())) == 1

    def test_and_is_kept_once_however_often_it_is_fetched(
        self, published: PublishersServer, run: Run, raw: Path, another: bytes
    ) -> None:
        published.pages[FILE] = another
        assert [run()[0].what, run()[0].what] == ["set aside", "set aside"]
        assert len(everything(raw)) == 2
        assert not (raw / "ons_drug_deaths").exists()

    def test_when_it_is_no_workbook_at_all(self, published: PublishersServer, run: Run) -> None:
        published.pages[FILE] = b"PK\x03\x04 and then nothing"
        (outcome,) = run()
        assert "cannot be opened as a workbook" in outcome.words

    def test_when_the_reader_stumbles(self, tmp_path: Path) -> None:
        def stumbles(path: Path) -> TextTable:
            raise IndexError("a cell of the file")

        with pytest.raises(Refused) as refused:
            parses(replace(ons_drug_deaths.SOURCE, read=stumbles), tmp_path / NAME)
        assert str(refused.value) == (
            f"{NAME}: the reader of ons_drug_deaths stopped (IndexError). "
            "Expected Deaths related to drug poisoning by local authority, England and Wales."
        )

    def test_when_it_holds_no_rows(self, tmp_path: Path) -> None:
        empty = replace(ons_drug_deaths.SOURCE, read=lambda _: TextTable(pl.DataFrame()))
        with pytest.raises(Refused, match=f"{NAME} has a header and no rows"):
            parses(empty, tmp_path / NAME)

    @pytest.mark.parametrize(
        ("body", "reason"),
        [
            ("Quarter,Median\n2023Q2,5\n", "it lacks Measure"),
            (HEADERS, "has a header and no rows"),
            (HEADERS.replace(",", ";"), "separated by semicolons"),
        ],
    )
    def test_as_a_csv_when_its_header_is_another(
        self, server: PublishersServer, run: Run, body: str, reason: str
    ) -> None:
        for resource in all_recipes()["phs_waiting_times"].find["resources"]:
            server.publish_scotland(resource, f"{resource[:8]}.csv", body.encode())
        outcomes = run(sources=[SCOTTISH])
        assert [outcome.what for outcome in outcomes] == ["set aside", "set aside"]
        assert reason in outcomes[0].words
        assert ".building-" not in outcomes[0].words


class TestStopped:
    """Stopped on the way, nothing is left."""

    def test_by_hand(self, published: PublishersServer, raw: Path) -> None:
        def stop(what: str, here: int, of_all: int) -> None:
            if here:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            fetch([], raw, [ons_drug_deaths.SOURCE], {"ons": published.url}, HASTY, stop)
        assert everything(raw) == {}

    def test_as_a_command(self, published: PublishersServer, raw: Path) -> None:
        published.misbehave(FILE, drip)
        with subprocess.Popen(
            [sys.executable, "-m", "pipelines", *command(raw, "ons_drug_deaths", ons=published.url)],
            stderr=subprocess.PIPE,
            text=True,
            cwd=PACKAGE.parent,
        ) as process:
            assert process.stderr
            until(lambda: any((raw / "ons_drug_deaths").glob(f".building-*/{NAME}")))
            process.send_signal(signal.SIGINT)
            assert process.stderr.read() == (
                "Refused. Stopped by hand; files fetched before stay, nothing is left of the one on its way.\n"
            )
        assert process.returncode == 1
        assert everything(raw) == {}

    def test_and_killed_what_it_left_is_removed_by_the_next(
        self, published: PublishersServer, run: Run, raw: Path
    ) -> None:
        left = raw / "ons_drug_deaths" / ".building-left"
        left.mkdir(parents=True)
        (left / "lock").touch()
        run()
        assert not left.exists()


def until(true: Callable[[], bool]) -> None:
    """Wait for something another process does."""
    for _ in range(1000):
        if true():
            return
        time.sleep(0.01)
    raise AssertionError("it never happened")


def command(raw: Path, *names: str, **stand_ins: str) -> list[str]:
    given = [word for name, url in stand_ins.items() for word in ("--base-url", f"{name}={url}")]
    return ["fetch", *names, "--raw", str(raw), *given]


class TestHosts:
    """Nobody is asked but the publisher."""

    def test_a_redirect_to_another_host_is_never_followed(self, published: PublishersServer, run: Run) -> None:
        with publishers_server() as elsewhere:
            published.misbehave(FILE, redirect(f"{elsewhere.url}{FILE}"))
            (outcome,) = run()
            assert elsewhere.asked == []
        assert f"ons redirects to {elsewhere.url}, which was not asked: only {published.url} may be" in outcome.words

    def test_a_redirect_to_the_publisher_itself_leaves_its_stand_in(
        self, published: PublishersServer, run: Run
    ) -> None:
        published.misbehave(FILE, redirect(f"https://www.ons.gov.uk{FILE}"))
        (outcome,) = run()
        assert "ons redirects to https://www.ons.gov.uk, which was not asked" in outcome.words

    def test_a_redirect_within_the_publisher_is_followed(
        self, published: PublishersServer, run: Run, deaths: bytes
    ) -> None:
        published.pages["/files/moved.xlsx"] = deaths
        published.misbehave(FILE, redirect("/files/moved.xlsx"))
        (outcome,) = run()
        assert outcome.what == "fetched"
        run()
        assert "if-none-match" in published.headers_of("/files/moved.xlsx")

    def test_a_file_named_on_another_host_is_never_asked_for(self, server: PublishersServer, run: Run) -> None:
        for resource in all_recipes()["phs_waiting_times"].find["resources"]:
            url = "https://storage.example.org/waits.csv"
            server.publish_json(f"/api/3/action/resource_show?id={resource}", {"result": {"url": url}})
        outcomes = run(sources=[SCOTTISH])
        assert [outcome.of for outcome in outcomes] == ["phs_waiting_times/waits.csv"] * 2
        assert "opendata_scot names a file at https://storage.example.org, which was not asked" in outcomes[0].words

    @pytest.mark.parametrize(
        ("given", "asked"),
        [
            ("/api/search.json?q=a", "https://www.gov.uk/api/search.json?q=a"),
            ("https://www.gov.uk/a", "https://www.gov.uk/a"),
            ("https://www.gov.uk:443/a", "https://www.gov.uk/a"),
            ("https://assets.publishing.service.gov.uk/media/x.ods",) * 2,
        ],
    )
    def test_a_publishers_own_are_asked(self, given: str, asked: str) -> None:
        assert str(all_publishers()["gov_uk"].locate(given)) == asked

    @pytest.mark.parametrize(
        "given",
        [
            "http://www.gov.uk/a",
            "https://gov.uk/a",
            "//example.org/a",
            "https://www.gov.uk.example.org/a",
            "https://www.gov.uk@example.org/a",
            "https://name:word@www.gov.uk/a",
            "https://www.gov.uk:8443/a",
            "https://127.0.0.1/a",
            "file:///etc/passwd",
            "https://www.gov.uk:port/a",
            "https://[",
        ],
    )
    def test_no_other_is(self, given: str) -> None:
        publisher = all_publishers()["gov_uk"]
        for refused in (publisher, replace(publisher, stand_in="http://127.0.0.1:1")):
            with pytest.raises(Refused):
                refused.locate(given)
            with pytest.raises(Refused):
                refused.redirected(httpx.URL("https://www.gov.uk/"), given)

    def test_a_stand_in_may_have_a_path_of_its_own(self) -> None:
        publisher = replace(all_publishers()["gov_uk"], stand_in="https://mirror.example.org/gov/")
        assert str(publisher.locate("/api/content/a?b=c")) == "https://mirror.example.org/gov/api/content/a?b=c"
        assert str(publisher.locate("https://mirror.example.org/x")) == "https://mirror.example.org/x"


class TestFinding:
    """What each publisher has, in the layouts of its interface."""

    @pytest.fixture
    def find(self, server: PublishersServer) -> Callable[[str], list[Wanted]]:
        def find(source: str) -> list[Wanted]:
            recipe = all_recipes()[source]
            publisher = replace(all_publishers()[recipe.publisher], stand_in=server.url)
            with Asking(publisher, HASTY) as asking:
                return publisher.find(recipe.find, asking.json)

        return find

    SEARCH = "substance+misuse+treatment+for+adults+statistics"
    TITLE = "Substance misuse treatment for adults: statistics 20{} to 20{}"

    def test_adult_tables(self, server: PublishersServer, find: Callable[[str], list[Wanted]]) -> None:
        years = {self.TITLE.format(y, y + 1): {f"adults-{y}.ods": b"", "annex.pdf": b""} for y in (24, 18, 22)}
        young = {"Substance misuse treatment for young people: statistics 2024 to 2025": {"young.ods": b""}}
        server.publish_gov_uk(self.SEARCH, years | young)
        wanted = find("ohid_adult_tables")
        assert [file.name for file in wanted] == ["adults-24.ods", "adults-22.ods", "adults-18.ods"]
        assert all(file.address.startswith("https://assets.publishing.service.gov.uk/media/") for file in wanted)

    def test_adult_tables_of_six_years_at_most(
        self, server: PublishersServer, find: Callable[[str], list[Wanted]]
    ) -> None:
        server.publish_gov_uk(self.SEARCH, {self.TITLE.format(y, y + 1): {f"{y}.ods": b""} for y in range(10, 25)})
        assert [file.name for file in find("ohid_adult_tables")] == [f"{y}.ods" for y in (24, 23, 22, 21, 20, 19)]

    def test_adult_tables_in_two_formats_once(
        self, server: PublishersServer, find: Callable[[str], list[Wanted]]
    ) -> None:
        server.publish_gov_uk(self.SEARCH, {self.TITLE.format(18, 19): {"a.ods": b"", "a.xlsx": b"", "b.XLSX": b""}})
        assert [file.name for file in find("ohid_adult_tables")] == ["a.ods", "b.XLSX"]

    def test_adult_tables_of_one_name_are_told_apart(
        self, server: PublishersServer, find: Callable[[str], list[Wanted]]
    ) -> None:
        years = {self.TITLE.format(y, y + 1): {"tables.ods": b"", f"{y}.ods": b""} for y in (23, 24)}
        server.publish_gov_uk(self.SEARCH, years)
        assert [file.name for file in find("ohid_adult_tables")] == [
            "substance-misuse-treatment-for-adults-statistics-2024-to-2025-tables.ods",
            "24.ods",
            "substance-misuse-treatment-for-adults-statistics-2023-to-2024-tables.ods",
            "23.ods",
        ]

    @pytest.mark.parametrize(
        ("publications", "more", "words"),
        [
            ({}, {}, "GOV.UK's search finds no publication titled like"),
            ({"Alcohol": {"a.ods": b""}}, {}, "GOV.UK's search finds no publication titled like"),
            ({TITLE.format(24, 25): {"a.ods": b""}}, {"link": "https://example.org"}, "search finds no publication"),
            ({TITLE.format(24, 25): {"a.pdf": b""}}, {}, "none has an attachment like"),
        ],
    )
    def test_adult_tables_that_are_not_there(
        self,
        server: PublishersServer,
        find: Callable[[str], list[Wanted]],
        publications: Mapping[str, Mapping[str, bytes]],
        more: Mapping[str, str],
        words: str,
    ) -> None:
        server.publish_gov_uk(self.SEARCH, publications, **more)
        with pytest.raises(Refused, match=words):
            find("ohid_adult_tables")

    def test_opiate_and_crack_prevalence(self, server: PublishersServer, find: Callable[[str], list[Wanted]]) -> None:
        title = "Opiate and crack cocaine use: prevalence estimates"
        publications = {
            f"{title} by local area": {"old.xlsx": b""},
            f"{title} 2022 to 2023": {"OCU-2022-to-2023.ods": b""},
            title: {"OCU-2018-2019.ods": b"", "OCU-2019-2020.ods": b""},
        }
        server.publish_gov_uk("opiate+and+crack+cocaine+use+prevalence+estimates", publications)
        assert [file.name for file in find("opiate_crack_prevalence")] == [
            "OCU-2022-to-2023.ods",
            "OCU-2018-2019.ods",
            "OCU-2019-2020.ods",
        ]

    def test_alcohol_prevalence(self, server: PublishersServer, find: Callable[[str], list[Wanted]]) -> None:
        publications = {"Alcohol dependence prevalence in England": {"Alcohol-dependence.csv": b""}}
        server.publish_gov_uk("alcohol+dependence+prevalence+in+England", publications)
        assert [file.name for file in find("alcohol_prevalence")] == ["Alcohol-dependence.csv"]

    def test_drug_deaths(self, published: PublishersServer, find: Callable[[str], list[Wanted]]) -> None:
        assert find("ons_drug_deaths") == [Wanted(NAME, FILE)]

    def test_national_deaths(self, server: PublishersServer, find: Callable[[str], list[Wanted]]) -> None:
        drugs, alcohol = (dataset["path"] for dataset in all_recipes()["ons_deaths_national"].find["datasets"])
        server.publish_ons(drugs, {"current": {"2023registrations.xlsx": b"", "notes.pdf": b""}})
        server.publish_ons(alcohol, {"current": {"alcohol specific deaths.xlsx": b""}})
        assert find("ons_deaths_national") == [
            Wanted("2023registrations.xlsx", f"/file?uri={drugs}/current/2023registrations.xlsx"),
            Wanted("alcohol specific deaths.xlsx", f"/file?uri={alcohol}/current/alcohol%20specific%20deaths.xlsx"),
        ]

    def test_population(self, server: PublishersServer, find: Callable[[str], list[Wanted]]) -> None:
        (dataset,) = all_recipes()["ons_population"].find["datasets"]
        editions = {f"mid20{y}": {f"mye{y}.xlsx": b"", f"mye{y}.zip": b""} for y in (24, 19, 20, 21, 22, 23)}
        more = {"mid2011tomid2024detailedtimeseries": {"myeb.xlsx": b""}}
        server.publish_ons(dataset["path"], editions | more)
        assert [file.name for file in find("ons_population")] == [f"mye{y}.xlsx" for y in (20, 21, 22, 23, 24)]

    def test_a_dataset_without_a_workbook(self, server: PublishersServer, find: Callable[[str], list[Wanted]]) -> None:
        server.publish_ons(DEATHS, {"current": {"notes.pdf": b""}})
        with pytest.raises(Refused, match=r"ONS lists no file like .* in an edition like 'current' of /people"):
            find("ons_drug_deaths")

    def test_fingertips(self, server: PublishersServer, find: Callable[[str], list[Wanted]]) -> None:
        wanted = find("fingertips")
        assert len({file.name for file in wanted}) == len(wanted) == 15
        assert wanted[0] == Wanted(
            "indicator_92432_area_type_502.csv",
            "/api/all_data/csv/by_indicator_id?indicator_ids=92432&child_area_type_id=502&parent_area_type_id=6",
        )
        assert server.asked == []

    def test_a_fingertips_file_lies_where_it_is_asked_for(self, server: PublishersServer, run: Run, raw: Path) -> None:
        for wanted in all_publishers()["fingertips"].find(all_recipes()["fingertips"].find, lambda _: None):
            _, indicator, *_, area_type = wanted.name.removesuffix(".csv").split("_")
            server.publish_fingertips(int(indicator), int(area_type), HEADERS.encode() + b"2023Q2,A,Number\n")
        outcomes = run(sources=[replace(SCOTTISH, name="fingertips")])
        assert {outcome.what for outcome in outcomes} == {"fetched"}
        assert len(origin_of(raw, "fingertips")["files"]) == 15

    def test_scottish_waits(self, server: PublishersServer, run: Run, raw: Path) -> None:
        resources = all_recipes()["phs_waiting_times"].find["resources"]
        for resource, name in zip(resources, ("completedwaits-31-12-2024.csv", "ongoing.csv"), strict=True):
            server.publish_scotland(resource, name, HEADERS.encode() + b"2023Q2,NHS Fife,Number\n")
        outcomes = run(sources=[SCOTTISH])
        assert [outcome.what for outcome in outcomes] == ["fetched", "fetched"]
        assert set(origin_of(raw, SCOTTISH.name)["files"]) == {"completedwaits-31-12-2024.csv", "ongoing.csv"}
        assert origin_of(raw, SCOTTISH.name)["attribution"].startswith("Contains public sector information from Public")

    @pytest.mark.parametrize("body", [b"a,b\n", b"<p>Sorry", b"{", b"\xff"])
    def test_what_is_no_json(self, server: PublishersServer, run: Run, body: bytes) -> None:
        server.misbehave(f"{DEATHS}/data", body_of(body))
        (outcome,) = run()
        assert "answered with something that is no JSON" in outcome.words

    @pytest.mark.parametrize("told", [[], {}, {"datasets": 1}, {"datasets": [{}]}, {"datasets": [{"uri": 1}]}, None])
    def test_another_layout(self, server: PublishersServer, run: Run, told: Any) -> None:
        server.publish_json(f"{DEATHS}/data", told)
        (outcome,) = run()
        assert outcome.of == "ons_drug_deaths"
        assert "ons answered in a layout that is not known here" in outcome.words
        assert f"Download the files from https://www.ons.gov.uk{DEATHS} and put them in by hand" in outcome.words

    @pytest.mark.parametrize("name", ["../x.xlsx", ".x.xlsx", "a/b.xlsx", "x\n.xlsx", "é.xlsx", f"{'x' * 200}.xlsx"])
    def test_a_name_that_is_no_plain_files(self, server: PublishersServer, run: Run, raw: Path, name: str) -> None:
        server.publish_ons(DEATHS, {"current": {name: b"", "x.xlsx": b""}})
        outcomes = run()
        assert len([outcome for outcome in outcomes if "The publisher calls the file" in outcome.words]) == (
            1 if "\n" not in name else 0  # a name over two lines is like no file that is looked for
        )
        assert everything(raw.parent) == {}

    def test_a_name_no_build_would_read(self, published: PublishersServer, run: Run) -> None:
        (outcome,) = run(sources=[replace(ons_drug_deaths.SOURCE, patterns=("*.csv", "*.txt"))])
        assert f"The publisher calls the file '{NAME}'; ons_drug_deaths reads *.csv or *.txt" in outcome.words
        assert published.times(FILE) == 0


class TestRecipes:
    @pytest.mark.parametrize("recipe", all_recipes().values(), ids=lambda recipe: recipe.source)
    def test_are_for_a_source(self, recipe: Recipe) -> None:
        assert recipe.source in {source.name for source in all_sources()}

    @pytest.mark.parametrize("recipe", all_recipes().values(), ids=lambda recipe: recipe.source)
    def test_name_a_publisher_a_licence_and_what_it_asks_for(self, recipe: Recipe) -> None:
        all_publishers()[recipe.publisher].locate(recipe.page)
        assert recipe.licence == "Open Government Licence v3.0"
        assert "licensed under the Open Government Licence v3.0." in recipe.attribution

    @pytest.mark.parametrize("publisher", all_publishers().values(), ids=lambda publisher: publisher.name)
    def test_every_publisher_is_somebodys(self, publisher: Publisher) -> None:
        assert publisher.name in {recipe.publisher for recipe in all_recipes().values()}
        assert httpx.URL(publisher.home).host in publisher.hosts


class TestCommand:
    def test_says_a_sentence_for_each_file_and_ends_with_nought(
        self, published: PublishersServer, raw: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        given = command(raw, "ons_drug_deaths", "ons_drug_deaths", ons=published.url)
        assert (main(given), main(given)) == (0, 0)
        printed = capsys.readouterr()
        assert printed.err == ""
        assert re.sub(r"[\d.]+ MB", "n MB", printed.out).splitlines() == [
            f"ons_drug_deaths/{NAME}: fetched, n MB, from {published.url}{FILE}",
            f"ons_drug_deaths/{NAME}: unchanged.",
        ]

    def test_ends_with_one_when_a_file_is_lost(
        self, published: PublishersServer, raw: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        published.misbehave(FILE, status(404))
        assert main(command(raw, "ons_drug_deaths", ons=published.url)) == 1
        printed = capsys.readouterr()
        assert printed.out.startswith(f"ons_drug_deaths/{NAME}: not fetched. {published.url}{FILE} answered 404")
        assert printed.err == (
            "Refused. 1 of 1 could not be fetched, for the reasons above; the others are in place.\n"
        )

    def test_takes_no_more_than_the_limit(
        self, published: PublishersServer, raw: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main([*command(raw, "ons_drug_deaths", ons=published.url), "--limit-mb", "0.001"]) == 1
        assert "is larger than 0.0 MB" in capsys.readouterr().out

    @pytest.mark.parametrize("name", ["ndtms_records", "caseload_return", "ons_deaths"])
    def test_refuses_what_cannot_be_fetched(self, raw: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
        assert main(command(raw, "ons_drug_deaths", name)) == 1
        said = capsys.readouterr().err
        assert said.startswith(f"Refused. {name} cannot be fetched. What can: ")
        can, cannot = said.split(" The files of the others (")
        assert "ons_drug_deaths, ons_population" in can
        assert "caseload_return, " in cannot
        assert "ndtms_records" in cannot
        assert not raw.exists()

    def test_offers_only_what_has_a_reader(self, raw: Path) -> None:
        with pytest.raises(Refused, match=r"ons_population cannot be fetched\. What can: ons_drug_deaths\."):
            fetch(["ons_population"], raw, [ons_drug_deaths.SOURCE])

    @pytest.mark.parametrize(
        "wrong",
        [
            ["--base-url", "ons"],
            ["--base-url", "ons="],
            ["--base-url", "nhs=https://example.org"],
            ["--base-url", "ons=http://example.org"],
            ["--base-url", "ons=ftp://127.0.0.1"],
            ["--limit-mb", "0"],
            ["--limit-mb", "-1"],
            ["--limit-mb", "nan"],
            ["--limit-mb", "much"],
            ["--limit-mb", "100000"],
        ],
    )
    def test_wrong_usage_ends_with_two(self, raw: Path, wrong: list[str], capsys: pytest.CaptureFixture[str]) -> None:
        with pytest.raises(SystemExit) as ended:
            main([*command(raw), *wrong])
        assert ended.value.code == 2
        assert f"argument {wrong[0]}" in capsys.readouterr().err

    @pytest.mark.parametrize("url", ["https://mirror.example.org", "http://localhost:1", "http://[::1]:1"])
    def test_a_base_url_may_be_a_mirror_or_this_machine(self, raw: Path, url: str) -> None:
        assert main(command(raw, "caseload_return", ons=url)) == 1  # understood, and refused for the source

    def test_shows_a_bar_on_a_terminal(
        self,
        published: PublishersServer,
        raw: Path,
        capsys: pytest.CaptureFixture[str],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setenv("FORCE_COLOR", "1")
        assert main(command(raw, "ons_drug_deaths", ons=published.url)) == 0
        assert "━" in capsys.readouterr().err

    def test_is_not_loaded_by_other_commands(self) -> None:
        asked = "import sys, pipelines.__main__; print('httpx' in sys.modules or 'tenacity' in sys.modules)"
        ended = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
        assert ended.stdout == "False\n"
