"""Worked examples of the table of measures: which journey speaks for whom, and what the rows say."""

from tests.boring.code_lists import ENGLAND, Places
from tests.boring.conftest import Draw
from tests.boring.examples import BRADFORD, BRISTOL, LEEDS, YORKSHIRE, record, stay
from tests.boring.measure_list import MEASURES, WHOLES, WOMENS_SHARE_OF
from tests.boring.measures import MeasureRow
from tests.boring.recount import Recount
from tests.boring.shares import wilson

NOTHING = (None, None, None)


def row(
    country: Recount, places: Places, measure: str, category: str, place: str, period: str, sex: str = "all"
) -> MeasureRow:
    """A row of the table, of all substance groups."""
    return dict(country.measures.rows(measure, places))[(category, place, period, sex, "all")]


def where(country: Recount, measure: str, category: str) -> set[tuple[str, str]]:
    """The places and periods where there is a woman in a category."""
    return {
        (place, period)
        for (name, place, period, sex, group) in country.measures.counts[measure]
        if (name, sex, group) == (category, "female", "all")
    }


def test_a_person_in_treatment_is_looked_at_in_the_last_journey_of_the_place(draw: Draw) -> None:
    country = draw(
        stay(1, "01/05/2023", "31/05/2023", DISRSN="80", ETHNIC="A"),
        stay(2, "01/09/2023", "30/09/2023", DISRSN="86", ETHNIC="M", UTLA=BRADFORD),
        stay(3, "01/12/2023", ETHNIC="S", UTLA=BRISTOL),
    )
    year = "2023-24"
    assert {(LEEDS, year), (LEEDS, f"{year} Q1"), (YORKSHIRE, f"{year} Q1"), (ENGLAND, f"{year} Q1")} == where(
        country, "outcome", "completed"
    )
    assert (YORKSHIRE, year) in where(country, "outcome", "dropped_out")
    assert (YORKSHIRE, year) in where(country, "ethnic_group_in_treatment", "black")
    assert where(country, "ethnic_group_in_treatment", "other") >= {(BRISTOL, year), (ENGLAND, year)}
    assert (ENGLAND, year) not in where(country, "ethnic_group_in_treatment", "black")


def test_the_latest_episode_speaks_of_treatment_and_the_first_of_the_start(draw: Draw) -> None:
    country = draw(
        stay(1, "01/05/2023", "30/06/2023", ETHNIC="A", AGNCY="N0002"),
        stay(2, "10/05/2023", "20/05/2023", ETHNIC="M"),
        stay(3, "10/07/2023", ETHNIC="S"),
    )
    assert (LEEDS, "2023-24 Q1") in where(country, "ethnic_group_in_treatment", "black"), "the third came later"
    assert where(country, "ethnic_group_in_treatment", "other") >= {(LEEDS, "2023-24"), (LEEDS, "2023-24 Q2")}
    assert where(country, "ethnic_group_of_new_presentations", "white") == {
        (place, period) for place in (LEEDS, YORKSHIRE, ENGLAND) for period in ("2023-24", "2023-24 Q1")
    }


def test_who_is_new_is_looked_at_in_the_last_journey_that_began(draw: Draw) -> None:
    country = draw(
        stay(1, "01/05/2023", "31/05/2023", RFLS="1"),
        stay(2, "01/09/2023", "30/09/2023", RFLS="4"),
        stay(3, "01/09/2024", RFLS="5"),
    )
    assert (LEEDS, "2023-24") in where(country, "referral_source", "self_family_friends")
    assert (LEEDS, "2023-24 Q1") in where(country, "referral_source", "substance_misuse_service")
    assert (LEEDS, "2023-24") not in where(country, "referral_source", "substance_misuse_service")


def test_a_journey_triaged_counts_whatever_treatment_it_has_and_once_for_each(draw: Draw, places: Places) -> None:
    country = draw(
        stay(1, "01/05/2023", "31/05/2023", MODST="NA"),
        stay(2, "01/06/2023", "30/06/2023", MODST="NA", UTLA=BRADFORD),
        stay(3, "01/09/2023", MODAL="96", UTLA="NA"),
    )
    assert row(country, places, "journeys_triaged", "all", ENGLAND, "2023-24") == (2, None, *NOTHING, "ok")
    assert row(country, places, "journeys_triaged", "all", BRADFORD, "2023-24") == (1, None, *NOTHING, "ok")
    assert row(country, places, "journeys_triaged", "all", LEEDS, "2023-24") == (0, None, *NOTHING, "ok")
    assert row(country, places, "journeys_triaged", "all", YORKSHIRE, "2023-24 Q2") == (0, None, *NOTHING, "ok")
    assert row(country, places, "people_in_treatment", "all", ENGLAND, "2023-24") == (0, None, *NOTHING, "ok")


def test_where_a_journey_triaged_lies_is_known_by_the_end_of_the_period(draw: Draw, places: Places) -> None:
    country = draw(stay(1, "20/06/2023", "30/06/2023"), stay(2, "01/07/2023", UTLA=BRADFORD))
    assert row(country, places, "journeys_triaged", "all", LEEDS, "2023-24 Q1")[0] == 1
    assert row(country, places, "journeys_triaged", "all", LEEDS, "2023-24")[0] == 0
    assert row(country, places, "journeys_triaged", "all", BRADFORD, "2023-24")[0] == 1


def test_a_share_is_of_those_in_the_base(draw: Draw, places: Places) -> None:
    told = [record(CLIENTID=str(n), DOB=f"01/02/19{n}", ACCMNEED="1" if n < 63 else "3") for n in range(60, 70)]
    country = draw(*told, record(CLIENTID="1"), record(CLIENTID="2", DOB="01/02/1985", ACCMNEED="9"))
    assert row(country, places, "housing", "urgent_problem", LEEDS, "2023-24") == (3, 10, 0.3, *wilson(3, 10), "ok")
    assert row(country, places, "housing", "problem", LEEDS, "2023-24") == (0, 10, 0.0, *wilson(0, 10), "ok")
    assert row(country, places, "housing", "not_stated", LEEDS, "2023-24") == (2, None, *NOTHING, "ok")
    assert row(country, places, "housing", "not_asked", LEEDS, "2023-24") == (0, None, *NOTHING, "ok")
    assert len(list(country.measures.rows("housing", places))) == 3 * 2 * 2 * 2 * 5, "no rows where nobody is new"


def test_a_share_of_nobody_and_a_question_never_asked(draw: Draw, places: Places) -> None:
    country = draw(record())
    assert row(country, places, "housing", "problem", LEEDS, "2023-24") == (0, 0, *NOTHING, "too_few")
    assert row(country, places, "housing", "not_stated", LEEDS, "2023-24") == (1, None, *NOTHING, "ok")
    never = (None, None, *NOTHING, "not_published")
    assert row(country, places, "mental_health_need", "need", LEEDS, "2023-24") == never
    assert row(country, places, "mental_health_need", "not_stated", LEEDS, "2023-24") == never
    assert row(country, places, "mental_health_need", "not_asked", LEEDS, "2023-24") == (1, None, *NOTHING, "ok")


def test_only_women_are_asked_whether_they_are_pregnant(draw: Draw, places: Places) -> None:
    country = draw(record(PREGNANT="Y"), record(SEX="M", CLIENTID="2"))
    rows = dict(country.measures.rows("pregnant_at_start", places))
    assert {cell[3] for cell in rows} == {"female"}
    assert rows[("yes", LEEDS, "2023-24", "female", "opiate")] == (1, 1, 1.0, *wilson(1, 1), "ok")
    assert row(country, places, "housing", "not_stated", LEEDS, "2023-24") == (2, None, *NOTHING, "ok")


def test_completion_is_published_once_six_months_have_followed(draw: Draw, places: Places) -> None:
    done = stay(1, "01/05/2023", "30/05/2023", DISRSN="80")
    country = draw(done, stay(1, "30/12/2023", CLIENTID="2", SEX="M"))
    measure = "completed_without_return"
    name = "completed_and_stayed_away"
    # 30 June + 6 months = 30 December, the last day of these records.
    assert row(country, places, measure, name, LEEDS, "2023-24 Q1") == (1, 1, 1.0, *wilson(1, 1), "ok")
    never = (None, None, *NOTHING, "not_published")
    assert row(country, places, measure, name, LEEDS, "2023-24") == never
    assert row(country, places, measure, "not_completed", LEEDS, "2023-24 Q3") == never
    country = draw(done, stay(1, "29/12/2023", CLIENTID="2", SEX="M"))
    assert row(country, places, measure, name, LEEDS, "2023-24 Q1") == never


def test_womens_shares_in_a_quarter(draw: Draw, places: Places) -> None:
    country = draw(record(), record(SEX="M", CLIENTID="2"), record(SEX="M", CLIENTID="3", DOB="01/03/1980"))
    for measure in WOMENS_SHARE_OF:
        rows = dict(country.measures.rows(measure, places))
        assert rows[("female", LEEDS, "2023-24 Q1", "all", "opiate")] == (1, 3, 1 / 3, *wilson(1, 3), "ok")
        assert len(rows) == 3 * 2 * 2


def test_everybody_is_in_one_category_of_each_measure(draw: Draw) -> None:
    country = draw(*(record(CLIENTID=str(n), DOB=f"01/02/19{n}", SEX="F") for n in range(60, 70)))
    for measure, asked in MEASURES.items():
        whole = country.measures.counts[asked.whole]
        for (_all, *cell), people in whole.items():
            found = [country.measures.counts[measure].get((name, *cell), 0) for name in asked.categories]  # type: ignore[arg-type]
            assert sum(found) == people, measure
    assert set(country.measures.counts) == {*MEASURES, *WHOLES}
