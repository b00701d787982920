"""Worked examples of what an episode says of a person's life."""

import pytest

from tests.boring.conftest import Draw
from tests.boring.examples import record


@pytest.mark.parametrize(
    ("measure", "answers", "category"),
    [
        ("age_band_in_treatment", {"DOB": "06/05/1993"}, "18_to_29"),
        ("age_band_in_treatment", {"DOB": "05/05/1993"}, "30_to_49"),
        ("age_band_in_treatment", {"DOB": "06/05/1973"}, "30_to_49"),
        ("age_band_of_new_presentations", {"DOB": "05/05/1973"}, "50_and_over"),
        ("ethnic_group_in_treatment", {"ETHNIC": "g"}, "mixed"),
        ("ethnic_group_of_new_presentations", {"ETHNIC": "Z"}, "not_stated"),
        ("ethnic_group_of_new_presentations", {}, "not_stated"),
        ("referral_source", {"RFLS": "13"}, "criminal_justice"),
        ("referral_source", {"RFLS": "7"}, "not_stated"),
        ("treated_before", {"PREVTR": "N"}, "first_ever"),
        ("parental_status", {"PRNTSTAT": "12", "CHILDWTH": "0"}, "lives_with_own_children"),
        ("parental_status", {"PRNTSTAT": "13", "CHILDWTH": "1"}, "lives_with_other_children"),
        ("parental_status", {"PRNTSTAT": "14", "CHILDWTH": "30"}, "lives_with_other_children"),
        ("parental_status", {"PRNTSTAT": "13", "CHILDWTH": "98"}, "own_children_elsewhere"),
        ("parental_status", {"PRNTSTAT": "13"}, "own_children_elsewhere"),
        ("parental_status", {"PRNTSTAT": "14", "CHILDWTH": "0"}, "no_children"),
        ("parental_status", {"PRNTSTAT": "15", "CHILDWTH": "2"}, "not_stated"),
        ("parental_status", {"CHILDWTH": "2"}, "not_stated"),
        ("children_living_with", {"CHILDWTH": "00"}, "none"),
        ("children_living_with", {"CHILDWTH": "2"}, "two"),
        ("children_living_with", {"CHILDWTH": "3"}, "three_or_more"),
        ("children_living_with", {"CHILDWTH": "98"}, "not_stated"),
        ("children_living_with", {"CHILDWTH": "31"}, "not_stated"),
        ("childrens_services", {}, "not_asked"),
        ("childrens_services", {"EHCSC": "NA"}, "not_stated"),
        ("childrens_services", {"EHCSC": "99"}, "not_stated"),
        ("childrens_services", {"EHCSC": "5", "EHCSC2": "99"}, "none"),
        ("childrens_services", {"EHCSC": "1", "EHCSC3": "child in need"}, "child_in_need"),
        ("childrens_services", {"EHCSC": "3", "EHCSC2": "4"}, "looked_after_child"),
        ("childrens_services", {"EHCSC2": "3"}, "child_protection_plan"),
        ("childrens_services", {"EHCSC2": "99"}, "not_stated"),
        ("childrens_services", {"EHCSC2": "7"}, "not_asked"),
        ("pregnant_at_start", {"PREGNANT": "Y"}, "yes"),
        ("pregnant_at_start", {}, "not_stated"),
        ("housing", {"ACCMNEED": "1"}, "urgent_problem"),
        ("employment", {"EMPSTAT": "12"}, "unemployed_and_seeking_work"),
        ("employment", {"EMPSTAT": "6"}, "not_stated"),
        ("mental_health_need", {}, "not_asked"),
        ("mental_health_need", {"MTWITN": "n"}, "no_need"),
        ("mental_health_treatment", {"MTWITN": "Y", "CRTMHN": "3"}, "receiving"),
        ("mental_health_treatment", {"MTWITN": "Y", "CRTMHN": "6"}, "not_receiving"),
        ("mental_health_treatment", {"MTWITN": "Y", "CRTMHN": "NA"}, "not_stated"),
        ("mental_health_treatment", {"MTWITN": "N", "CRTMHN": "1"}, "no_need_recorded"),
        ("mental_health_treatment", {"MTWITN": "NA", "CRTMHN": "1"}, "no_need_recorded"),
        ("mental_health_treatment", {"MTWITN": "N"}, "not_asked"),
        ("mental_health_treatment", {"CRTMHN": "1"}, "not_asked"),
        ("injecting", {"INJSTAT": "p"}, "previously"),
        ("criminal_justice_start", {"RFLS": "1"}, "not_applicable"),
        ("criminal_justice_start", {"RFLS": "5"}, "started_within_21_days"),
    ],
)
def test_the_category_of_a_woman(draw: Draw, measure: str, answers: dict[str, str], category: str) -> None:
    counts = draw(record(**answers)).measures.counts[measure]
    assert {cell[0] for cell in counts} == {category}
    assert set(counts.values()) == {1}


def test_of_men_nobody_asks_whether_they_are_pregnant(draw: Draw) -> None:
    country = draw(record(SEX="M", PREGNANT="N"))
    assert country.measures.counts["pregnant_at_start"] == {}
