"""What does not fit into memory is written encrypted, where only its owner can look; or it is not written at all."""

import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipelines import __main__ as command_line
from pipelines import warehouse
from pipelines.build import build
from pipelines.warehouse import Warehouse
from pipelines.workspace import PREFIX
from tests.builds import every_table, lay_records, people
from tests.desk import TODAY

MARKER = "UNMISTAKABLE-CLIENT"
TOO_LITTLE = "112MB"
"""Less than the records below need, and enough for the little that cannot be spilled."""
PEOPLE = 20_000
CHANGES_WITH_EVERY_BUILD = ("build",)

# Ways to need more memory than there is: a table, a sort, a join and groups of text.
GREEDY = {
    "table": "create table staging.t as from records",
    "sort": "create table staging.t as select * from records order by hash(client), client",
    "groups": "create table staging.t as select client, count(*) as n, min(more) as more from records group by client",
    "join": """
        create table staging.t as select a.client, b.more
        from records as a join (select client, more from records) as b using (client)
    """,
}


def spilled(folder: Path) -> dict[str, bytes]:
    """What lies in a build's spill folder now, by file."""
    return {path.name: path.read_bytes() for path in folder.rglob("spill/*") if path.is_file()}


def make_records(opened: Warehouse) -> None:
    """A view of half a million records, each with the marker."""
    opened.run(
        f"""
        create view staging.records as
        select '{MARKER}-' || n as client, hash(n)::varchar || '{MARKER}' as more from range(500000) as t (n)
        """
    )


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Records of more people than the little memory holds, each with the marker in its client reference."""
    folder = tmp_path_factory.mktemp("many") / "raw"
    lay_records(folder, [row | {"CLIENTID": f"{MARKER}-{row['SINITIAL']}"} for row in people(PEOPLE // 3, PEOPLE)])
    return folder


@pytest.fixture(autouse=True)
def two_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each thread needs memory of its own: the sizes here are those of a small machine, wherever the tests run."""
    configure(monkeypatch, threads=2)


@pytest.fixture
def encryption_turned_off(two_threads: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the tests would see if spills were not encrypted."""
    configure(monkeypatch, temp_file_encryption=False)


def configure(monkeypatch: pytest.MonkeyPatch, **settings: Any) -> None:
    """Let DuckDB be opened with other settings than the warehouse asks for."""
    connect: Callable[..., Any] = duckdb.connect

    def configured(*given: Any, config: dict[str, Any] | None = None, **more: Any) -> Any:
        # a published file is opened without settings of its own, and two openings of one file must agree
        return connect(*given, **({"config": config | settings} if config else {}), **more)

    monkeypatch.setattr(duckdb, "connect", configured)


@pytest.fixture
def without_the_extension(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(warehouse, "CIPHER", tmp_path / "no" / "httpfs.duckdb_extension")


@pytest.fixture
def any_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets the command line take a size of memory too small for anything but tests."""
    monkeypatch.setattr(command_line, "LEAST_MEMORY_MB", 1)


class TestAWarehouse:
    @pytest.mark.parametrize("greedy", GREEDY.values(), ids=GREEDY)
    def test_spills_nothing_that_can_be_read(self, tmp_path: Path, greedy: str) -> None:
        with Warehouse(tmp_path, "60MB") as opened:
            make_records(opened)
            most = self.most_spilled(opened, greedy)
        assert sum(map(len, most.values())) > 1_000_000
        assert [name for name, content in most.items() if MARKER.encode() in content] == []

    def test_would_spill_readably_without_encryption(self, tmp_path: Path, encryption_turned_off: None) -> None:
        """Otherwise the test above would prove nothing."""
        with Warehouse(tmp_path, "60MB") as opened:
            make_records(opened)
            most = self.most_spilled(opened, GREEDY["table"])
        assert any(MARKER.encode() in content for content in most.values())

    def most_spilled(self, opened: Warehouse, greedy: str) -> dict[str, bytes]:
        """Run something greedy and look at what lies there after it."""
        opened.run(greedy)
        # the table is larger than memory: what was spilled last is still there
        opened.run("create table staging.again as from staging.t")
        return spilled(opened.folder)

    def test_lets_only_its_owner_look(self, tmp_path: Path) -> None:
        with Warehouse(tmp_path):
            assert stat.S_IMODE((tmp_path / "spill").stat().st_mode) == 0o700

    def test_leaves_nothing_when_it_is_closed(self, tmp_path: Path) -> None:
        with Warehouse(tmp_path, "60MB") as opened:
            make_records(opened)
            assert self.most_spilled(opened, GREEDY["table"]) != {}
        assert spilled(tmp_path) == {}

    def test_fetches_no_extension_by_itself(self, tmp_path: Path) -> None:
        with Warehouse(tmp_path) as opened:
            settings = opened.rows(
                "select name, value from duckdb_settings() where name in "
                "('autoinstall_known_extensions', 'autoload_known_extensions', 'temp_file_encryption') order by name"
            )
        assert settings == [
            ("autoinstall_known_extensions", "false"),
            ("autoload_known_extensions", "false"),
            ("temp_file_encryption", "true"),
        ]

    def test_spills_nothing_without_the_extension(self, tmp_path: Path, without_the_extension: None) -> None:
        with Warehouse(tmp_path, "60MB") as opened:
            make_records(opened)
            with pytest.raises(duckdb.OutOfMemoryException):
                self.most_spilled(opened, GREEDY["table"])
            assert spilled(tmp_path) == {}


class Watched:
    """A build's progress, and what lay in its spill folder at each step."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.seen: list[dict[str, bytes]] = []

    def __call__(self, _: str) -> None:
        self.seen.append(spilled(self.folder))

    @property
    def bytes_seen(self) -> int:
        return sum(len(content) for step in self.seen for content in step.values())

    @property
    def steps_with_the_marker(self) -> int:
        return sum(any(MARKER.encode() in content for content in step.values()) for step in self.seen)


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Watched]:
    yield Watched(tmp_path)
    assert list(tmp_path.glob(f"{PREFIX}*")) == []


class TestABuild:
    def test_that_must_spill_writes_nothing_readable_and_counts_the_same(
        self, raw: Path, tmp_path: Path, watched: Watched
    ) -> None:
        build(raw, tmp_path / "little.duckdb", "restricted", today=TODAY, memory=TOO_LITTLE, tell=watched)
        assert watched.bytes_seen > 1_000_000, f"{TOO_LITTLE} is enough by now: the test needs less"
        assert watched.steps_with_the_marker == 0
        build(raw, tmp_path / "much.duckdb", "restricted", today=TODAY)
        little, much = (every_table(tmp_path / f"{name}.duckdb") for name in ("little", "much"))
        differing = [name for name in much if name not in CHANGES_WITH_EVERY_BUILD and little[name] != much[name]]
        assert differing == []

    def test_that_must_spill_would_be_read_without_encryption(
        self, raw: Path, tmp_path: Path, watched: Watched, encryption_turned_off: None
    ) -> None:
        build(raw, tmp_path / "marts.duckdb", "restricted", today=TODAY, memory=TOO_LITTLE, tell=watched)
        assert watched.steps_with_the_marker > 0

    def test_that_must_spill_and_may_not_stops_with_a_sentence(
        self,
        raw: Path,
        tmp_path: Path,
        watched: Watched,
        without_the_extension: None,
        any_memory: None,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        marts = tmp_path / "marts.duckdb"
        ended = command_line.main(
            ["build", "--raw", str(raw), "--marts", str(marts), "--mode", "restricted", "--memory", TOO_LITTLE]
        )
        printed = capsys.readouterr()
        assert ended == 1
        assert printed.err == (
            "Refused. There is not enough memory or disk space for this build; nothing was published. "
            "Free some, or give the build more with --memory 4GiB.\n"
        )
        assert MARKER not in printed.out
        assert not marts.exists()

    def test_without_the_extension_goes_well_where_memory_is_enough(
        self, raw: Path, tmp_path: Path, watched: Watched, without_the_extension: None
    ) -> None:
        build(raw, tmp_path / "marts.duckdb", "restricted", today=TODAY, tell=watched)
        assert watched.bytes_seen == 0
        assert (tmp_path / "marts.duckdb").exists()


def test_the_extension_is_installed_and_of_the_engines_version() -> None:
    """Without it a large build stops on this machine, and nobody would notice until then."""
    assert warehouse.CIPHER.is_file()
