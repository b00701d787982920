"""Worked examples of days to leaving and in treatment."""

from tests.boring.conftest import Draw
from tests.boring.examples import BRADFORD, LEEDS, YORKSHIRE, record, stay
from tests.boring.recount import Recount


def days(country: Recount, measure: str, place: str, period: str) -> list[int]:
    """The days of everybody in a place and period, shortest first."""
    return sorted(country.treatment_days.get((measure, place, period, "all", "all"), []))


def test_days_from_referral_to_leaving(draw: Draw) -> None:
    left = record(MODST="NA", DISD="25/07/2023")
    country = draw(left, record(CLIENTID="2", SEX="M"), record(CLIENTID="3", DOB="01/01/1980", MODST="NA"))
    assert days(country, "left_before_starting", LEEDS, "2023-24") == [85]
    assert days(country, "left_before_starting", LEEDS, "2023-24 Q1") == [85]
    assert days(country, "left_before_starting", LEEDS, "2023-24 Q2") == []


def test_days_in_treatment_by_the_end_of_the_period(draw: Draw) -> None:
    country = draw(stay(1, "01/05/2023", "01/08/2023"), record(CLIENTID="2", SEX="M"))
    assert days(country, "length_in_treatment", LEEDS, "2023-24 Q1") == [56, 60]
    assert days(country, "length_in_treatment", LEEDS, "2023-24 Q2") == [92, 148]
    assert days(country, "length_in_treatment", LEEDS, "2023-24") == [92, 331]


def test_the_last_journey_of_the_place_is_measured(draw: Draw) -> None:
    country = draw(stay(1, "01/05/2023", "11/05/2023"), stay(2, "01/06/2023", "04/06/2023", UTLA=BRADFORD))
    assert days(country, "length_in_treatment", LEEDS, "2023-24") == []
    country = draw(stay(1, "01/05/2023", "11/05/2023"), stay(2, "02/06/2023", "04/06/2023", UTLA=BRADFORD))
    assert days(country, "length_in_treatment", LEEDS, "2023-24") == [10]
    assert days(country, "length_in_treatment", YORKSHIRE, "2023-24") == [2]
