"""The standards that ship with the project: every entry of each report, and what they are asked of."""

import tomllib
from collections import Counter
from typing import Any

import pytest

from pipelines.warehouse import PACKAGE

# As each report lists them; parts of a recommendation are entries of their own.
LISTED = {
    "west_midlands_2023": 4 + 3 + 1 + 2 + 1,
    "with_you_2021": 12,
    "fixing_a_gendered_system_2023": 6 + 1 + 4 + 1 + 1 + 5 + 2,
    "womanifesto_2025": 8 + 4 + 4,
    "women_friendly_components_2023": 5,
    "principles_2024": 5,
}


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    return tomllib.loads((PACKAGE / "reference" / "standards.toml").read_text(encoding="utf-8"))


def test_every_entry_of_each_report_is_there(told: dict[str, Any]) -> None:
    assert Counter(standard["framework"] for standard in told["standard"]) == LISTED
    assert [framework["framework"] for framework in told["framework"]] == list(LISTED)


def test_government_is_asked_for_nothing_an_area_could_be_counted_by(told: dict[str, Any]) -> None:
    of_government = [standard for standard in told["standard"] if standard["asked_of"] == "government"]
    assert of_government
    assert not [standard["standard"] for standard in of_government if standard["offers"]]


def test_offers_that_no_report_asks_for_are_known_to_be_so(told: dict[str, Any]) -> None:
    offers = tomllib.loads((PACKAGE / "reference" / "offers.toml").read_text(encoding="utf-8"))["offer"]
    asked = {offer for standard in told["standard"] for offer in standard["offers"]}
    assert {offer["offer"] for offer in offers} - asked == {
        "mother_and_child_places",  # asked for as a part of something wider
        "womens_lead",
    }
