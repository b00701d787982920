"""The register of good practice that ships with the project: every example once, every place resolved or a reason."""

import csv
import re
import tomllib
from collections import Counter
from itertools import pairwise

import pytest

from pipelines.warehouse import PACKAGE
from tests.conftest import ROOT

REGISTER = ROOT / "data" / "raw" / "provision_register" / "register.csv"
# As the appendix prints them: recommendation, section, examples.
PRINTED = {
    ("1", ""): 28,
    ("2", "Info and advocacy"): 3,
    ("2", "Specialist residential support"): 5,
    ("2", "Dedicated offer for pregnant women and mothers"): 14,
    ("2", "Joint working and co-location"): 8,
    ("3", ""): 31,
}
# Where a place is not the name of one authority.
PLACES = {
    "Brighton & Hove": "Brighton and Hove",
    "Brighton & Hove and East Sussex": "Brighton and Hove; East Sussex",
    "Derby City": "Derby",
    "Greater Manchester": "Bolton; Bury; Manchester; Oldham; Rochdale; Salford; Stockport; Tameside; Trafford; Wigan",
    "Hull": "Kingston upon Hull",
    "Newcastle": "Newcastle upon Tyne",
    "Plymouth, Devon": "Plymouth",
    "Northampton": "West Northamptonshire",
    "Royal Borough of Windsor and Maidenhead": "Windsor and Maidenhead",
    "Scunthorpe": "North Lincolnshire",
    "St Helens": "St. Helens",
    "Stockton on Tees": "Stockton-on-Tees",
    "Telford": "Telford and Wrekin",
    "West Kent": "Kent",
    "Wigan and Leigh": "Wigan",
}
NOWHERE = {"NATIONWIDE", "Scotland", "Home Office / Netreach", "Ophelia House"}


@pytest.fixture(scope="module")
def register() -> list[dict[str, str]]:
    """The rows of the appendix; other documents may stand beside it."""
    with REGISTER.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["document"].startswith("A Womanifesto")]


def authorities() -> dict[str, str]:
    with (PACKAGE / "reference" / "area.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["area_code"]: row["area_name"]
            for row in csv.DictReader(file)
            if row["area_kind"] == "local_authority" and row["area_code"].startswith("E") and not row["valid_to"]
        }


def test_every_example_of_the_appendix_is_there_once(register: list[dict[str, str]]) -> None:
    assert Counter((row["recommendation"], row["section"]) for row in register) == PRINTED
    for recommendation in "123":
        numbers = [row["example_id"] for row in register if row["recommendation"] == recommendation]
        assert numbers == [f"W{recommendation}-{place:02}" for place in range(1, len(numbers) + 1)]


def test_every_place_resolves_or_says_why_not(register: list[dict[str, str]]) -> None:
    names = authorities()
    for row in register:
        place = row["place_as_written"]
        found = "; ".join(names[code] for code in row["area_codes"].split())
        assert found == ("" if place in NOWHERE else PLACES.get(place, place)), row["example_id"]
        assert bool(row["no_area_reason"]) == (place in NOWHERE), row["example_id"]


def test_offers_are_listed_in_their_order(register: list[dict[str, str]]) -> None:
    told = tomllib.loads((PACKAGE / "reference" / "offers.toml").read_text(encoding="utf-8"))
    order = [offer["offer"] for offer in told["offer"]]
    for row in register:
        places = [order.index(offer) for offer in row["offers"].split()]
        assert all(one < next_one for one, next_one in pairwise(places)), row["example_id"]


def test_each_is_one_plain_sentence_in_the_words_of_the_project(register: list[dict[str, str]]) -> None:
    for row in register:
        sentence = row["sentence"]
        assert sentence.endswith("."), row["example_id"]
        assert 8 <= len(sentence.split()) <= 36, row["example_id"]
        refused = r"addict|abuser|\bclean|hard to reach|prostitut|service user|sex worker"
        assert not re.search(refused, sentence, re.IGNORECASE), row["example_id"]


def test_published_results_are_kept(register: list[dict[str, str]]) -> None:
    results = {row["example_id"]: row["result"] for row in register if row["result"]}
    assert "19% to 94%" in results["W3-18"]
    assert "22-26 weeks" in results["W2-23"]
    assert len(results) == 3


def test_what_is_printed_twice_says_so(register: list[dict[str, str]]) -> None:
    assert {row["example_id"]: row["repeats"] for row in register if row["repeats"]} == {"W2-12": "W2-09"}
