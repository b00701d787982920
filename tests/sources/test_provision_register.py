"""The register of good practice: what a row may say, and each way in which it may not."""

from pathlib import Path

import pytest

from pipelines import provision
from pipelines.sources.provision_register import NEEDED, SOURCE
from pipelines.warehouse import Warehouse
from tests.provision_files import EXAMPLE, write_rows
from tests.sources.conftest import TakeIn
from tests.sources.csv_files import Row, rejects


@pytest.fixture
def register(warehouse: Warehouse) -> Warehouse:
    """A warehouse that knows the offers."""
    for mart in ("offer", "offer_answer", "framework", "standard", "standard_offer", "provision_question"):
        warehouse.script("marts", f"{mart}.sql")
    provision.describe(warehouse)
    return warehouse


def write(path: Path, *rows: Row) -> Path:
    """Examples of Leeds, each with what is given."""
    return write_rows(path, list(EXAMPLE), [EXAMPLE | row for row in rows])  # type: ignore[operator]


def test_an_example_stands_for_its_areas_and_offers_once_each_in_their_order(
    tmp_path: Path, taken_in: TakeIn, register: Warehouse
) -> None:
    cells = {"area_codes": " e08000035  E08000032 E08000035", "offers": "Outreach co_design outreach "}
    (counted,) = taken_in(SOURCE, write(tmp_path / "a.csv", cells))
    assert (counted.read, counted.rejected) == (1, 0)
    register.script("marts", "good_practice.sql")
    assert register.rows("""
        select example_id, area_codes, offers, status, setting, published_on::varchar
        from mart.good_practice
    """) == [
        ("E001", ["E08000032", "E08000035"], ["co_design", "outreach"], "running", "community", "2024-03-01"),
    ]


def test_an_example_may_be_of_no_recommendation(tmp_path: Path, taken_in: TakeIn, register: Warehouse) -> None:
    (counted,) = taken_in(SOURCE, write(tmp_path / "a.csv", {"recommendation": ""}))
    assert (counted.read, counted.rejected) == (1, 0)
    register.script("marts", "good_practice.sql")
    assert register.rows("select recommendation from mart.good_practice") == [(None,)]


def test_an_example_may_have_no_area_with_the_reason_and_no_offer(
    tmp_path: Path, taken_in: TakeIn, register: Warehouse
) -> None:
    cells = {"area_codes": "", "no_area_reason": "A region is named.", "offers": ""}
    (counted,) = taken_in(SOURCE, write(tmp_path / "a.csv", cells))
    assert (counted.read, counted.rejected) == (1, 0)
    assert register.rows("select areas, shown from staging.provision_register") == [([], [])]


BAD = (
    *(({column: ""}, column, "missing") for column in NEEDED),
    ({"area_codes": "E0800003"}, "area_codes", "unknown_area_code"),
    ({"area_codes": "E08000035 E12000003"}, "area_codes", "unknown_area_code"),  # a region
    ({"area_codes": "E08000035, E08000032"}, "area_codes", "unknown_area_code"),  # a comma
    ({"area_codes": "E08000016"}, "area_codes", "unknown_area_code"),  # a code of the past
    ({"area_codes": "W06000015"}, "area_codes", "unknown_area_code"),  # an authority of Wales
    ({"area_codes": ""}, "no_area_reason", "no_area_and_no_reason"),
    ({"no_area_reason": "A region is named."}, "no_area_reason", "no_area_and_no_reason"),
    ({"offers": "outreach grove"}, "offers", "unknown_offer"),
    ({"status": "stopped"}, "status", "not_a_status"),
    ({"setting": "prison"}, "setting", "not_a_setting"),
)


def test_each_bad_row_is_kept_out_by_its_rule_and_no_other(
    tmp_path: Path, taken_in: TakeIn, register: Warehouse
) -> None:
    rows = [{"example_id": f"E{number}"} | cells for number, (cells, _, _) in enumerate(BAD)]
    (counted,) = taken_in(SOURCE, write(tmp_path / "a.csv", *rows, {"example_id": "E999"}))
    assert (counted.read, counted.rejected) == (len(BAD) + 1, len(BAD))
    assert rejects(register) == [(line, column, rule) for line, (_, column, rule) in enumerate(BAD, start=2)]


def test_what_is_no_number_or_date_is_kept_out(tmp_path: Path, taken_in: TakeIn, register: Warehouse) -> None:
    path = write(tmp_path / "a.csv", {"recommendation": "2a"}, {"example_id": "E002", "published_on": "01/03/2024"})
    taken_in(SOURCE, path)
    assert [(line, column) for line, column, _ in rejects(register)] == [(2, "recommendation"), (3, "published_on")]


def test_an_example_stands_there_once(tmp_path: Path, taken_in: TakeIn, register: Warehouse) -> None:
    first = write(tmp_path / "a.csv", {}, {"example_id": "e001"})
    taken_in(SOURCE, first, write(tmp_path / "b.csv", {}, {"example_id": "E002"}))
    assert register.rows("select file, line, column_name, rule from mart.rejected_row order by all") == [
        ("a.csv", 3, "example_id", "duplicated_example"),
        ("b.csv", 2, "example_id", "duplicated_example"),
    ]


def test_a_line_break_in_a_list_of_areas_separates_them(tmp_path: Path, taken_in: TakeIn, register: Warehouse) -> None:
    taken_in(SOURCE, write(tmp_path / "a.csv", {"area_codes": "E08000035\nE08000032"}))
    assert register.rows("select areas from staging.provision_register") == [(["E08000032", "E08000035"],)]
