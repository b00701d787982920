"""Worked examples of leaving, staying, coming back, and never starting."""

from datetime import date, timedelta

import pytest

from tests.boring.conftest import Draw
from tests.boring.examples import BRISTOL, record, stay
from tests.boring.leaving import exit_reason

LATER = stay(1, "01/05/2025", CLIENTID="99", SEX="M", UTLA=BRISTOL)
"""Somebody else, so that the records reach further."""


def written(day: date) -> str:
    """A day as the records write it."""
    return day.strftime("%d/%m/%Y")


def categories(draw: Draw, measure: str, period: str, *records: dict[str, str]) -> dict[str, int]:
    """How many women are in each category of a measure in England."""
    counts = draw(*records, LATER).measures.counts[measure]
    return {
        category: people
        for (category, place, label, sex, group), people in counts.items()
        if (place, label, sex, group) == ("E92000001", period, "female", "all")
    }


@pytest.mark.parametrize(
    ("days", "reason", "category"),
    [
        (0, "86", "early_unplanned_exit"),
        (83, "87", "early_unplanned_exit"),
        (83, "88", "early_unplanned_exit"),
        (83, "85", "early_unplanned_exit"),
        (83, "80", "retained_or_completed"),
        (83, "83", "other_early_exit"),
        (83, "84", "other_early_exit"),
        (83, "90", "other_early_exit"),
        (83, "NA", "not_stated"),
        (83, "999", "not_stated"),
        (84, "86", "retained_or_completed"),
        (85, "86", "retained_or_completed"),
    ],
)
def test_the_first_12_weeks(draw: Draw, days: int, reason: str, category: str) -> None:
    began = date(2023, 5, 5)
    one = stay(1, written(began), written(began + timedelta(days=days)), DISRSN=reason)
    assert categories(draw, "first_12_weeks", "2023-24", one) == {category: 1}


@pytest.mark.parametrize(("began", "category"), [("06/02/2025", "retained_or_completed"), ("07/02/2025", "too_soon")])
def test_it_is_too_soon_until_84_days_have_passed(draw: Draw, began: str, category: str) -> None:
    # 6 February + 84 days = 1 May 2025, the last day of these records.
    assert categories(draw, "first_12_weeks", "2024-25", stay(1, began)) == {category: 1}
    ended = stay(1, "07/02/2025", "08/02/2025", DISRSN="86")
    assert categories(draw, "first_12_weeks", "2024-25", ended) == {"early_unplanned_exit": 1}


@pytest.mark.parametrize(
    ("began", "left", "category"),
    [
        ("05/05/2022", "04/05/2023", "under_1_year"),
        ("05/05/2022", "05/05/2023", "1_to_2_years"),
        ("05/05/2021", "04/05/2023", "1_to_2_years"),
        ("05/05/2021", "05/05/2023", "2_to_4_years"),
        ("05/05/2017", "05/05/2023", "6_years_and_over"),
        ("29/02/2020", "27/02/2024", "2_to_4_years"),
        ("29/02/2020", "28/02/2024", "2_to_4_years"),
        ("29/02/2020", "29/02/2024", "4_to_6_years"),
        ("29/02/2020", "NA", "4_to_6_years"),
        ("31/03/2022", "NA", "2_to_4_years"),
        ("01/04/2022", "NA", "1_to_2_years"),
        ("31/03/2022", "30/03/2024", "1_to_2_years"),
    ],
)
def test_the_length_in_treatment_by_its_end_or_that_of_the_year(
    draw: Draw, began: str, left: str, category: str
) -> None:
    assert categories(draw, "length_in_treatment", "2023-24", stay(1, began, left)) == {category: 1}


def test_a_year_from_a_leap_day_is_full_on_28_february(draw: Draw) -> None:
    one = stay(1, "29/02/2020", "28/02/2021")
    assert categories(draw, "length_in_treatment", "2020-21", one) == {"1_to_2_years": 1}
    one = stay(1, "29/02/2020", "27/02/2021")
    assert categories(draw, "length_in_treatment", "2020-21", one) == {"under_1_year": 1}


def test_the_reason_is_that_of_the_latest_discharge(draw: Draw) -> None:
    def reason(*records: dict[str, str]) -> str:
        [journey] = draw(*records).journeys
        return exit_reason(journey)

    long = stay(1, "01/05/2023", "31/12/2023", DISRSN="80")
    nested = stay(2, "01/06/2023", "30/06/2023", DISRSN="86")
    assert reason(long, nested) == "completed"
    assert reason(long, nested | {"DISD": "31/12/2023"}) == "dropped_out", "of two on one day the later"
    assert reason(long | {"DISRSN": "NA"}, nested) == "not_stated"
    assert reason(long | {"DISRSN": "Incomplete - deported"}) == "other"


def test_how_people_in_treatment_fared_by_the_end_of_the_period(draw: Draw) -> None:
    one = stay(1, "01/05/2023", "30/06/2023", DISRSN="90")
    assert categories(draw, "outcome", "2023-24 Q1", one) == {"died": 1}
    over = stay(1, "01/05/2023", "01/07/2023", DISRSN="90")
    assert categories(draw, "outcome", "2023-24 Q1", over) == {"still_in_treatment": 1}
    assert categories(draw, "outcome", "2023-24 Q2", over) == {"died": 1}
    assert categories(draw, "outcome", "2023-24", stay(1, "01/05/2023")) == {"still_in_treatment": 1}


@pytest.mark.parametrize(
    ("left", "again", "category"),
    [
        ("31/08/2023", "22/09/2023", "completed_and_returned"),
        ("31/08/2023", "28/02/2024", "completed_and_returned"),
        ("31/08/2023", "29/02/2024", "completed_and_stayed_away"),
        ("05/06/2023", "04/12/2023", "completed_and_returned"),
        ("05/06/2023", "05/12/2023", "completed_and_stayed_away"),
        ("05/06/2023", "06/12/2023", "completed_and_stayed_away"),
    ],
)
def test_coming_back_within_six_months(draw: Draw, left: str, again: str, category: str) -> None:
    completed = stay(1, "01/05/2023", left, DISRSN="80")
    back = stay(2, again, UTLA=BRISTOL, AGNCY="N0002", MODST="NA")
    # Who comes back is not in treatment again: only the first journey counts.
    assert categories(draw, "completed_without_return", "2023-24", completed, back) == {category: 1}


def test_not_completed_is_neither(draw: Draw) -> None:
    for one in (stay(1, "01/05/2023"), stay(1, "01/05/2023", "01/06/2023", DISRSN="86")):
        assert categories(draw, "completed_without_return", "2023-24", one) == {"not_completed": 1}
    later = stay(1, "01/05/2023", "01/04/2024", DISRSN="80")
    assert categories(draw, "completed_without_return", "2023-24", later) == {"not_completed": 1}


@pytest.mark.parametrize(
    ("changed", "path", "days", "from_justice"),
    [
        ({}, "started", "not_applicable", "started_within_21_days"),
        ({"MODST": "22/05/2023"}, "started", "not_applicable", "started_within_21_days"),
        ({"MODST": "23/05/2023"}, "started", "not_applicable", "started_later"),
        ({"MODST": "05/07/2024", "DISD": "06/07/2024"}, "started", "not_applicable", "started_later"),
        ({"MODAL": "96"}, "not_started_yet", "not_applicable", "not_started_yet"),
        ({"MODST": "NA"}, "not_started_yet", "not_applicable", "not_started_yet"),
        ({"MODST": "NA", "DISD": "22/05/2023"}, "left_before_starting", "within_3_weeks", "left_before_starting"),
        ({"MODST": "NA", "DISD": "23/05/2023"}, "left_before_starting", "over_3_to_6_weeks", "left_before_starting"),
        ({"MODST": "NA", "DISD": "12/06/2023"}, "left_before_starting", "over_3_to_6_weeks", "left_before_starting"),
        ({"MODST": "NA", "DISD": "13/06/2023"}, "left_before_starting", "over_6_to_12_weeks", "left_before_starting"),
        ({"MODST": "NA", "DISD": "24/07/2023"}, "left_before_starting", "over_6_to_12_weeks", "left_before_starting"),
        ({"MODST": "NA", "DISD": "25/07/2023"}, "left_before_starting", "over_12_weeks", "left_before_starting"),
    ],
)
def test_from_triage_to_treatment(draw: Draw, changed: dict[str, str], path: str, days: str, from_justice: str) -> None:
    # Referred on 1 May 2023, triaged on 5 May.
    one = record(RFLS="6", **changed)
    assert categories(draw, "pathway", "2023-24 Q1", one) == {path: 1}
    assert categories(draw, "left_before_starting_days", "2023-24 Q1", one) == {days: 1}
    assert categories(draw, "criminal_justice_start", "2023-24 Q1", one) == {from_justice: 1}


def test_the_referral_is_the_first_episodes_and_the_start_any_episodes(draw: Draw) -> None:
    first = stay(1, "01/05/2023", "20/05/2023", MODST="NA", RFLS="6", REFLD="30/04/2023")
    second = stay(2, "21/05/2023", RFLS="1")
    assert categories(draw, "criminal_justice_start", "2023-24", first, second) == {"started_within_21_days": 1}
    second = stay(2, "22/05/2023", RFLS="1")
    assert categories(draw, "criminal_justice_start", "2023-24", first, second) == {"started_later": 1}
