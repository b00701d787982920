"""The codes the rules name are those of the reference tables."""

import csv

from tests.boring.code_lists import (
    ENGLAND,
    LISTED_DRUGS,
    NOT_STRUCTURED,
    REFERENCE,
    STRUCTURED,
    Places,
    drug_kind,
)
from tests.boring.examples import LEEDS, YORKSHIRE
from tests.boring.record_codes import CATEGORY_OF
from tests.boring.shares import exact_poisson


def table(name: str) -> list[dict[str, str]]:
    """The rows of a reference table."""
    with (REFERENCE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_drug_codes_are_those_of_the_rules() -> None:
    rows = table("drug_code.csv")
    assert {row["code"] for row in rows} == LISTED_DRUGS
    assert {row["code"]: row["drug_kind"] for row in rows} == {code: drug_kind(code) for code in LISTED_DRUGS}


def test_an_unlisted_code_of_four_digits_goes_by_its_first() -> None:
    assert [drug_kind(code) for code in ("1999", "7001", "9999", "0000")] == [
        "opiate",
        "alcohol",
        "non_opiate",
        "non_opiate",
    ]
    assert [drug_kind(code) for code in ("101", "10111", "10A1", "١٠١١")] == [None, None, None, None]


def test_the_interventions_are_those_of_the_rules() -> None:
    rows = table("intervention_code.csv")
    assert {row["code"] for row in rows if row["is_structured"] == "true"} == STRUCTURED
    assert {row["code"] for row in rows if row["is_structured"] == "false"} == NOT_STRUCTURED


def test_there_are_153_authorities_in_9_regions(places: Places) -> None:
    assert len(places.region_of) == 153
    assert len(set(places.region_of.values())) == 9
    assert len(places.every_place) == 153 + 9 + 1


def test_every_residence_code_leads_to_one_of_todays_authorities(places: Places) -> None:
    rows = table("residence_code.csv")
    assert len({(row["code_system"], row["code"]) for row in rows}) == len(rows)
    assert {row["area_code"] for row in rows} == set(places.region_of)


def test_an_area_is_the_first_of_authority_district_and_partnership_that_resolves(places: Places) -> None:
    assert places.area(LEEDS, "00CX", None) == LEEDS
    assert places.area("E10000006", "00DA", None) == LEEDS, "Cumbria was split, so the next column is asked"
    assert places.area(None, "not a code", "Z00B") is None
    assert places.area("E08000016", None, None) == "E08000038", "Barnsley was renumbered"
    assert places.places_holding(LEEDS) == [LEEDS, YORKSHIRE, ENGLAND]
    assert places.places_holding(None) == [ENGLAND]


def test_the_poisson_table_is_what_halving_finds() -> None:
    for row in table("poisson_limit.csv"):
        low, high = exact_poisson(int(row["events"]), float(row["confidence"]))
        assert abs(low - float(row["lower"])) < 1e-10
        assert abs(high - float(row["upper"])) < 1e-10


def test_the_answers_are_those_of_the_rules() -> None:
    rows = table("record_code.csv")
    listed = {(row["field"], row["code"]): row["category"] for row in rows}
    assert len(listed) == len(rows)
    assert listed == {
        (field, code): category for field, categories in CATEGORY_OF.items() for code, category in categories.items()
    }
