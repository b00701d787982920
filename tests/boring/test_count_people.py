"""Worked examples of who is in treatment, where, when and in which group."""

import pytest

from tests.boring.code_lists import ENGLAND
from tests.boring.conftest import Draw
from tests.boring.examples import BRADFORD, BRISTOL, LEEDS, SOUTH_WEST, YORKSHIRE, record, stay

UNTIL_TODAY = {"TOPDATE": "01/05/2025"}


def test_a_person_counts_once_in_the_area_the_region_and_england(draw: Draw) -> None:
    country = draw(record())
    for place in (LEEDS, YORKSHIRE, ENGLAND):
        for sex in ("female", "all"):
            for group in ("opiate", "all"):
                assert country.people_in(place, "2023-24", sex, group) == 1
                assert country.new_in(place, "2023-24", sex, group) == 1
    assert sum(country.people.values()) == 2 * 3 * 4
    assert len(country.people) == 2 * 163 * 3 * 5, "every other cell is nought"


def test_an_open_journey_counts_in_every_year_and_is_new_in_one(draw: Draw) -> None:
    country = draw(record(**UNTIL_TODAY))
    assert [country.people_in(LEEDS, year) for year in ("2023-24", "2024-25", "2025-26")] == [1, 1, 1]
    assert [country.new_in(LEEDS, year) for year in ("2023-24", "2024-25", "2025-26")] == [1, 0, 0]


@pytest.mark.parametrize(
    ("triaged", "left", "in_treatment", "new"),
    [
        ("31/03/2023", "31/03/2023", [1, 0], [1, 0]),
        ("31/03/2023", "01/04/2023", [1, 1], [1, 0]),
        ("01/04/2023", "01/04/2023", [0, 1], [0, 1]),
        ("29/02/2024", "29/02/2024", [0, 1], [0, 1]),
        ("31/03/2023", "31/03/2024", [1, 1], [1, 0]),
    ],
)
def test_the_edges_of_a_year(draw: Draw, triaged: str, left: str, in_treatment: list[int], new: list[int]) -> None:
    other = stay(1, "01/05/2022", "02/05/2024", CLIENTID="2", SEX="M", UTLA=BRISTOL)
    country = draw(stay(1, triaged, left), other)
    assert [country.people_in(LEEDS, year) for year in ("2022-23", "2023-24")] == in_treatment
    assert [country.new_in(LEEDS, year) for year in ("2022-23", "2023-24")] == new


def test_treatment_must_have_started_by_the_end_of_the_year(draw: Draw) -> None:
    late = record(REFLD="01/03/2024", TRIAGED="01/03/2024", REFMODDT="01/03/2024", FAOMODDT="NA")
    country = draw(late | {"MODST": "01/04/2024"})
    assert [country.people_in(LEEDS, year) for year in ("2023-24", "2024-25")] == [0, 1]
    assert country.new_in(LEEDS, "2024-25") == 0, "the journey began the year before"
    assert draw(late | {"MODST": "31/03/2024"}).people_in(LEEDS, "2023-24") == 1
    assert draw(late | {"MODST": "NA", "TOPDATE": "01/05/2024"}).people_in(LEEDS, "2024-25") == 0


@pytest.mark.parametrize(("modal", "people"), [("95", 1), ("96", 0), ("3", 1), ("10", 0), ("NA", 0)])
def test_only_structured_treatment_counts(draw: Draw, modal: str, people: int) -> None:
    assert draw(record(MODAL=modal)).people_in(ENGLAND, "2023-24") == people


def test_two_areas_in_one_year(draw: Draw) -> None:
    first = stay(1, "01/05/2023", "31/05/2023")
    country = draw(first, stay(2, "01/09/2023", UTLA=BRADFORD))
    assert [country.people_in(place, "2023-24") for place in (LEEDS, BRADFORD, YORKSHIRE, ENGLAND)] == [
        1,
        1,
        1,
        1,
    ]
    country = draw(first, stay(2, "01/09/2023", UTLA=BRISTOL))
    assert [country.people_in(place, "2023-24") for place in (YORKSHIRE, SOUTH_WEST, ENGLAND)] == [1, 1, 1]


def test_one_journey_is_where_its_latest_episode_is(draw: Draw) -> None:
    country = draw(stay(1, "01/05/2023", "31/05/2023"), stay(2, "10/06/2023", UTLA=BRADFORD))
    assert [country.people_in(place, "2023-24") for place in (LEEDS, BRADFORD, YORKSHIRE)] == [0, 1, 1]


def test_a_later_episode_does_not_change_an_earlier_year(draw: Draw) -> None:
    first = stay(1, "01/03/2024", "31/03/2024", DRUG1="7000")
    country = draw(first, stay(2, "10/04/2024", UTLA=BRADFORD))
    assert country.people_in(LEEDS, "2023-24", "female", "alcohol") == 1
    assert country.people_in(BRADFORD, "2023-24") == 0
    assert country.people_in(LEEDS, "2024-25") == 0
    assert country.people_in(BRADFORD, "2024-25", "female", "opiate") == 1
    assert country.new_in(BRADFORD, "2024-25") == 0


def test_a_group_is_made_of_the_journeys_that_count_in_the_place(draw: Draw) -> None:
    country = draw(
        stay(1, "01/05/2023", "31/05/2023", DRUG1="7000"),
        stay(2, "01/09/2023", "30/09/2023", DRUG1="5000", UTLA=BRADFORD),
        stay(3, "01/12/2023", DRUG1="1011", UTLA=BRISTOL),
    )
    assert country.people_in(LEEDS, "2023-24", group="alcohol") == 1
    assert country.people_in(BRADFORD, "2023-24", group="non_opiate") == 1
    assert country.people_in(YORKSHIRE, "2023-24", group="non_opiate_and_alcohol") == 1
    assert country.people_in(SOUTH_WEST, "2023-24", group="opiate") == 1
    assert country.people_in(ENGLAND, "2023-24", group="opiate") == 1
    assert country.people_in(ENGLAND, "2023-24") == 1


@pytest.mark.parametrize(
    ("drugs", "group"),
    [
        (("7000", "5000", "1011"), "opiate"),
        (("7000", "5000", "9997"), "non_opiate_and_alcohol"),
        (("3409", "5000", "9997"), "non_opiate"),
        (("3409", "7000", "NA"), "alcohol"),
        (("9996", "7000", "9997"), "alcohol"),
        (("1999", "7000", "NA"), "opiate"),
        (("7999", "NA", "NA"), "alcohol"),
        (("9999", "7000", "NA"), "non_opiate_and_alcohol"),
    ],
)
def test_the_substance_groups(draw: Draw, drugs: tuple[str, str, str], group: str) -> None:
    country = draw(record(DRUG1=drugs[0], DRUG2=drugs[1], DRUG3=drugs[2]))
    groups = ("opiate", "non_opiate", "non_opiate_and_alcohol", "alcohol", "all")
    found = {each for each in groups if country.people_in(LEEDS, "2023-24", "all", each) == 1}
    assert found == {group, "all"}


def test_a_partnership_code_alone_places_somebody(draw: Draw) -> None:
    country = draw(record(UTLA="NA", LA="NA", DAT="k13b"))
    assert country.people_in("E06000052", "2023-24") == 1
    assert country.people_in(SOUTH_WEST, "2023-24") == 1


@pytest.mark.parametrize("residence", [{"DAT": "Z00B"}, {"DAT": "B16B"}, {"UTLA": "E10000006"}, {}])
def test_who_cannot_be_placed_counts_in_england_only(draw: Draw, residence: dict[str, str]) -> None:
    country = draw(record(**({"UTLA": "NA"} | residence)))
    assert country.people_in(ENGLAND, "2023-24", "female", "opiate") == 1
    assert sum(country.people.values()) == 2 * 4, "in treatment and new, by sex and group, in England"


def test_without_consent_nobody_counts(draw: Draw) -> None:
    country = draw(record(CONSENT="N"), stay(1, "01/06/2023", CLIENTID="2", SEX="M"))
    assert country.people_in(ENGLAND, "2023-24") == country.people_in(ENGLAND, "2023-24", "male") == 1


def test_twins_in_one_area_are_counted_as_one(draw: Draw) -> None:
    country = draw(record(), record(CLIENTID="2", AGNCY="N0002"))
    assert country.people_in(LEEDS, "2023-24") == 1


def test_new_is_a_person_one_of_whose_journeys_there_began_in_the_year(draw: Draw) -> None:
    country = draw(stay(1, "01/05/2022", "31/05/2023"), stay(2, "01/09/2023", "30/09/2023"))
    assert country.people_in(LEEDS, "2023-24") == 1
    assert country.new_in(LEEDS, "2023-24") == 1
    elsewhere = draw(stay(1, "01/05/2022", "31/05/2023"), stay(2, "01/09/2023", "30/09/2023", UTLA=BRADFORD))
    places = (LEEDS, BRADFORD, YORKSHIRE, ENGLAND)
    assert [elsewhere.new_in(place, "2023-24") for place in places] == [0, 1, 1, 1]
