"""What a build writes on the way is private, and gone when it ends; what it publishes is whole."""

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


@pytest.fixture
def marts(tmp_path: Path) -> Path:
    return tmp_path / "data" / "commissioning.duckdb"


@pytest.fixture
def another_build(marts: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that builds beside the same marts file until it is told to end."""
    with subprocess.Popen(
        [sys.executable, "-c", LIVING, str(marts)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "building\n"
        yield process
        process.kill()


def building(marts: Path) -> list[Path]:
    """The private folders beside a marts file."""
    return sorted(marts.parent.glob(f"{PREFIX}*"))


def test_only_its_owner_can_open_the_private_folder(marts: Path) -> None:
    with private_folder(marts) as folder:
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_it_stands_beside_the_marts_file_so_that_publishing_is_a_rename(marts: Path) -> None:
    with private_folder(marts) as folder:
        assert folder.parent == marts.parent


def test_nothing_of_it_stays(marts: Path) -> None:
    with private_folder(marts) as folder:
        (folder / "spill").mkdir()
        (folder / "spill" / "rows").write_text("x", encoding="utf-8")
    assert list(marts.parent.iterdir()) == []


def test_nothing_of_it_stays_when_the_build_is_refused(marts: Path) -> None:
    def refused() -> None:
        with private_folder(marts) as folder:
            (folder / "rows").write_text("x", encoding="utf-8")
            raise Refused("no")

    with pytest.raises(Refused):
        refused()
    assert building(marts) == []


def test_what_a_killed_build_left_is_removed_by_the_next(marts: Path, another_build: subprocess.Popen[str]) -> None:
    another_build.kill()
    another_build.wait()
    (left,) = building(marts)
    with private_folder(marts) as folder:
        assert building(marts) == [folder]
        assert folder != left


def test_a_living_build_keeps_its_folder(marts: Path, another_build: subprocess.Popen[str]) -> None:
    (living,) = building(marts)
    assert remove_left_behind(marts.parent) == 0
    with private_folder(marts):
        assert living in building(marts)
    assert another_build.poll() is None
    assert building(marts) == [living]


def test_folders_left_behind_are_counted_as_they_go(marts: Path) -> None:
    for name in ("a", "b"):
        (marts.parent / f"{PREFIX}{name}" / "spill").mkdir(parents=True)
        (marts.parent / f"{PREFIX}{name}" / "lock").touch()
    (marts.parent / "other").mkdir()
    assert remove_left_behind(marts.parent) == 2
    assert [path.name for path in marts.parent.iterdir()] == ["other"]


def test_a_folder_without_a_lock_is_given_a_moment_and_then_removed(marts: Path) -> None:
    folder = marts.parent / f"{PREFIX}new"
    folder.mkdir(parents=True)
    assert remove_left_behind(marts.parent) == 0
    os.utime(folder, (0, 0))
    assert remove_left_behind(marts.parent) == 1


def test_a_folder_that_is_not_there_has_nothing_left_behind(marts: Path) -> None:
    assert remove_left_behind(marts.parent) == 0


def test_publishing_puts_the_new_file_in_the_place_of_the_old(marts: Path) -> None:
    with private_folder(marts) as folder:
        marts.write_text("old", encoding="utf-8")
        (folder / "new").write_text("new", encoding="utf-8")
        with marts.open(encoding="utf-8") as reader:
            publish(folder / "new", marts)
            assert reader.read() == "old"
    assert marts.read_text(encoding="utf-8") == "new"


def test_a_folder_in_the_place_of_the_marts_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"is a folder\. Give --marts a file to write, such as"), private_folder(tmp_path):
        pass
