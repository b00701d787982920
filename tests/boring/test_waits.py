"""Worked examples of waits."""

import pytest

from tests.boring.code_lists import ENGLAND
from tests.boring.conftest import Draw
from tests.boring.examples import BRADFORD, LEEDS, YORKSHIRE, record, stay
from tests.boring.waits import quantile, summary_of


def test_the_bands_end_at_21_and_42_days() -> None:
    summary = summary_of([0, 21, 22, 42, 43])
    assert (summary.waits, summary.within_3_weeks, summary.over_3_weeks) == (5, 2, 3)
    assert (summary.over_3_to_6_weeks, summary.over_6_weeks) == (2, 1)
    assert summary.mean_days == pytest.approx(25.6)


def test_middle_and_ninth_decile_lie_on_a_line_between_the_nearest() -> None:
    assert quantile([7], 0.5) == quantile([7], 0.9) == 7
    assert quantile([10, 0], 0.5) == 5
    assert quantile([10, 0], 0.9) == pytest.approx(9)
    assert quantile([1, 2, 3, 4], 0.5) == 2.5
    assert quantile([1, 2, 3, 4], 0.9) == pytest.approx(3.7)


def test_two_clocks_from_the_referral(draw: Draw) -> None:
    country = draw(record())
    assert country.waits_in(LEEDS, "2023-24", "first", "offered") == [4]
    assert country.waits_in(YORKSHIRE, "2023-24", "first", "started", "female", "opiate") == [4]
    assert country.waits_in(ENGLAND, "2023-24", "subsequent", "started") == []
    assert country.waits_in(ENGLAND, "2023-24", "first", "started", "male") == []
    assert len(country.waits.days) == 3 * 4 * 2 * 2, "in the year and in the quarter"


def test_a_wait_needs_a_referral_and_an_end(draw: Draw) -> None:
    assert draw(record(REFMODDT="NA")).waits.days == {}
    unstarted = draw(record(MODST="NA"))
    assert unstarted.waits_in(LEEDS, "2023-24", "first", "started") == []
    assert unstarted.waits_in(LEEDS, "2023-24", "first", "offered") == [4]


def test_any_kind_of_intervention_waits(draw: Draw) -> None:
    for modal in ("96", "76", "NA"):
        assert draw(record(MODAL=modal)).waits_in(LEEDS, "2023-24", "first", "offered") == [4]


def test_the_first_is_by_referral_then_start_then_number_as_text(draw: Draw) -> None:
    def first_days(*records: dict[str, str]) -> list[int]:
        country = draw(*records)
        together = country.waits_in(LEEDS, "2023-24", "subsequent", "offered")
        assert len(together) == len(records) - 1
        return country.waits_in(LEEDS, "2023-24", "first", "offered")

    earlier = record(MODID="9", REFMODDT="30/04/2023", FAOMODDT="06/05/2023")
    assert first_days(record(MODID="1"), earlier) == [6]
    assert first_days(record(MODID="1", MODST="NA", FAOMODDT="08/05/2023"), record(MODID="9")) == [4]
    assert first_days(record(MODID="9"), record(MODID="10", FAOMODDT="09/05/2023")) == [8]
    assert first_days(record(MODID="9"), record(MODID="NA", FAOMODDT="09/05/2023")) == [4]


def test_first_is_first_of_the_journey_not_of_the_episode(draw: Draw) -> None:
    together = draw(stay(1, "01/05/2023", "31/05/2023"), stay(2, "10/06/2023"))
    assert together.waits_in(LEEDS, "2023-24", "first", "offered") == [0]
    assert together.waits_in(LEEDS, "2023-24", "subsequent", "offered") == [0]
    apart = draw(stay(1, "01/05/2023", "31/05/2023"), stay(2, "10/09/2023"))
    assert apart.waits_in(LEEDS, "2023-24", "first", "offered") == [0, 0]


def test_a_wait_lies_in_the_year_it_ended_in(draw: Draw) -> None:
    dates = {"REFLD": "01/03/2023", "TRIAGED": "05/03/2023", "REFMODDT": "10/03/2023"}
    country = draw(record(**dates, FAOMODDT="31/03/2023", MODST="01/04/2023"))
    assert country.waits_in(LEEDS, "2022-23", "first", "offered") == [21]
    assert country.waits_in(LEEDS, "2023-24", "first", "started") == [22]
    assert country.waits_in(LEEDS, "2023-24", "first", "offered") == []


def test_an_offer_outside_the_years_is_left_out(draw: Draw) -> None:
    ahead = draw(record(FAOMODDT="01/04/2026", TOPDATE="01/05/2025"))
    assert ahead.waits.outside == 1
    assert {cell[5] for cell in ahead.waits.days} == {"started"}
    before = draw(record(REFMODDT="01/03/2023", FAOMODDT="31/03/2023"))
    assert before.waits.outside == 1
    assert before.waits_in(LEEDS, "2023-24", "first", "started") == [65]


def test_area_and_group_are_those_of_the_episodes_triaged_by_the_end_of_the_year(draw: Draw) -> None:
    first = stay(1, "01/03/2024", "31/03/2024", DRUG1="7000")
    later = stay(2, "10/04/2024", UTLA=BRADFORD)
    late_start = stay(1, "01/03/2024", "31/03/2024", DRUG1="7000", MODID="2", MODST="11/04/2024")
    country = draw(first, late_start, later)
    assert country.waits_in(LEEDS, "2023-24", "first", "started", "female", "alcohol") == [0]
    assert country.waits_in(LEEDS, "2023-24", "subsequent", "offered", "female", "alcohol") == [0]
    assert country.waits_in(BRADFORD, "2024-25", "subsequent", "started", "female", "opiate") == [0, 41]
    assert country.waits_in(LEEDS, "2024-25", "subsequent", "started") == []


def test_an_offer_in_the_year_before_the_first_triage_takes_the_first_episode(draw: Draw) -> None:
    other = stay(1, "01/05/2022", "02/05/2022", CLIENTID="2", SEX="M")
    dates = {"REFLD": "01/03/2023", "REFMODDT": "01/03/2023", "TRIAGED": "03/04/2023", "MODST": "03/04/2023"}
    early = record(**dates, FAOMODDT="30/03/2023", DISD="30/04/2023", DRUG1="7000")
    country = draw(other, early, stay(2, "10/05/2023", UTLA=BRADFORD))
    assert country.waits_in(LEEDS, "2022-23", "first", "offered", "female", "alcohol") == [29]
    assert country.waits_in(BRADFORD, "2022-23", "first", "offered") == []


def test_who_cannot_be_placed_waits_in_england_only(draw: Draw) -> None:
    country = draw(record(UTLA="NA", DAT="Z00B"))
    assert {cell[0] for cell in country.waits.days} == {ENGLAND}
    assert country.waits_in(ENGLAND, "2023-24", "first", "offered") == [4]


def test_a_wait_lies_in_the_quarter_it_ended_in_where_the_year_says_it_was(draw: Draw) -> None:
    first = stay(1, "20/06/2023", "30/06/2023", DRUG1="7000", REFMODDT="20/06/2023", FAOMODDT="30/06/2023")
    later = stay(2, "10/07/2023", UTLA=BRADFORD)
    country = draw(first, later)
    # By the end of the year the journey is in Bradford and for opiates: so is its quarter, and quarters add up.
    assert country.waits_in(LEEDS, "2023-24 Q1", "first", "offered") == []
    assert country.waits_in(BRADFORD, "2023-24 Q1", "first", "offered", "female", "opiate") == [10]
    assert country.waits_in(BRADFORD, "2023-24 Q2", "subsequent", "offered") == [0]
    assert country.waits_in(BRADFORD, "2023-24", "first", "offered") == [10]
    day = (BRADFORD, "2023-24", "2023-24 Q1", "female", "opiate", "first", "offered", 10)
    assert country.waits.by_day[day] == 1
    assert sum(country.waits.by_day.values()) == 4


def test_the_days_of_who_cannot_be_placed(draw: Draw) -> None:
    country = draw(record(UTLA="NA", MODST="NA"), record(UTLA="NA", MODST="NA", CLIENTID="2", DOB="01/01/1980"))
    assert country.waits.by_day == {
        ("not_placed", "2023-24", "2023-24 Q1", "female", "opiate", "first", "offered", 4): 2
    }


def test_an_appointment_in_a_quarter_to_come_counts_in_the_year_only(draw: Draw) -> None:
    country = draw(stay(1, "05/06/2025", FAOMODDT="01/08/2025"))
    assert country.waits_in(LEEDS, "2025-26", "first", "offered") == [57]
    assert {cell[1] for cell in country.waits.days if cell[5] == "offered"} == {"2025-26"}
    assert country.waits.outside == 0
