"""What a command writes on the way is private, and gone when it ends; what it publishes is whole."""

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.errors import Refused
from pipelines.workspace import PREFIX, private_folder, publish, remove_left_behind

LIVING = """
import sys
from pathlib import Path
from pipelines.workspace import private_folder

with private_folder(Path(sys.argv[1])):
    print("building", flush=True)
    sys.stdin.read()
"""


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where commands note their folders: for each test its own."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path / "state"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The folder of the marts file."""
    return tmp_path / "data"


@pytest.fixture
def another_build(data: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that builds in the same folder until it is told to end."""
    with subprocess.Popen(
        [sys.executable, "-c", LIVING, str(data)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "building\n"
        yield process
        process.kill()


def building(data: Path) -> list[Path]:
    """The private folders in a folder."""
    return sorted(data.glob(f"{PREFIX}*"))


def noted(state: Path) -> list[Path]:
    """The folders that are noted as in use."""
    return [Path(note.read_text(encoding="utf-8")) for note in state.rglob("*.folder")]


def test_only_its_owner_can_open_the_private_folder(data: Path) -> None:
    with private_folder(data) as folder:
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_it_stands_beside_the_marts_file_so_that_publishing_is_a_rename(data: Path) -> None:
    with private_folder(data) as folder:
        assert folder.parent == data


def test_nothing_of_it_stays(data: Path, state: Path) -> None:
    with private_folder(data) as folder:
        (folder / "spill").mkdir()
        (folder / "spill" / "rows").write_text("x", encoding="utf-8")
        assert noted(state) == [folder]
    assert (list(data.iterdir()), noted(state)) == ([], [])


def test_nothing_of_it_stays_when_the_build_is_refused(data: Path) -> None:
    def refused() -> None:
        with private_folder(data) as folder:
            (folder / "rows").write_text("x", encoding="utf-8")
            raise Refused("no")

    with pytest.raises(Refused):
        refused()
    assert building(data) == []


def test_what_a_killed_build_left_is_removed_by_the_next(data: Path, another_build: subprocess.Popen[str]) -> None:
    another_build.kill()
    another_build.wait()
    assert len(building(data)) == 1
    assert remove_left_behind(data) == 1
    assert building(data) == []


def test_what_a_killed_build_left_is_found_again_from_anywhere(
    data: Path, state: Path, tmp_path: Path, another_build: subprocess.Popen[str]
) -> None:
    another_build.kill()
    another_build.wait()
    assert remove_left_behind(tmp_path / "elsewhere") == 1
    assert (building(data), noted(state)) == ([], [])


def test_a_note_of_a_folder_that_is_gone_is_forgotten(
    data: Path, state: Path, another_build: subprocess.Popen[str]
) -> None:
    another_build.kill()
    another_build.wait()
    (left,) = building(data)
    left.rename(data / "kept")
    assert remove_left_behind() == 0
    assert noted(state) == []


def test_a_living_build_keeps_its_folder(data: Path, another_build: subprocess.Popen[str]) -> None:
    (living,) = building(data)
    assert remove_left_behind(data) == 0
    with private_folder(data):
        assert living in building(data)
    assert another_build.poll() is None
    assert building(data) == [living]


def test_folders_left_behind_are_counted_as_they_go(data: Path) -> None:
    for name in ("a", "b"):
        (data / f"{PREFIX}{name}" / "spill").mkdir(parents=True)
        (data / f"{PREFIX}{name}" / "lock").touch()
    (data / "other").mkdir()
    assert remove_left_behind(data) == 2
    assert [path.name for path in data.iterdir()] == ["other"]


def test_a_folder_without_a_lock_is_given_a_moment_and_then_removed(data: Path) -> None:
    folder = data / f"{PREFIX}new"
    folder.mkdir(parents=True)
    assert remove_left_behind(data) == 0
    os.utime(folder, (0, 0))
    assert remove_left_behind(data) == 1


def test_a_folder_that_is_not_there_has_nothing_left_behind(data: Path) -> None:
    assert remove_left_behind(data) == 0


def test_a_user_without_a_home_can_build(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", "/dev/null")
    with private_folder(data) as folder:
        assert building(data) == [folder]
    assert building(data) == []
    assert remove_left_behind(data) == 0


def test_publishing_puts_the_new_file_in_the_place_of_the_old(data: Path) -> None:
    with private_folder(data) as folder:
        marts = data / "commissioning.duckdb"
        marts.write_text("old", encoding="utf-8")
        (folder / "new").write_text("new", encoding="utf-8")
        with marts.open(encoding="utf-8") as reader:
            publish(folder / "new", marts)
            assert reader.read() == "old"
    assert marts.read_text(encoding="utf-8") == "new"
