"""The self-audit: what each row may say, and each way in which it may not."""

from pathlib import Path

import pytest

from pipelines.errors import Refused
from pipelines.sources.provision_audit import NEEDED, QUESTIONS, SOURCE
from pipelines.warehouse import Warehouse
from tests.provision_files import RETURN, template, write_rows
from tests.sources.conftest import TakeIn
from tests.sources.csv_files import Row, notes, rejects


def write(path: Path, *rows: Row, before: str = "") -> Path:
    """Returns of a service in Leeds, each with what is given."""
    return write_rows(path, template(), [RETURN | row for row in rows], before)  # type: ignore[operator]


def test_a_return_that_answers_nothing_is_a_return(tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse) -> None:
    (counted,) = taken_in(SOURCE, write(tmp_path / "a.csv", {}))
    assert (counted.read, counted.rejected) == (1, 0)
    assert warehouse.rows("""
        select area_code, service, audit_round, round_begins::varchar, verified_date::varchar, women_only_group
        from staging.provision_audit
    """) == [("E08000035", "N0001", "2024Q1", "2024-01-01", "2024-03-31", None)]


def test_a_return_may_have_only_the_columns_that_are_needed(
    tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse
) -> None:
    (counted,) = taken_in(SOURCE, write_rows(tmp_path / "a.csv", NEEDED, [RETURN]))
    assert (counted.read, counted.rejected) == (1, 0)
    assert warehouse.rows("select service from staging.provision_audit") == [("A PROVIDER / COMMUNITY_ADULT",)]


def test_a_file_without_a_needed_column_is_refused(tmp_path: Path, taken_in: TakeIn) -> None:
    for column in NEEDED:
        header = [name for name in template() if name != column]
        with pytest.raises(Refused, match=column):
            taken_in(SOURCE, write_rows(tmp_path / "a.csv", header, [RETURN]))


BAD = (
    *(({column: ""}, column, "missing") for column in NEEDED),
    *(({asked.column: "perhaps"}, asked.column, "not_an_answer_to_this") for asked in QUESTIONS if asked.answers),
    ({"women_only_hours_per_week": "168.5"}, "women_only_hours_per_week", "out_of_range"),
    ({"women_only_hours_per_week": "169"}, "women_only_hours_per_week", "out_of_range"),
    ({"women_only_hours_per_week": "-1"}, "women_only_hours_per_week", "out_of_range"),
    ({"trauma_informed_training_pct": "100.1"}, "trauma_informed_training_pct", "out_of_range"),
    ({"female_staff_pct": "-0.1"}, "female_staff_pct", "out_of_range"),
    ({"women_in_treatment_share_target": "101"}, "women_in_treatment_share_target", "out_of_range"),
    ({"residential_women_only_beds": "-1"}, "residential_women_only_beds", "out_of_range"),
    ({"residential_mother_child_places": "-2"}, "residential_mother_child_places", "out_of_range"),
    ({"area_code": "E0800003"}, "area_code", "unknown_area_code"),
    ({"area_code": "E07000026"}, "area_code", "unknown_area_code"),  # a district
    ({"area_code": "E12000003"}, "area_code", "unknown_area_code"),  # a region
    ({"area_code": "W06000015"}, "area_code", "unknown_area_code"),  # an authority of Wales
    ({"audit_round": "2024Q5"}, "audit_round", "not_a_round"),
    ({"audit_round": "2024-Q1"}, "audit_round", "not_a_round"),
    ({"audit_round": "1999Q1"}, "audit_round", "not_a_round"),
    ({"audit_round": "2027Q1"}, "audit_round", "round_in_future"),
    ({"verified_date": "22/11/2026"}, "verified_date", "date_in_future"),
    ({"women_needs_assessment_date": "2026-11-22"}, "women_needs_assessment_date", "date_in_future"),
    ({"trauma_informed_training_pct": "0.8"}, "trauma_informed_training_pct", "share_for_a_percentage"),
    ({"female_staff_pct": "0.999"}, "female_staff_pct", "share_for_a_percentage"),
    ({"women_in_treatment_share_target": "0.01"}, "women_in_treatment_share_target", "share_for_a_percentage"),
    ({"verified_date": "30/06/2022"}, "verified_date", "day_far_from_round"),
    ({"verified_date": "2025-10-01"}, "verified_date", "day_far_from_round"),
)


def test_each_bad_row_is_kept_out_by_its_rule_and_no_other(
    tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse
) -> None:
    rows = [{"service_id": f"N{number:04}"} | cells for number, (cells, _, _) in enumerate(BAD)]
    (counted,) = taken_in(SOURCE, write(tmp_path / "a.csv", *rows, {"service_id": "N9999"}))
    assert (counted.read, counted.rejected) == (len(BAD) + 1, len(BAD))
    assert rejects(warehouse) == [(line, column, rule) for line, (_, column, rule) in enumerate(BAD, start=2)]


def test_what_is_no_number_or_date_is_kept_out(tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse) -> None:
    path = write(
        tmp_path / "a.csv",
        {"women_only_hours_per_week": "a few"},
        {"service_id": "N0002", "residential_women_only_beds": "1.5"},
        {"service_id": "N0003", "verified_date": "31/02/2024"},
        {"service_id": "N0004", "verified_date": "March 2024"},
        {"service_id": "N0005", "trauma_informed_training_pct": "80%"},
    )
    (counted,) = taken_in(SOURCE, path)
    assert (counted.read, counted.rejected) == (5, 5)
    assert [(line, column) for line, column, _ in rejects(warehouse)] == [
        (2, "women_only_hours_per_week"),
        (3, "residential_women_only_beds"),
        (4, "verified_date"),
        (5, "verified_date"),
        (6, "trauma_informed_training_pct"),
    ]


def test_the_edges_of_what_may_stand_are_let_in(tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse) -> None:
    path = write(
        tmp_path / "a.csv",
        {"women_only_hours_per_week": "168", "verified_date": "21/11/2026", "audit_round": "2026Q4"},
        {"women_only_hours_per_week": "0", "trauma_informed_training_pct": "100", "verified_date": "2024-03-31"},
        {"service_id": "N0002", "women_only_group": "YES", "childcare": "None", "women_lead": "N/A"},
        {"service_id": "N0003", "female_staff_pct": "0", "trauma_informed_training_pct": "1"},
        {"service_id": "N0004", "women_only_hours_per_week": "0.5", "verified_date": "01/07/2022"},
        {"service_id": "N0005", "women_in_treatment_share_target": "0.0", "verified_date": "30/09/2025"},
    )
    (counted,) = taken_in(SOURCE, path)
    assert (counted.read, counted.rejected) == (6, 0)
    assert rejects(warehouse) == []


def test_of_two_rows_of_one_service_area_and_round_the_first_is_kept(
    tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse
) -> None:
    """However it is spelt: by a code in small letters, by the area's code before, without one; in another file."""
    no_code = {"service_id": "", "provider": "Elm", "service_type": "lero"}
    first = write(
        tmp_path / "a.csv",
        {"area_code": "E08000038"},
        {"area_code": "E08000016", "service_id": "n0001"},
        no_code,
        no_code | {"provider": "ELM"},
        no_code | {"service_type": "outreach"},
        no_code | {"audit_round": "2024Q2"},
        no_code | {"area_code": "E08000036"},
    )
    second = write(tmp_path / "b.csv", {"area_code": "E08000038"})
    counted = taken_in(SOURCE, first, second)
    assert [(file.read, file.rejected) for file in counted] == [(7, 2), (1, 1)]
    assert warehouse.rows("select file, line, column_name, rule from mart.rejected_row order by all") == [
        ("a.csv", 3, "audit_round", "second_return_of_a_service"),
        ("a.csv", 5, "audit_round", "second_return_of_a_service"),
        ("b.csv", 2, "audit_round", "second_return_of_a_service"),
    ]


def test_spaces_and_line_ends_tell_no_two_services_apart(
    tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse
) -> None:
    path = write(
        tmp_path / "a.csv",
        {"service_id": "", "provider": "Elm  House"},
        {"service_id": "", "provider": " elm\r\n\thouse\u2009", "audit_round": "2024Q2"},
        {"service_id": "", "provider": "Elm\u00a0House"},
        {"service_id": "N 1"},
        {"service_id": " n\n\n1"},
        {"service_id": "N1"},
    )
    taken_in(SOURCE, path)
    assert [rule for _, _, rule in rejects(warehouse)] == ["second_return_of_a_service"] * 2
    assert warehouse.rows("select provider, service from staging.provision_audit order by line") == [
        ("Elm House", "ELM HOUSE / COMMUNITY_ADULT"),
        ("elm house", "ELM HOUSE / COMMUNITY_ADULT"),
        ("A provider", "N 1"),
        ("A provider", "N1"),
    ]


def test_a_provider_of_spaces_alone_is_missing(tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse) -> None:
    taken_in(SOURCE, write(tmp_path / "a.csv", {"provider": "\u2009\n"}))
    assert rejects(warehouse) == [(2, "provider", "missing")]


ERRORS = ("#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!")


def test_a_line_that_begins_with_what_could_not_be_calculated_is_a_row(
    tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse
) -> None:
    rows = [{"service_id": f"N{number}", "area_code": error} for number, error in enumerate(ERRORS)]
    (counted,) = taken_in(SOURCE, write(tmp_path / "a.csv", *rows, {}, before="# for people\n"))
    assert (counted.read, counted.accepted, counted.rejected) == (len(ERRORS) + 1, 1, len(ERRORS))
    assert {(column, rule) for _, column, rule in rejects(warehouse)} == {("area_code", "unknown_area_code")}


def test_a_row_that_is_kept_out_makes_no_other_the_second(
    tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse
) -> None:
    taken_in(SOURCE, write(tmp_path / "a.csv", {"women_only_group": "maybe"}, {"women_only_group": "yes"}))
    assert rejects(warehouse) == [(2, "women_only_group", "not_an_answer_to_this")]


def test_everything_wrong_with_a_row_is_said(tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse) -> None:
    taken_in(SOURCE, write(tmp_path / "a.csv", {"provider": "", "childcare": "yes", "audit_round": "soon"}))
    assert rejects(warehouse) == [
        (2, "audit_round", "not_a_round"),
        (2, "childcare", "not_an_answer_to_this"),
        (2, "provider", "missing"),
    ]


LOOKS_LIKE = ("=1+1", "+44 113", "-", "@here", '=HYPERLINK("http://x")', 'a, "b"\nc', "'=1", "null", "#1")


def test_free_text_is_text_whatever_it_looks_like(tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse) -> None:
    """An apostrophe before a sign is what our own exports put there, and no part of the text."""
    columns = ("notes", "evidence_url", "verified_by")
    rows = [{"service_id": f"N{number}"} | dict.fromkeys(columns, text) for number, text in enumerate(LOOKS_LIKE)]
    (counted,) = taken_in(SOURCE, write(tmp_path / "a.csv", *rows))
    assert counted.rejected == 0
    assert warehouse.rows(f"select {', '.join(columns)} from staging.provision_audit order by line") == [
        (text.removeprefix("'"),) * 3 for text in LOOKS_LIKE
    ]


def test_lines_for_people_and_the_mark_of_made_up_data_are_known(
    tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse
) -> None:
    header = [*template(), "SYNTHETIC_DEMONSTRATION"]
    path = write_rows(tmp_path / "a.csv", header, [RETURN], before="# fill in a row for each service, area and round\n")
    (counted,) = taken_in(SOURCE, path)
    assert (counted.read, counted.rejected) == (1, 0)
    assert notes(warehouse, "unknown_column") == []


def test_a_column_that_is_not_the_templates_is_noticed(tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse) -> None:
    taken_in(SOURCE, write_rows(tmp_path / "a.csv", [*template(), "women_only_grove"], [RETURN]))
    assert notes(warehouse, "unknown_column") == [("women_only_grove", 1)]


def test_every_question_says_what_may_stand_there() -> None:
    expected = {asked.column: asked.expected for asked in QUESTIONS}
    assert expected["women_only_group"] == "one of yes, no, planned, unknown"
    assert expected["women_only_hours_per_week"] == "a number from 0 to 168"
    assert expected["residential_women_only_beds"] == "a whole number from 0"
    assert expected["audit_round"] == "a year and a quarter, as 2026Q1"
    assert expected["verified_date"] == "day/month/year, as 31/03/2026"
    assert expected["notes"] == "text"
