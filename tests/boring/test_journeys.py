"""Worked examples of episodes, journeys and years."""

from datetime import date
from pathlib import Path

from tests.boring.code_lists import Places
from tests.boring.conftest import TODAY, Draw
from tests.boring.examples import BRADFORD, LEEDS, record, stay
from tests.boring.recount import recount
from tests.boring.write_records import write_records
from tests.boring.years import FinancialYear, year_of


def test_a_financial_year_runs_from_1_april_to_31_march() -> None:
    assert year_of(date(2023, 3, 31)).label == "2022-23"
    assert year_of(date(2023, 4, 1)).label == "2023-24"
    assert year_of(date(2024, 2, 29)).label == "2023-24"
    assert FinancialYear(1999).label == "1999-00"
    assert FinancialYear(2023).end == date(2024, 3, 31)


def test_a_gap_of_21_days_joins_and_one_of_22_does_not(draw: Draw) -> None:
    left = stay(1, "01/05/2023", "31/05/2023")
    for triaged, journeys in (("20/06/2023", 1), ("21/06/2023", 1), ("22/06/2023", 2)):
        assert len(draw(left, stay(2, triaged)).journeys) == journeys


def test_a_gap_is_counted_over_a_leap_day(draw: Draw) -> None:
    left = stay(1, "01/01/2024", "10/02/2024")
    assert len(draw(left, stay(2, "02/03/2024")).journeys) == 1
    assert len(draw(left, stay(2, "03/03/2024")).journeys) == 2


def test_a_gap_follows_the_latest_discharge_not_the_last_episode(draw: Draw) -> None:
    long = stay(1, "01/05/2023", "31/12/2023")
    nested = stay(2, "01/06/2023", "30/06/2023")
    country = draw(long, nested, stay(3, "21/01/2024", "31/01/2024"))
    assert len(country.journeys) == 1
    assert country.journeys[0].ended() == date(2024, 1, 31)
    assert len(draw(long, nested, stay(3, "22/01/2024")).journeys) == 2


def test_everything_joins_an_open_episode(draw: Draw) -> None:
    country = draw(stay(1, "01/05/2020"), stay(2, "01/06/2020", "02/06/2020"), stay(3, "01/05/2024", "02/05/2024"))
    assert len(country.journeys) == 1
    assert country.journeys[0].ended() is None
    assert country.journeys[0].began() == date(2020, 5, 1)


def test_overlaps_join_across_agencies(draw: Draw) -> None:
    here = stay(1, "01/05/2023", "31/05/2023")
    there = stay(1, "31/05/2023", "30/06/2023", AGNCY="N0002", CLIENTID="77")
    country = draw(here, there)
    assert [episode.key[0] for episode in country.journeys[0].episodes] == ["N0001", "N0002"]


def test_twins_with_the_same_initials_are_one_person_unless_of_another_sex(draw: Draw) -> None:
    one = stay(1, "01/05/2023", "31/05/2023")
    assert len(draw(one, stay(1, "01/05/2023", "31/05/2023", CLIENTID="2")).journeys) == 1
    assert len(draw(one, stay(1, "01/05/2023", "31/05/2023", CLIENTID="2", SEX="M")).journeys) == 2


def test_episodes_on_one_day_stand_in_order_of_their_number_as_text(draw: Draw) -> None:
    country = draw(
        stay(9, "01/05/2023", UTLA=LEEDS),
        stay(10, "01/05/2023", UTLA=BRADFORD),
    )
    assert [episode.key[2] for episode in country.journeys[0].episodes] == ["10", "9"]


def test_where_rows_of_an_episode_disagree_one_row_speaks_for_all(draw: Draw) -> None:
    closed = record(DISD="30/09/2024", UTLA=BRADFORD, DRUG1="7000", TOPID="1")
    still_open = record(TOPID="2")
    [journey] = draw(closed, still_open).journeys
    assert journey.ended() is None
    assert journey.episodes[0].area == LEEDS
    assert journey.episodes[0].drugs == ["1011", "9996", "9997"]

    earlier = record(DISD="29/09/2024", TOPID="2", DRUG1="9005")
    [journey] = draw(earlier, closed).journeys
    assert journey.ended() == date(2024, 9, 30)
    assert journey.episodes[0].area == BRADFORD

    [journey] = draw(record(TOPID="1"), record(TOPID="2", UTLA="NA"), record(TOPID="3", UTLA=BRADFORD)).journeys
    assert journey.episodes[0].area == LEEDS, "the greatest of the three codes, and none is the least"


def test_the_row_that_speaks_is_the_latest_by_discharge_then_triage_then_referral_then_drugs(draw: Draw) -> None:
    def drugs(**changed: str) -> list[str]:
        one = record(TOPID="1", DISD="30/09/2024", DRUG1="5000")
        [journey] = draw(one, record(TOPID="2", DISD="30/09/2024", DRUG1="1011") | changed).journeys
        return journey.episodes[0].drugs

    assert drugs() == ["5000", "9996", "9997"]
    assert drugs(REFLD="02/05/2023") == ["1011", "9996", "9997"]
    assert drugs(TRIAGED="04/05/2023", REFLD="02/05/2023") == ["5000", "9996", "9997"]
    assert drugs(DISD="01/10/2024", TRIAGED="04/05/2023") == ["1011", "9996", "9997"]
    assert drugs(DRUG1="5000", DRUG2="NA") == ["5000", "9996", "9997"]
    assert drugs(DRUG1="5000", DRUG2="9997", DRUG3="NA") == ["5000", "9997"]


def test_an_intervention_is_one_per_number_and_the_greatest_row_of_it_is_taken(draw: Draw) -> None:
    [journey] = draw(
        record(TOPID="1", MODAL="95"),
        record(TOPID="2", MODAL="96"),
        record(TOPID="3", MODAL="94", MODST="NA"),
        record(TOPID="4", MODAL="94", FAOMODDT="NA", MODST="09/05/2023"),
    ).journeys
    [intervention] = journey.interventions()
    assert (intervention.modal, intervention.started) == ("96", date(2023, 5, 5))


def test_an_intervention_without_a_number_is_one_per_what_it_says(draw: Draw) -> None:
    nothing = {"MODID": "NA", "MODAL": "NA", "REFMODDT": "NA", "FAOMODDT": "NA", "MODST": "NA"}
    [journey] = draw(
        record(TOPID="1", MODID="NA"),
        record(TOPID="2", MODID="NA"),
        record(TOPID="3", MODID="NA", MODAL="95"),
        record(TOPID="4", **nothing),
        record(TOPID="5", **(nothing | {"FAOMODDT": "05/05/2023"})),
    ).journeys
    assert [one.modal for one in journey.interventions()] == ["94", "95"]


def test_years_run_from_the_first_triage_to_the_latest_date_of_any_kind(draw: Draw) -> None:
    def years(*records: dict[str, str]) -> list[str]:
        return [year.label for year in draw(*records).years]

    assert years(record()) == ["2023-24"]
    assert years(record(REFLD="01/05/2019", REFMODDT="01/05/2019")) == ["2023-24"]
    assert years(record(TOPDATE="01/04/2024")) == ["2023-24", "2024-25"]
    assert years(record(TOPDATE="01/04/2095")) == ["2023-24", "2024-25", "2025-26"]
    assert years(record(FAOMODDT="01/04/2026")) == ["2023-24", "2024-25", "2025-26"]
    assert years(record(SEX="U", DISD="01/05/2025"), record(CONSENT="N", DISD="01/05/2025"), record()) == ["2023-24"]
    assert years(record(CONSENT="N")) == []
    assert year_of(TODAY).label == "2025-26"


def test_the_row_that_speaks_may_be_the_one_with_the_greater_answer(draw: Draw) -> None:
    def answer(field: str, one: dict[str, str], other: dict[str, str]) -> str | None:
        [journey] = draw(record(TOPID="1") | one, record(TOPID="2") | other).journeys
        return journey.episodes[0].answers[field]

    assert answer("ETHNIC", {"ETHNIC": "A"}, {"ETHNIC": "B"}) == "B"
    assert answer("ETHNIC", {"ETHNIC": "A"}, {}) == "A", "none is the least"
    assert answer("RFLS", {"RFLS": "9"}, {"RFLS": "10"}) == "9", "as text"
    assert answer("ETHNIC", {"ETHNIC": "A", "RFLS": "9"}, {"ETHNIC": "B", "RFLS": "10"}) == "A"
    assert answer("ETHNIC", {"ETHNIC": "A"}, {"ETHNIC": "B", "RFLS": "7"}) == "B", "an unlisted code is none"
    assert answer("INJSTAT", {"INJSTAT": "P", "DISRSN": "80"}, {"INJSTAT": "Z", "RFLS": "1"}) == "P"
    assert answer("INJSTAT", {"INJSTAT": "P", "UTLA": BRADFORD}, {"INJSTAT": "C", "DISRSN": "80"}) == "C"


def test_a_row_of_a_file_that_never_asked_has_the_greater_answer(tmp_path: Path, places: Places) -> None:
    write_records(tmp_path / "a.csv", [record(ETHNIC="A", TOPID="1")], ["UTLA", "MTWITN"])
    write_records(tmp_path / "b.csv", [record(ETHNIC="B", TOPID="2")], ["UTLA"])
    [journey] = recount(tmp_path, places, TODAY).journeys
    assert journey.episodes[0].answers["ETHNIC"] == "B", "ETHNIC comes first"
    write_records(tmp_path / "a.csv", [record(INJSTAT="P", TOPID="1", MTWITN="Y")], ["UTLA", "MTWITN"])
    write_records(tmp_path / "b.csv", [record(INJSTAT="C", TOPID="2")], ["UTLA"])
    [journey] = recount(tmp_path, places, TODAY).journeys
    assert journey.episodes[0].answers["INJSTAT"] == "C", "not_asked is greater than any answer"
