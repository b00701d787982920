"""Worked examples of what is accepted and what is rejected."""

from datetime import date
from pathlib import Path

import pytest

from tests.boring.conftest import TODAY, Draw
from tests.boring.examples import EDGES_OF_RULES, LEEDS, record
from tests.boring.read_records import read_folder
from tests.boring.record_files import RefusedFileError
from tests.boring.row import read_date
from tests.boring.row_rules import age_on
from tests.boring.write_records import EDITION_K, line_of, write_records


def rejects(draw: Draw, *records: dict[str, str] | str) -> list[tuple[int, str | None, str]]:
    """Line, column and rule of every reject, in order."""
    found = draw(*records).reading.rejects
    return sorted(((line, column, rule) for _file, line, column, rule in found), key=str)


def test_a_good_record_is_accepted(draw: Draw) -> None:
    reading = draw(record()).reading
    assert reading.rejects == []
    assert len(reading.rows) == 1
    assert reading.records == {"records.csv": 1}
    assert reading.rejected_records("records.csv") == 0


def test_a_date_is_a_real_day_from_1900_on() -> None:
    assert read_date("29/02/2024") == date(2024, 2, 29)
    assert read_date("1/4/2023") == date(2023, 4, 1)
    for text in ("29/02/2023", "31/12/1899", "2023-04-01", "01/04/23", "01/04/20233", "1/13/2023", "", None):
        assert read_date(text) is None


def test_a_birthday_on_29_february_falls_on_1_march_in_other_years() -> None:
    born = date(2004, 2, 29)
    assert age_on(born, date(2022, 2, 28)) == 17
    assert age_on(born, date(2022, 3, 1)) == 18
    assert age_on(born, date(2024, 2, 28)) == 19
    assert age_on(born, date(2024, 2, 29)) == 20


@pytest.mark.parametrize(("changed", "expected"), EDGES_OF_RULES)
def test_each_rule(draw: Draw, changed: dict[str, str], expected: list[tuple[str, str]]) -> None:
    assert rejects(draw, record(**changed)) == [(2, column, rule) for column, rule in expected]


def test_without_consent_nothing_else_is_looked_at(draw: Draw) -> None:
    country = draw({"AGNCY": "N0001", "CLIENTID": "1", "CONSENT": "N", "DOB": "never", "DRUG1": "x"}, record())
    assert country.reading.rejects == []
    assert country.reading.without_consent == 1
    assert len(country.reading.rows) == 1


def test_a_record_on_which_nothing_else_is_looked_at(draw: Draw) -> None:
    header = line_of([*EDITION_K, "UTLA"])
    expected = [
        (2, "AGNCY", "header_repeated"),
        (3, "AGNCY", "header_repeated"),
        (4, None, "wrong_number_of_columns"),
        (5, None, "broken_quoting"),
        (6, None, "wrong_number_of_columns"),
    ]
    assert rejects(draw, header, header.lower(), "one,two", 'one,"two"three', "  ", record()) == expected


def test_a_stray_quote_costs_its_own_line_and_no_other(draw: Draw) -> None:
    found = rejects(draw, record(), 'one,"two', "three", record(EPISODID="2"), record(EPISODID="3", SEX="U"))
    assert found == [
        (3, None, "broken_quoting"),
        (4, None, "wrong_number_of_columns"),
        (6, "SEX", "sex_not_stated"),
    ]
    found = rejects(draw, 'one,"two', 'three"', record(EPISODID="3", SEX="U"))
    assert found == [
        (2, None, "wrong_number_of_columns"),
        (3, None, "wrong_number_of_columns"),
        (4, "SEX", "sex_not_stated"),
    ]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_stray_quote_in_row_5_of_500_rejects_row_5(tmp_path: Path, newline: str) -> None:
    records = [record(EPISODID=str(number)) for number in range(500)]
    write_records(tmp_path / "records.csv", records, ["UTLA"], newline, is_quoted=False)
    lines = (tmp_path / "records.csv").read_text(encoding="utf-8").split("\n")
    lines[5] = lines[5].replace(",NA,", ',"NA,', 1)
    (tmp_path / "records.csv").write_bytes("\n".join(lines).encode())
    reading = read_folder(tmp_path, TODAY)
    assert reading.rejects == [("records.csv", 6, None, "broken_quoting")]
    assert len(reading.rows) == 499
    assert reading.records == {"records.csv": 500}


def test_a_quoted_newline_and_a_blank_line_do_not_advance_the_line(draw: Draw) -> None:
    assert rejects(draw, record(PC="LS1\nLS2"), "", record(EPISODID="2", SEX="NA")) == [(3, "SEX", "sex_not_stated")]


@pytest.mark.parametrize(
    "changed",
    [{"FINITIAL": "Z"}, {"SINITIAL": "Z"}, {"DOB": "02/02/1980"}, {"DOB": "01/02/1979"}, {"SEX": "M"}],
)
def test_an_episode_that_names_two_people_is_rejected_with_all_its_rows(draw: Draw, changed: dict[str, str]) -> None:
    country = draw(
        record(TOPID="1"),
        record(TOPID="2"),
        record(TOPID="3", **changed),
        record(EPISODID="2"),
        record(CLIENTID="2", **changed),
        record(AGNCY="N0002", **changed),
    )
    assert country.reading.rejects == [("records.csv", line, "EPISODID", "person_differs") for line in (2, 3, 4)]
    assert len(country.reading.rows) == 3


def test_one_person_may_be_written_in_two_ways(draw: Draw) -> None:
    assert rejects(draw, record(TOPID="1"), record(TOPID="2", FINITIAL=" a", SEX="f", DOB="1/2/1980")) == []


def test_only_rows_that_are_otherwise_good_name_somebody(draw: Draw) -> None:
    somebody_else = {"FINITIAL": "Z"}
    assert rejects(draw, record(), record(TOPID="2", DRUG1="x", **somebody_else)) == [(3, "DRUG1", "unknown_drug_code")]
    assert rejects(draw, record(), record(TOPID="2", CONSENT="N", **somebody_else)) == []
    assert rejects(draw, record(), record(TOPID="2", DOB="NA")) == [(3, "DOB", "missing")]


def test_who_is_meant_is_asked_before_what_stands_twice(draw: Draw) -> None:
    again = [record(), record(), record(FINITIAL="Z")]
    assert rejects(draw, *again) == [(line, "EPISODID", "person_differs") for line in (2, 3, 4)]
    assert draw(*again, record(CLIENTID="2", SEX="M")).people_in(LEEDS, "2023-24", "female") == 0


def test_an_episode_may_name_two_people_in_two_files(tmp_path: Path) -> None:
    write_records(tmp_path / "b.csv", [record(), record(CLIENTID="2")], later_columns=["UTLA"])
    write_records(tmp_path / "a.csv", [record(UTLA="NA", LA=LEEDS, SEX="M", TOPID="1")], later_columns=["UTLA"])
    assert read_folder(tmp_path, TODAY).rejects == [
        ("a.csv", 2, "EPISODID", "person_differs"),
        ("b.csv", 2, "EPISODID", "person_differs"),
    ]


def test_all_but_the_first_of_a_key_are_rejected(draw: Draw) -> None:
    broken = record(SEX="NA")
    unconsenting = record(CONSENT="N")
    again = record(DRUG2="7000")
    another = record(TOPID="2")
    assert rejects(draw, broken, unconsenting, record(), again, another) == [
        (2, "SEX", "sex_not_stated"),
        (5, "MODID", "duplicated_key"),
    ]


def test_the_first_of_a_key_is_the_first_by_name_of_file(tmp_path: Path) -> None:
    write_records(tmp_path / "b.csv", [record()], later_columns=["UTLA"])
    write_records(tmp_path / "a.csv", [record(UTLA="NA", LA=LEEDS)], later_columns=["UTLA"])
    reading = read_folder(tmp_path, TODAY)
    assert reading.rejects == [("b.csv", 2, "MODID", "duplicated_key")]


def test_windows_text_is_read_and_anything_else_refuses_the_file(tmp_path: Path) -> None:
    path = tmp_path / "records.csv"
    write_records(path, [record(PC="Café")], later_columns=["UTLA"], newline="\r\n")
    in_unicode = path.read_bytes()
    for mark in (b"\xef\xbb\xbf", b""):
        path.write_bytes(mark + in_unicode)
        assert len(read_folder(tmp_path, TODAY).rows) == 1
    path.write_bytes(in_unicode.replace("é".encode(), b"\xe9"))
    assert read_folder(tmp_path, TODAY).rows[0].cell("PC") == "Café"
    for byte in (b"\x81", b"\0"):
        path.write_bytes(in_unicode.replace("é".encode(), byte))
        with pytest.raises(RefusedFileError):
            read_folder(tmp_path, TODAY)


def test_a_header_that_does_not_do_refuses_the_file(tmp_path: Path) -> None:
    path = tmp_path / "records.csv"
    whole = ",".join(EDITION_K)
    line = ",".join("NA" for _name in EDITION_K)
    for content in (
        "",
        whole,
        whole + ",sex \n" + line + ",NA",
        whole.replace("DRUG2", "DRUGTWO") + "\n" + line,
        whole.replace("DAT,", "D,").replace("LA,", "L,") + "\n" + line,
    ):
        path.write_text(content, encoding="utf-8")
        with pytest.raises(RefusedFileError):
            read_folder(tmp_path, TODAY)
    path.write_text(whole.lower().replace("sex,", " Sex ,") + "\n" + line, encoding="utf-8")
    assert len(read_folder(tmp_path, TODAY).rejects) == 11


def test_what_is_odd_but_allowed_is_counted(draw: Draw) -> None:
    odd = record(DRUG2="1999", DISD="01/06/2023", UTLA="NA", LA="nowhere", DAT="z00b", TOPDATE="soon")
    country = draw(odd, odd | {"TOPID": "2"}, record(EPISODID="2", DISRSN="80"))
    assert country.reading.warnings == {
        ("unlisted_drug_code", "DRUG2"): 2,
        ("discharge_without_reason", "DISRSN"): 2,
        ("reason_without_discharge", "DISD"): 1,
        ("la_given_out_of_england", "LA"): 2,
        ("not_a_date", "TOPDATE"): 2,
    }
    assert country.not_placed == 1, "two rows, one episode"


def test_what_is_odd_is_counted_on_accepted_rows_with_consent_only(draw: Draw) -> None:
    odd = {"DRUG2": "1999", "TOPDATE": "soon", "DISRSN": "80"}
    rejected = record(SEX="U", **odd)
    unconsenting = record(CONSENT="N", **odd)
    again = record(**odd)
    two_people = [record(EPISODID="2", **odd), record(EPISODID="2", TOPID="2", SEX="M", **odd)]
    assert draw(record(), rejected, unconsenting, again, *two_people).reading.warnings == {}


def test_numbers_out_of_their_range_warn(draw: Draw) -> None:
    good = {"ALCDDAYS": "28", "OPIUSE": "00", "PHSTAT": "20", "QUALLIFE": "007"}
    bad = {"ALCDDAYS": "29", "OPIUSE": "-1", "EDUCAT": "28.0", "PHSTAT": "21", "PSYHSTAT": "well"}
    assert draw(record(**good), record(CLIENTID="2", **bad)).reading.warnings == {
        ("alcdays_out_of_range", "ALCDDAYS"): 1,
        ("top_days_out_of_range", "OPIUSE"): 1,
        ("top_days_out_of_range", "EDUCAT"): 1,
        ("top_rating_out_of_range", "PHSTAT"): 1,
        ("top_rating_out_of_range", "PSYHSTAT"): 1,
    }
