"""The same seed gives the same bytes, marked as made up inside and out, and takes the place of nothing real."""

import csv
import io
import tomllib
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest

from pipelines import sample
from pipelines.errors import Refused
from pipelines.origin import is_marked_synthetic, survey
from pipelines.sample.folders import add_register
from pipelines.sample.layouts import edition_fields
from pipelines.sources import all_sources
from tests.conftest import ROOT
from tests.sample.conftest import Written

REGISTER = "provision_register"
"""Real, and shown as real: the register of good practice stands beside what is made up."""


def hashes(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_the_same_seed_gives_the_same_bytes_and_another_does_not(smallest: Written, tmp_path: Path) -> None:
    sample.write(tmp_path, sample.FEWEST, seed=11)
    first = hashes(tmp_path)
    assert first == hashes(smallest.raw)

    sample.write(tmp_path, sample.FEWEST, seed=12)
    second = hashes(tmp_path)
    assert second.keys() == first.keys()
    assert {name for name in first if second[name] == first[name]} == {
        f"{REGISTER}/{file}" for file in ("ORIGIN.toml", "register.csv")
    }


def test_the_register_is_the_projects_own_and_real(smallest: Written, tmp_path: Path) -> None:
    files = survey(smallest.raw, all_sources())
    (register,) = [file for file in files if file.source == REGISTER]
    assert register.origin == "project"
    assert register.path.read_bytes() == (ROOT / "data" / "raw" / REGISTER / "register.csv").read_bytes()


def test_somebody_elses_register_stays(tmp_path: Path) -> None:
    theirs = tmp_path / REGISTER / "ours.csv"
    theirs.parent.mkdir()
    theirs.write_text("example_id\n", encoding="utf-8")
    (theirs.parent / "ORIGIN.toml").write_text('origin = "local_return"\n', encoding="utf-8")
    add_register(tmp_path)
    assert [path.name for path in sorted(theirs.parent.iterdir())] == ["ORIGIN.toml", "ours.csv"]


def test_a_package_without_its_project_has_no_register(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipelines.sample.folders.REGISTER", tmp_path / "nowhere" / REGISTER)
    add_register(tmp_path)
    assert not (tmp_path / REGISTER).exists()


def test_nothing_is_left_but_the_sources_and_the_register(smallest: Written) -> None:
    written = ["caseload_return", "ndtms_records", "ons_drug_deaths", "ons_population", "provision_audit", REGISTER]
    assert sorted(path.name for path in smallest.raw.iterdir()) == written


def test_every_file_says_that_it_is_made_up_and_its_hash_is_true(smallest: Written) -> None:
    files = survey(smallest.raw, all_sources())  # refuses a file whose hash differs
    made_up = [file for file in files if file.source != REGISTER]
    assert {file.origin for file in made_up} == {"synthetic"}
    assert all(is_marked_synthetic(file.path, file.member) for file in made_up)
    for folder in smallest.raw.iterdir():
        if folder.name == REGISTER:
            continue
        told = tomllib.loads((folder / "ORIGIN.toml").read_text(encoding="utf-8"))
        assert set(told["files"]) == {path.name for path in folder.iterdir()} - {"ORIGIN.toml"}


def test_workbooks_are_dated_always_the_same(smallest: Written) -> None:
    for path in smallest.raw.rglob("*.xlsx"):
        with zipfile.ZipFile(path) as workbook:
            assert b"2025-04-01T00:00:00Z" in workbook.read("docProps/core.xml")


@pytest.mark.parametrize("people", [1_999, 1_000_001])
def test_a_size_out_of_bounds_is_refused(people: int, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="2,000 to 1,000,000"):
        sample.write(tmp_path, people, seed=1)


@pytest.mark.parametrize(
    ("name", "text"),
    [("real.csv", "AGNCY\nN0001\n"), ("ORIGIN.toml", 'origin = "published"\n'), ("ORIGIN.toml", "not = = toml")],
)
def test_a_folder_with_anything_real_is_refused(name: str, text: str, tmp_path: Path) -> None:
    real = tmp_path / "ndtms_records" / name
    real.parent.mkdir()
    real.write_text(text, encoding="utf-8")
    if text.startswith("not"):
        (real.parent / "real.csv").write_text("AGNCY\n", encoding="utf-8")
    with pytest.raises(Refused, match="not a sample"):
        sample.write(tmp_path, sample.FEWEST, seed=1)
    assert real.read_text(encoding="utf-8") == text


def test_records_alone_are_sound_and_in_one_edition(tmp_path: Path) -> None:
    records = sample.write_records_only(tmp_path / "records", sample.FEWEST, seed=11)
    files = sorted((tmp_path / "records").glob("*.csv"))
    read = [list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline=""))) for path in files]
    assert sum(len(lines) - 1 for lines in read) == records
    assert {tuple(lines[0]) for lines in read} == {edition_fields("K")}
    assert {len(line) for lines in read for line in lines} == {144}
    assert 18 <= records / sample.FEWEST <= 20, "as its description says"
    told = tomllib.loads((tmp_path / "records" / "ORIGIN.toml").read_text(encoding="utf-8"))
    assert told["origin"] == "synthetic"
    assert set(told["files"]) == {path.name for path in files}
