"""Worked examples of answers: what is kept, what is null, and what was never asked."""

import pytest

from tests.boring.asked import answers_of
from tests.boring.conftest import Draw
from tests.boring.examples import record
from tests.boring.record_codes import ASKED, CATEGORY_OF, category


def answer(field: str, given: str | None, sex: str = "F") -> tuple[str | None, list[tuple[str, str]]]:
    """The answer of a row that has one field, and what is odd about it."""
    answers, odd = answers_of({"SEX": sex, field: given})
    return answers[field], odd


@pytest.mark.parametrize(
    ("field", "given", "kept", "rule"),
    [
        ("RFLS", "5", "5", None),
        ("RFLS", "05", None, "unlisted_code"),
        ("RFLS", "7", None, "unlisted_code"),
        ("RFLS", None, None, None),
        ("ETHNIC", "a", "A", None),
        ("ETHNIC", "Z", "Z", None),
        ("EHCSC", "looked after child", "LOOKED AFTER CHILD", None),
        ("EHCSC3", "99", "99", None),
        ("EHCSC2", "6", None, "unlisted_code"),
        ("MTWITN", "y", "Y", None),
        ("CHILDWTH", "02", "2", None),
        ("CHILDWTH", "0", "0", None),
        ("CHILDWTH", "30", "30", None),
        ("CHILDWTH", "31", None, "out_of_range"),
        ("CHILDWTH", "97", None, "out_of_range"),
        ("CHILDWTH", "98", "98", None),
        ("CHILDWTH", "-1", None, "out_of_range"),
        ("CHILDWTH", "2.0", None, "out_of_range"),
        ("CHILDWTH", "1e1", None, "out_of_range"),
        ("CHILDWTH", "two", None, "out_of_range"),
        ("DISRSN", "80", "80", None),
        ("DISRSN", "Died", "DIED", None),
        ("DISRSN", "93", None, "unlisted_code"),
    ],
)
def test_an_answer_is_kept_or_null_with_a_warning(
    field: str, given: str | None, kept: str | None, rule: str | None
) -> None:
    assert answer(field, given) == (kept, [] if rule is None else [(rule, field)])


def test_a_man_is_not_pregnant() -> None:
    assert answer("PREGNANT", "y", "M") == (None, [("pregnant_man", "PREGNANT")])
    assert answer("PREGNANT", "N", "M") == ("N", [])
    assert answer("PREGNANT", "x", "M") == (None, [("unlisted_code", "PREGNANT")])
    assert answer("PREGNANT", "Y", "F") == ("Y", [])


def test_what_a_file_has_no_column_for_was_not_asked() -> None:
    answers, odd = answers_of({"SEX": "F"})
    assert {field for field in ASKED if answers[field] is None} == {"EHCSC2", "EHCSC3"}
    assert {answers[field] for field in ASKED} == {None, "not_asked"}
    assert answers["DISRSN"] is None
    assert odd == []


def test_categories() -> None:
    assert category("DISRSN", "MOVED AWAY, REFERRED ON OR TRANSFERRED NOT IN CUSTODY") == "transferred"
    assert category("DISRSN", None) == category("DISRSN", "11") == "not_stated"
    assert category("ETHNIC", "not_asked") == "not_asked"
    assert {CATEGORY_OF["ETHNIC"][letter] for letter in "HJKLR"} == {"asian"}
    assert len(CATEGORY_OF["RFLS"]) == 24, "1 to 25 without 7"


def test_odd_answers_are_counted_on_used_rows_only(draw: Draw) -> None:
    odd = {"RFLS": "7", "CHILDWTH": "99", "DISD": "01/06/2023", "DISRSN": "999"}
    country = draw(
        record(**odd),
        record(**odd, TOPID="2"),
        record(**odd),
        record(**odd, CLIENTID="2", SEX="U"),
        record(**odd, CLIENTID="3", CONSENT="N"),
        record(CLIENTID="4", SEX="M", PREGNANT="Y"),
    )
    assert country.reading.warnings == {
        ("unlisted_code", "RFLS"): 2,
        ("unlisted_code", "DISRSN"): 2,
        ("out_of_range", "CHILDWTH"): 2,
        ("pregnant_man", "PREGNANT"): 1,
    }
    assert country.reading.rejects == [
        ("records.csv", 5, "SEX", "sex_not_stated"),
        ("records.csv", 4, "MODID", "duplicated_key"),
    ]
