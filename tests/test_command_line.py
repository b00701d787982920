"""The command line: what it takes, what it says, and how it ends."""

import os
import pty
import select
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pipelines import sample
from pipelines.__main__ import main
from pipelines.build import MARTS
from pipelines.indicators import all_indicators
from pipelines.sources import all_sources
from pipelines.warehouse import PACKAGE
from pipelines.workspace import PREFIX
from tests.builds import Built, built, lay_records, lay_returns
from tests.records import WOMAN
from tests.returns import RETURN


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("raw")
    lay_returns(folder, [RETURN, RETURN | {"provider_code": ""}])
    return folder


@pytest.fixture(scope="module")
def published(raw: Path, tmp_path_factory: pytest.TempPathFactory) -> Built:
    return built(raw, tmp_path_factory.mktemp("published") / "marts.duckdb")


def usage_error(*arguments: str) -> int:
    """The exit code of a command that is not understood."""
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert isinstance(ended.value.code, int)
    return ended.value.code


def arguments_of_build(raw: Path, marts: Path, *more: str) -> list[str]:
    return ["build", "--raw", str(raw), "--marts", str(marts), "--mode", "restricted", *more]


class TestBuild:
    def test_ends_with_nought_and_says_what_it_did_in_plain_lines(
        self, raw: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(arguments_of_build(raw, tmp_path / "marts.duckdb")) == 0
        printed = capsys.readouterr()
        assert printed.err == ""
        assert printed.out.splitlines()[:6] == [
            "looking at the bytes of 1 file",
            "reading a.csv",
            "counting people and waits",
            "restricted: hiding nothing",
            "writing the marts",
            "checking",
        ]
        assert printed.out.splitlines()[6].startswith("caseload_return: 1 file")
        assert printed.out.splitlines()[-1] == f"Published {tmp_path / 'marts.duckdb'}"
        assert "\x1b" not in printed.out

    def test_a_refusal_ends_with_one_and_a_sentence(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(arguments_of_build(tmp_path / "nowhere", tmp_path / "marts.duckdb")) == 1
        printed = capsys.readouterr()
        assert printed.out == ""
        assert printed.err.startswith(f"Refused. {tmp_path / 'nowhere'} is not a folder. Give --raw a folder")
        assert printed.err.count("\n") == 1

    def test_a_strict_build_with_a_bad_row_ends_with_one(
        self, raw: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(arguments_of_build(raw, tmp_path / "marts.duckdb", "--strict")) == 1
        assert "Refused. --strict: 1 rows were rejected" in capsys.readouterr().err
        assert not (tmp_path / "marts.duckdb").exists()

    def test_a_place_that_cannot_be_written_ends_with_one(
        self, raw: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (tmp_path / "file").write_text("x", encoding="utf-8")
        assert main(arguments_of_build(raw, tmp_path / "file" / "marts.duckdb")) == 1
        assert main(arguments_of_build(raw, tmp_path)) == 1
        assert capsys.readouterr().err.count("Refused.") == 2

    def test_no_traceback_reaches_a_person(self, tmp_path: Path) -> None:
        lay_records(tmp_path / "raw", [WOMAN])
        (tmp_path / "raw" / "ndtms_records" / "a.csv").write_bytes(b"\xff\xfe\0")
        ended = subprocess.run(
            [sys.executable, "-m", "pipelines", *arguments_of_build(tmp_path / "raw", tmp_path / "m.duckdb")],
            capture_output=True,
            text=True,
            cwd=PACKAGE.parent,
            check=False,
        )
        assert ended.returncode == 1
        assert ended.stderr.startswith("Refused. ")
        assert "Traceback" not in ended.stderr

    @pytest.mark.parametrize("missing", ["--raw", "--marts", "--mode"])
    def test_without_a_needed_argument_is_wrong_usage(self, missing: str, capsys: pytest.CaptureFixture[str]) -> None:
        given = {"--raw": "x", "--marts": "y", "--mode": "open"}
        del given[missing]
        assert usage_error("build", *(word for pair in given.items() for word in pair)) == 2
        assert f"the following arguments are required: {missing}" in capsys.readouterr().err

    def test_in_another_mode_is_wrong_usage(self) -> None:
        assert usage_error("build", "--raw", "x", "--marts", "y", "--mode", "closed") == 2

    def test_removes_what_a_killed_build_left(self, raw: Path, tmp_path: Path) -> None:
        left = tmp_path / f"{PREFIX}left"
        left.mkdir()
        (left / "lock").touch()
        main(arguments_of_build(raw / "nowhere", tmp_path / "marts.duckdb"))
        assert not left.exists()

    def test_shows_one_moving_line_on_a_terminal(self, raw: Path, tmp_path: Path) -> None:
        controller, terminal = pty.openpty()
        with subprocess.Popen(
            [sys.executable, "-m", "pipelines", *arguments_of_build(raw, tmp_path / "marts.duckdb")],
            stdout=terminal,
            stderr=terminal,
            stdin=terminal,
            cwd=PACKAGE.parent,
            env={**os.environ, "TERM": "xterm-256color", "COLUMNS": "100"},
        ) as process:
            os.close(terminal)
            shown = everything_shown(controller)
        os.close(controller)
        assert process.returncode == 0
        assert "\x1b[?25l" in shown  # the cursor is hidden while the line moves
        assert "\x1b[?25h" in shown  # and comes back
        assert "checking" not in shown.rsplit("\x1b[?25h", 1)[1]
        assert "Published" in shown.rsplit("\x1b[?25h", 1)[1]


def everything_shown(controller: int) -> str:
    """All a process writes to its terminal until it closes it."""
    shown = b""
    while select.select([controller], [], [], 60)[0]:
        try:
            shown += os.read(controller, 65_536)
        except OSError:  # Linux ends a terminal whose other side is closed with an error
            break
    return shown.decode("utf-8", "replace")


class TestCheck:
    def test_of_sound_marts_ends_with_nought(self, published: Built, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["check", "--marts", str(published.path)]) == 0
        assert capsys.readouterr().out == f"{published.path}: every check passed\n"

    def test_of_a_file_that_is_not_there_ends_with_one(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["check", "--marts", str(tmp_path / "marts.duckdb")]) == 1
        assert "is not a marts file. Build one with: python -m pipelines build" in capsys.readouterr().err

    def test_of_a_file_that_is_no_marts_file_ends_with_one(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (tmp_path / "marts.duckdb").write_text("x", encoding="utf-8")
        assert main(["check", "--marts", str(tmp_path / "marts.duckdb")]) == 1
        assert "cannot be opened as a marts file" in capsys.readouterr().err

    def test_leaves_the_file_as_it_is(self, published: Built, tmp_path: Path) -> None:
        copy = Path(shutil.copy(published.path, tmp_path / "marts.duckdb"))
        main(["check", "--marts", str(copy)])
        assert copy.read_bytes() == published.path.read_bytes()
        assert [path.name for path in tmp_path.iterdir()] == ["marts.duckdb"]


class TestList:
    def test_names_every_source_indicator_and_mart(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["list"]) == 0
        said = capsys.readouterr().out
        names = [line.split(":")[0].strip() for line in said.splitlines()]
        assert [name for name in (source.name for source in all_sources()) if name not in names] == []
        assert [name for name in (i.indicator for i in all_indicators()) if name not in names] == []
        assert names[-len(MARTS) :] == list(MARTS)

    def test_says_what_an_indicator_needs(self, capsys: pytest.CaptureFixture[str]) -> None:
        main(["list"])
        assert (
            "treatment_rate_per_1000: People in treatment per 1,000 adults; needs ndtms_records, ons_population"
            in capsys.readouterr().out
        )


class TestUsage:
    @pytest.mark.parametrize("words", [[], ["built"], ["list", "more"], ["check"], ["sample"]])
    def test_that_is_wrong_ends_with_two(self, words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
        assert usage_error(*words) == 2
        assert "usage: python -m pipelines" in capsys.readouterr().err

    @pytest.mark.parametrize("command", ["build", "sample", "check", "list"])
    def test_each_command_explains_itself(self, command: str, capsys: pytest.CaptureFixture[str]) -> None:
        assert usage_error(command, "--help") == 0
        assert f"usage: python -m pipelines {command}" in capsys.readouterr().out


class TestSample:
    def arguments(self, out: Path, people: str, seed: str = "1") -> list[str]:
        return ["sample", "--out", str(out), "--people", people, "--seed", seed]

    @pytest.mark.parametrize("people", [str(sample.FEWEST - 1), str(sample.MOST + 1), "0", "-1"])
    def test_of_too_few_or_too_many_is_wrong_usage(
        self, tmp_path: Path, people: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert usage_error(*self.arguments(tmp_path / "raw", people)) == 2
        assert f"expected {sample.FEWEST:,} to {sample.MOST:,}, found {int(people):,}" in capsys.readouterr().err
        assert not (tmp_path / "raw").exists()

    @pytest.mark.parametrize(("people", "seed"), [("many", "1"), ("20.5", "1"), ("20000", "x")])
    def test_of_no_number_is_wrong_usage(self, tmp_path: Path, people: str, seed: str) -> None:
        assert usage_error(*self.arguments(tmp_path / "raw", people, seed)) == 2
        assert not (tmp_path / "raw").exists()

    def test_is_written_and_said_to_be(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(self.arguments(tmp_path / "raw", str(sample.FEWEST))) == 0
        last = capsys.readouterr().out.splitlines()[-1]
        assert last == f"Wrote a synthetic country of 2,000 people in treatment a year to {tmp_path / 'raw'}"
        written = {"caseload_return", "ndtms_records", "ons_drug_deaths", "ons_population", "provision_audit"}
        written.add("provision_register")
        assert {path.name for path in (tmp_path / "raw").iterdir()} == written
