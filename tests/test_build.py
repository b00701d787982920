"""A build publishes all or nothing, says what is empty, repeats itself, and leaves nothing of a person behind."""

import os
import resource
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import pipelines.checks
from pipelines import __version__
from pipelines.__main__ import main
from pipelines.build import MARTS, VIEWS, build, check, code_version
from pipelines.errors import Refused
from pipelines.sources.ndtms_records import SOURCE as NDTMS_RECORDS
from pipelines.warehouse import PACKAGE
from pipelines.workspace import PREFIX
from tests.builds import (
    Built,
    built,
    every_table,
    lay_deaths,
    lay_population,
    lay_records,
    lay_returns,
    people,
    query_of,
)
from tests.desk import TODAY
from tests.records import WOMAN, edition, write
from tests.returns import RETURN

COUNTED = ("indicator_value", "waiting_time", "womens_share", "share_change", "death_comparison")


LEEDS_AND_ENGLAND = {
    "Table 5": """
        E92000001 | B | ENGLAND | 60 2.0 . 1.5 2.5
        E08000035 | C | Leeds   | 31 3.0 . 2.1 4.2
    """
}


def lay_everything(raw: Path) -> Path:
    """A raw folder with something of every source, two record files among it."""
    lay_records(raw, people(12, 30) + people(3, 8, DRUG1="1011") + [WOMAN | {"SEX": "X"}])
    lay_records(raw, people(6, 6, DAT="", LA="00CX", DRUG1="5000") + people(2, 0, LA="", DAT="Z00B"), "b.csv")
    lay_returns(raw, [RETURN, RETURN | {"provider_code": "N0002", "active_clients": "-1"}])
    lay_deaths(raw, LEEDS_AND_ENGLAND)
    lay_population(raw, {"E08000035": 100, "E92000001": 4000})
    return raw


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A raw folder with something of every source; tests do not write to it."""
    return lay_everything(tmp_path_factory.mktemp("everything") / "raw")


@pytest.fixture(scope="module")
def whole(everything: Path, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Everything, built."""
    return built(everything, tmp_path_factory.mktemp("whole") / "marts.duckdb", "open")


class TestWhatIsThere:
    def test_with_every_source_nothing_is_empty(self, whole: Built) -> None:
        assert whole.report.empty == []
        assert [table for table in COUNTED if whole.rows(f"select count(*) from {table}") == [(0,)]] == ["share_change"]

    @pytest.mark.parametrize(
        ("lay", "filled", "empty"),
        [
            (
                lambda raw: lay_records(raw, [WOMAN]),
                ["indicator_value", "waiting_time", "womens_share"],
                [
                    "Empty for want of caseload_return: Overview: caseload",
                    "Empty for want of ons_drug_deaths: Overview: deaths",
                    "Empty for want of ons_population: ",
                ],
            ),
            (
                lambda raw: lay_returns(raw, [RETURN]),
                ["indicator_value"],
                [
                    "Empty for want of ons_drug_deaths: Overview: deaths",
                    "Empty for want of ndtms_records: ",
                    "Empty for want of ndtms_records and ons_population: ",
                ],
            ),
            (
                lambda raw: lay_deaths(raw, LEEDS_AND_ENGLAND),
                ["indicator_value", "death_comparison"],
                ["Empty for want of caseload_return: Overview: caseload", "Empty for want of ndtms_records: "],
            ),
            (
                lambda raw: lay_population(raw, {"E08000035": 100}),
                [],
                [
                    "Empty for want of caseload_return: Overview: caseload",
                    "Empty for want of ons_drug_deaths: Overview: deaths",
                    "Empty for want of ndtms_records: ",
                ],
            ),
        ],
        ids=["records", "returns", "deaths", "population"],
    )
    def test_with_one_source_the_rest_is_empty_and_said_to_be(
        self, tmp_path: Path, lay: Callable[[Path], Path], filled: list[str], empty: list[str]
    ) -> None:
        lay(tmp_path / "raw")
        alone = built(tmp_path / "raw", tmp_path / "marts.duckdb", "open")
        assert [table for table in COUNTED if alone.rows(f"select count(*) from {table}") != [(0,)]] == filled
        said = list(alone.report.lines())
        assert [sentence for sentence in empty if not any(line.startswith(sentence) for line in said)] == []
        check(alone.path)

    def test_every_table_is_there_and_no_other(self, whole: Built) -> None:
        tables = {name for (name,) in whole.rows("select table_name from duckdb_tables()")}
        views = {name for (name,) in whole.rows("select view_name from duckdb_views() where not internal")}
        assert (tables, views) == (set(MARTS) - set(VIEWS), set(VIEWS))

    def test_tables_keep_their_keys_and_say_what_they_are(self, whole: Built) -> None:
        silent = whole.rows("select table_name from duckdb_tables() where comment is null")
        assert silent == []
        assert whole.rows("select view_name from duckdb_views() where not internal and comment is null") == []
        keys = whole.rows(
            "select count(*) from duckdb_constraints() "
            "where constraint_type = 'PRIMARY KEY' "
            "and table_name in ('indicator_value', 'share_change')"
        )
        assert keys == [(2,)]

    def test_the_report_counts_the_rows_of_each_source(self, whole: Built) -> None:
        lines = list(whole.report.lines())
        assert "ndtms_records: 2 files, 68 rows read, 67 accepted, 1 rejected" in lines
        assert lines[-1] == f"Published {whole.path}"

    def test_the_build_says_what_it_counted(self, whole: Built) -> None:
        rows = whole.rows(
            "select source, rows_read, rows_accepted, rows_rejected from source_file order by source, file"
        )
        assert rows == [
            ("caseload_return", 2, 1, 1),
            ("ndtms_records", 54, 53, 1),
            ("ndtms_records", 14, 14, 0),
            ("ons_drug_deaths", 9, 9, 0),
            ("ons_population", 4, 4, 0),
        ]


class TestTheBuildItself:
    def test_says_when_by_what_and_how_it_was_made(self, whole: Built) -> None:
        ((built_at, version, mode, is_synthetic),) = whole.rows("select * from build")
        assert timedelta(0) <= datetime.now(UTC).replace(tzinfo=None) - built_at < timedelta(hours=1)
        assert (version, mode, is_synthetic) == (code_version(), "open", False)
        assert version.startswith(f"{__version__}+")

    def test_is_synthetic_when_any_file_is(self, tmp_path: Path) -> None:
        header = [*edition(), "SYNTHETIC_DEMONSTRATION"]
        write(tmp_path / "raw" / "ndtms_records" / "a.csv", [WOMAN], header=header)
        made_up = built(tmp_path / "raw", tmp_path / "marts.duckdb")
        assert made_up.rows("select mode, is_synthetic from build") == [("restricted", True)]
        assert made_up.rows("select distinct origin from source_file") == [("synthetic",)]
        assert "Synthetic demonstration data: not figures for any real area." in made_up.report.lines()
        assert made_up.rows("select * from build_note where topic = 'unknown_column'") == []

    def test_a_folder_in_the_place_of_the_marts_file_is_refused_at_once(self, everything: Path, tmp_path: Path) -> None:
        said: list[str] = []
        with pytest.raises(Refused, match=r"is a folder\. Give --marts a file to write, such as"):
            build(everything, tmp_path, "open", today=TODAY, tell=said.append)
        assert said == []

    def test_made_twice_is_the_same_but_for_its_time(self, whole: Built, everything: Path, tmp_path: Path) -> None:
        again = built(everything, tmp_path / "marts.duckdb", "open")
        assert every_table(again.path, but="built_at") == every_table(whole.path, but="built_at")

    def test_does_not_change_with_the_order_of_rows_or_the_names_of_files(self, tmp_path: Path) -> None:
        rows = people(6, 9) + people(7, 5, DRUG1="1011", LA="00CX", DAT="") + people(5, 7, DRUG2="5000")
        lay_records(tmp_path / "raw", rows)
        lay_records(tmp_path / "other", rows[1::2][::-1], "z.csv")
        lay_records(tmp_path / "other", rows[::2], "b.csv")
        first, second = (
            every_table(built(tmp_path / raw, tmp_path / f"{raw}.duckdb").path) for raw in ("raw", "other")
        )
        assert [table for table in COUNTED if first[table] != second[table]] == []

    def test_can_be_made_where_the_path_holds_a_quotation_mark(self, tmp_path: Path) -> None:
        lay_returns(tmp_path / "a'b" / "raw", [RETURN])
        marts = tmp_path / "a'b" / "new" / "marts.duckdb"
        assert built(tmp_path / "a'b" / "raw", marts).rows("select count(*) from build") == [(1,)]

    def test_looks_at_no_folder_but_a_private_one_while_it_is_made(self, everything: Path, tmp_path: Path) -> None:
        seen: list[tuple[str, int]] = []

        def look(_: str) -> None:
            seen.extend((path.name[: len(PREFIX)], stat.S_IMODE(path.stat().st_mode)) for path in folder.iterdir())

        folder = tmp_path / "data"
        build(everything, folder / "marts.duckdb", "open", today=TODAY, tell=look)
        assert set(seen) == {(PREFIX, 0o700)}
        assert [path.name for path in folder.iterdir()] == ["marts.duckdb"]


@pytest.fixture
def full_disk() -> Iterator[None]:
    """No file can grow beyond 200 kB: to whoever writes it is the same as a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, hard))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


class TestTheOldFileStays:
    """Nothing that is not fit to publish takes the place of what was published."""

    @pytest.fixture
    def old(self, whole: Built, tmp_path: Path) -> Path:
        return Path(shutil.copy(whole.path, tmp_path / "marts.duckdb"))

    def refused(self, old: Path, raw: Path, said: str, strict: bool = False) -> None:
        before = old.read_bytes()
        with pytest.raises(Refused, match=said):
            built(raw, old, strict=strict)
        assert old.read_bytes() == before
        assert [path.name for path in old.parent.iterdir() if path.name.startswith(PREFIX)] == []

    def test_when_the_raw_folder_is_refused(self, old: Path, tmp_path: Path) -> None:
        self.refused(old, tmp_path / "nowhere", "is not a folder")

    def test_when_a_file_is_refused_after_others_were_read(self, old: Path, tmp_path: Path) -> None:
        lay_records(tmp_path / "raw", [WOMAN])
        (tmp_path / "raw" / "ndtms_records" / "b.csv").write_bytes(b"\0")
        self.refused(old, tmp_path / "raw", "null bytes")

    def test_when_a_row_is_rejected_and_the_build_is_strict(self, old: Path, everything: Path) -> None:
        self.refused(old, everything, r"--strict: 2 rows were rejected, in a\.csv \(1\), a\.csv \(1\)", strict=True)

    def test_when_a_check_fails(
        self, old: Path, everything: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        checks = tmp_path / "package" / "checks"
        shutil.copytree(PACKAGE / "checks", checks, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
        promise = "select built_at from build where built_at < current_date + 1"
        (checks / "build__is_of_tomorrow.sql").write_text(promise, encoding="utf-8")
        monkeypatch.setattr(pipelines.checks, "PACKAGE", checks.parent)
        self.refused(old, everything, r"build__is_of_tomorrow: 1 rows break it, first built_at \d{4}")

    def test_when_the_disk_is_full(
        self, old: Path, everything: Path, full_disk: None, capsys: pytest.CaptureFixture[str]
    ) -> None:
        before = old.read_bytes()
        assert main(["build", "--raw", str(everything), "--marts", str(old), "--mode", "open"]) == 1
        said = capsys.readouterr().err
        assert said.startswith("Refused. ")
        assert "nothing was published" in said
        assert old.read_bytes() == before
        assert [path.name for path in old.parent.iterdir()] == [old.name]

    def test_a_strict_build_without_rejects_is_published(self, tmp_path: Path) -> None:
        lay_records(tmp_path / "raw", [WOMAN])
        assert built(tmp_path / "raw", tmp_path / "marts.duckdb", strict=True).path.is_file()


LONG = 100_000


@pytest.fixture(scope="module")
def long_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A raw folder that takes some seconds to build: 100,000 records of as few columns as may be."""
    names = [column.name for column in NDTMS_RECORDS.columns if column.required] + ["DAT"]
    cells = [WOMAN.get(name, "") for name in names]
    number, sex, initial = (names.index(name) for name in ("CLIENTID", "SEX", "FINITIAL"))
    lines = [",".join(names)]
    for n in range(LONG):
        cells[number], cells[sex], cells[initial] = str(n), "FMM"[n % 3], str(n)
        lines.append(",".join(cells))
    path = tmp_path_factory.mktemp("long") / "raw" / "ndtms_records" / "a.csv"
    path.parent.mkdir(parents=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path.parents[1]


class TestKilled:
    """A build that is killed at any moment leaves the old file whole, and its own remains go with the next command."""

    @pytest.fixture
    def old(self, whole: Built, tmp_path: Path) -> Path:
        return Path(shutil.copy(whole.path, tmp_path / "marts.duckdb"))

    @pytest.fixture
    def process(self, long_build: Path, old: Path) -> Iterator[subprocess.Popen[str]]:
        command = [sys.executable, "-u", "-m", "pipelines", "build", "--mode", "restricted"]
        with subprocess.Popen(
            [*command, "--raw", str(long_build), "--marts", str(old)],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            cwd=PACKAGE.parent,
        ) as running:
            yield running
            running.kill()

    def kill(self, process: subprocess.Popen[str]) -> None:
        """Kill a build in a way that it cannot tidy up after."""
        os.kill(process.pid, signal.SIGKILL)
        process.wait()

    def is_whole(self, old: Path, before: bytes) -> None:
        """The file is the old one, or a whole new one if the kill came too late; nothing else is left."""
        if old.read_bytes() != before:
            assert query_of(old, "select source, rows_read from source_file") == [("ndtms_records", LONG)]
        assert main(["check", "--marts", str(old)]) == 0
        assert [path.name for path in old.parent.iterdir() if path != old] == []

    @pytest.mark.parametrize("seconds", [0.3, 1, 2, 3])
    def test_after_some_time(self, process: subprocess.Popen[str], old: Path, seconds: float) -> None:
        before = old.read_bytes()
        time.sleep(seconds)
        self.kill(process)
        self.is_whole(old, before)

    @pytest.mark.parametrize("line", ["looking at the bytes of 1 file", "writing the marts", "checking"])
    def test_at_a_line_it_says(self, process: subprocess.Popen[str], old: Path, line: str) -> None:
        before = old.read_bytes()
        assert process.stdout is not None
        assert line in (words.strip() for words in process.stdout)
        self.kill(process)
        left = [path for path in old.parent.iterdir() if path.name.startswith(PREFIX)]
        assert left or old.read_bytes() != before
        self.is_whole(old, before)

    def test_a_build_stopped_by_hand_says_so_and_tidies_up(self, process: subprocess.Popen[str], old: Path) -> None:
        before = old.read_bytes()
        assert process.stdout is not None
        assert "looking at the bytes of 1 file" in (words.strip() for words in process.stdout)
        process.send_signal(signal.SIGINT)
        said, _ = process.communicate()
        assert said.splitlines()[-1] == "Refused. Stopped by hand; nothing was published."
        assert process.returncode == 1
        assert old.read_bytes() == before
        assert [path.name for path in old.parent.iterdir()] == [old.name]


MARKS = {
    "FINITIAL": "QUUXFIRST",
    "SINITIAL": "QUUXSECOND",
    "CLIENT": "QUUXCLIENT",
    "CLIENTID": "QUUXCLIENTID",
    "EPISODID": "QUUXEPISODE",
    "PC": "QUUXPOSTCODE",
    "MODID": "QUUXINTERVENTION",
    "TOPID": "QUUXTOP",
    "GPPTCE": "QUUXSURGERY",
    "DOB": "13/08/1961",
}
BAD = [
    {"DOB": "QUUXBIRTH"},
    {"SEX": "QUUXSEX"},
    {"DRUG2": "QUUXDRUG"},
    {"MODAL": "QUUXMODAL"},
    {"CONSENT": "QUUXCONSENT"},
    {"TOPDATE": "QUUXTOPDATE"},
    {"LA": "QUUXLA", "DAT": "QUUXDAT"},
    {"REFLD": "QUUXREFERRED", "TRIAGED": "QUUXTRIAGED", "DISD": "QUUXDISCHARGED"},
    {"CONSENT": "N"},
]


class TestNothingOfAPerson:
    """No value of a record is in any byte that a build leaves: the file, what is printed, what is refused."""

    def run(self, raw: Path, marts: Path, *more: str) -> tuple[int, str]:
        """A build in a process of its own; its exit code and everything it printed."""
        command = [sys.executable, "-m", "pipelines", "build", "--raw", str(raw), "--marts", str(marts)]
        ended = subprocess.run(
            [*command, "--mode", "restricted", *more], capture_output=True, text=True, cwd=PACKAGE.parent, check=False
        )
        return ended.returncode, ended.stdout + ended.stderr

    def marked(self, raw: Path, encoding: str = "utf-8") -> Path:
        """Records full of marks, sound and bad, and lines that do not fit."""
        sound = [WOMAN | MARKS | {"TOPID": f"QUUXTOP{n}"} for n in range(3)]
        bad = [WOMAN | MARKS | {"TOPID": f"QUUXBAD{n}"} | cells for n, cells in enumerate(BAD)]
        path = write(raw / "ndtms_records" / "a.csv", sound + bad + sound[:1], encoding=encoding)
        with path.open("a", encoding=encoding) as file:
            file.write('"QUUXSHORT","QUUXSHORT"\n"QUUX"TEXT,after\n"QUUXUNCLOSED')
        return raw

    @pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
    def test_in_what_is_published_or_printed(self, tmp_path: Path, encoding: str) -> None:
        marts = tmp_path / "data" / "marts.duckdb"
        code, printed = self.run(self.marked(tmp_path / "raw", encoding), marts)
        assert code == 0
        assert [path.name for path in marts.parent.iterdir()] == ["marts.duckdb"]
        written = repr(every_table(marts)).upper()
        assert "QUUX" not in written
        assert "1961" not in written
        assert b"QUUX" not in marts.read_bytes().upper()
        assert "QUUX" not in printed.upper()
        ((read, rejected),) = query_of(marts, "select rows_read, rows_rejected from source_file")
        assert (read, rejected) == (16, 10)

    def test_in_what_a_strict_build_prints(self, tmp_path: Path) -> None:
        code, printed = self.run(self.marked(tmp_path / "raw"), tmp_path / "marts.duckdb", "--strict")
        assert (code, "QUUX" in printed.upper()) == (1, False)

    @pytest.mark.parametrize(
        "damage", ["no header", "a cell twice", "a title above", "cut in the header", "a null byte"]
    )
    def test_in_what_is_said_of_a_refused_file(self, tmp_path: Path, damage: str) -> None:
        path = write(tmp_path / "raw" / "ndtms_records" / "a.csv", [WOMAN | MARKS, WOMAN | MARKS])
        header, first, second = path.read_bytes().splitlines(keepends=True)
        damaged = {
            "no header": first + second,
            "a cell twice": first.replace(b'"NA"', b'"QUUXTWICE"') + second,
            "a title above": b"QUUXTITLE,\n" + header + first,
            "cut in the header": header[:80] + first + second,
            "a null byte": header + first + b"\0",
        }
        path.write_bytes(damaged[damage])
        code, printed = self.run(tmp_path / "raw", tmp_path / "marts.duckdb")
        assert (code, "QUUX" in printed.upper(), "1961" in printed) == (1, False, False)
        assert "Traceback" not in printed
        assert not (tmp_path / "marts.duckdb").exists()
