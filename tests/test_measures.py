"""Measures of treatment: small records drawn by hand, and the counts a page would show of them."""

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from pipelines import measures
from pipelines.blocks import levels
from pipelines.measures import ROWS_OF, all_measures
from pipelines.warehouse import Warehouse
from tests.builds import Built, built, lay_population, people
from tests.records import WOMAN, edition, write

ENGLAND, YORKSHIRE, LEEDS, BRADFORD, HACKNEY = "E92000001", "E12000003", "E08000035", "E08000032", "E09000012"
IN_BRADFORD, IN_HACKNEY, NOWHERE = {"LA": "00CX", "DAT": ""}, {"LA": "00AM", "DAT": ""}, {"LA": "", "DAT": "Z00B"}
LATER_FIELDS = ("PREVTR", "EHCSC", "EHCSC2", "EHCSC3", "PREGNANT", "MTWITN", "CRTMHN")
HEADER = list(dict.fromkeys([*edition(), "UTLA", *LATER_FIELDS]))
# The last day on any record: a discharge of somebody who never starts anything.
LAST = {"SINITIAL": "ZZ", "CLIENTID": "last", "MODAL": "", "MODID": "", "REFMODDT": "", "FAOMODDT": "", "MODST": ""}
NOTHING = {"MODAL": "", "MODID": "", "REFMODDT": "", "FAOMODDT": "", "MODST": ""}


def client(number: object, **cells: str) -> dict[str, str]:
    """A record like WOMAN's, of somebody else."""
    return WOMAN | {"CLIENTID": str(number), "SINITIAL": f"S{number}"} | cells


def until(day: str) -> dict[str, str]:
    """A record that carries the records on to a day."""
    return WOMAN | LAST | {"DISD": day, "DISRSN": "80"}


class Country:
    """Builds records and looks measures up."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def build(self, records: Sequence[Mapping[str, str]], mode: Any = "restricted", header: Any = HEADER) -> Built:
        """Build some records."""
        write(self.folder / "raw" / "ndtms_records" / "a.csv", records, header=header)
        return built(self.folder / "raw", self.folder / f"{mode}.duckdb", mode)


@pytest.fixture
def country(tmp_path: Path) -> Country:
    return Country(tmp_path)


def rows(
    of: Built, measure: str, area: str = ENGLAND, period: str = "2023-24", sex: str = "all", group: str = "all"
) -> dict[str, tuple[Any, ...]]:
    """People, out of, share and status of each category of a cell."""
    found = of.rows(
        "select category, people, out_of, share, status from treatment_measure where measure = ? and area_code = ? "
        "and period = ? and sex = ? and substance_group = ?",
        [measure, area, period, sex, group],
    )
    return {category: tuple(numbers) for category, *numbers in found}


def counts(of: Built, measure: str, **cell: str) -> dict[str, int]:
    """The categories of a cell that somebody is in."""
    return {category: people for category, (people, *_) in rows(of, measure, **cell).items() if people}


class TestMeanings:
    def test_every_measure_is_of_a_whole_and_every_whole_is_a_measure(self) -> None:
        known = {measure.measure: measure for measure in all_measures()}
        assert {measure.of_whole for measure in known.values()} == set(ROWS_OF)
        assert all(known[whole].is_whole for whole in ROWS_OF)

    def test_no_category_stands_twice_and_some_are_in_the_base(self) -> None:
        for measure in all_measures():
            names = [category.category for category in measure.categories]
            assert len(names) == len(set(names))
            assert any(category.in_base for category in measure.categories) != measure.is_whole

    def test_what_is_not_stated_or_not_asked_is_in_no_base_but_of_outcomes(self) -> None:
        outside = {"not_stated", "not_asked", "too_soon", "not_applicable", "no_need_recorded"}
        for measure in all_measures():
            if measure.measure != "outcome":
                assert not [c for c in measure.categories if c.category in outside and c.in_base]

    def test_pages_on_the_pathway_say_whom_records_hold(self) -> None:
        for measure in all_measures():
            if measure.of_whole == "journeys_triaged":
                assert "Of people who reached triage" in measure.cannot_tell


class TestPeriods:
    def test_are_years_and_the_quarters_that_had_begun(self, country: Country) -> None:
        build = country.build([WOMAN, until("30/09/2023")])
        assert build.rows("select period, period_kind, year, is_complete from period order by period") == [
            ("2023-24", "year", "2023-24", False),
            ("2023-24 Q1", "quarter", "2023-24", True),
            ("2023-24 Q2", "quarter", "2023-24", True),
        ]

    def test_an_appointment_ahead_opens_a_quarter_but_completes_none(self, country: Country) -> None:
        build = country.build([WOMAN | {"FAOMODDT": "01/07/2023", "MODST": ""}])
        found = build.rows("select period, is_complete from period where period_kind = 'quarter' order by period")
        assert found == [("2023-24 Q1", False), ("2023-24 Q2", False)]


class TestWholes:
    def test_are_counted_in_each_quarter_one_is_in_treatment(self, country: Country) -> None:
        build = country.build([client(1, DISD="05/10/2023", DISRSN="80"), until("31/03/2024")])
        quarters = [rows(build, "people_in_treatment", period=f"2023-24 Q{n}")["all"][0] for n in (1, 2, 3, 4)]
        assert quarters == [1, 1, 1, 0]
        assert [rows(build, "new_presentations", period=f"2023-24 Q{n}")["all"][0] for n in (1, 2)] == [1, 0]

    def test_two_journeys_in_two_places_are_one_person_of_england(self, country: Country) -> None:
        first = client(1, DISD="30/06/2023", DISRSN="80")
        second = client(
            1,
            EPISODID="2",
            TRIAGED="01/08/2023",
            MODST="05/08/2023",
            REFMODDT="01/08/2023",
            FAOMODDT="01/08/2023",
            DRUG1="1011",
            **IN_HACKNEY,
        )
        build = country.build([first, second])
        assert [counts(build, "people_in_treatment", area=a) for a in (LEEDS, HACKNEY, ENGLAND)] == [{"all": 1}] * 3
        # each place sees its own journey; England sees both, and the drugs of both
        assert counts(build, "people_in_treatment", area=LEEDS, group="alcohol") == {"all": 1}
        assert counts(build, "people_in_treatment", area=HACKNEY, group="opiate") == {"all": 1}
        assert counts(build, "people_in_treatment", group="opiate") == {"all": 1}
        assert counts(build, "people_in_treatment", group="alcohol") == {}
        assert counts(build, "outcome", area=LEEDS) == {"completed": 1}
        assert counts(build, "outcome") == {"still_in_treatment": 1}
        # in the quarters only one of them counts
        assert counts(build, "people_in_treatment", period="2023-24 Q1", group="alcohol") == {"all": 1}
        assert counts(build, "people_in_treatment", period="2023-24 Q2", group="opiate", area=HACKNEY) == {"all": 1}
        assert counts(build, "journeys_triaged") == {"all": 2}

    def test_who_is_not_placed_counts_in_england_alone(self, country: Country) -> None:
        build = country.build([client(1), client(2, **NOWHERE)])
        places = (LEEDS, YORKSHIRE, ENGLAND)
        for whole in ROWS_OF:
            assert [counts(build, whole, area=area)["all"] for area in places] == [1, 1, 2]

    def test_a_journey_that_moves_counts_where_it_was_by_the_periods_end(self, country: Country) -> None:
        moved = client(
            1,
            EPISODID="2",
            AGNCY="N0002",
            TRIAGED="10/07/2023",
            REFMODDT="10/07/2023",
            FAOMODDT="10/07/2023",
            MODST="11/07/2023",
            **IN_BRADFORD,
        )
        build = country.build([client(1), moved])
        by_quarter = [
            [len(counts(build, "people_in_treatment", area=area, period=f"2023-24 Q{n}")) for area in (LEEDS, BRADFORD)]
            for n in (1, 2)
        ]
        assert by_quarter == [[1, 0], [0, 1]]
        assert [len(counts(build, "journeys_triaged", area=area)) for area in (LEEDS, BRADFORD)] == [0, 1]
        assert counts(build, "journeys_triaged", area=LEEDS, period="2023-24 Q1") == {"all": 1}

    def test_where_nobody_is_a_whole_is_nought_and_measures_have_no_rows(self, country: Country) -> None:
        build = country.build([WOMAN])
        assert rows(build, "people_in_treatment", area=HACKNEY) == {"all": (0, None, None, "ok")}
        assert rows(build, "outcome", area=HACKNEY) == {}
        assert rows(build, "womens_share_in_treatment", area=HACKNEY) == {}

    def test_womens_share_is_of_women_and_men(self, country: Country) -> None:
        build = country.build(people(3, 1))
        for share in ("womens_share_in_treatment", "womens_share_of_new_presentations"):
            assert rows(build, share) == {"female": (3, 4, 0.75, "ok")}


class TestAnEpisodeWhoseLinesDiffer:
    def test_is_told_by_the_greatest_reason_and_its_own_line_for_the_rest(self, country: Country) -> None:
        lines = [
            client(1, DISD="01/06/2023", DISRSN="80", ETHNIC="A", MODID="1"),
            client(1, DISD="01/06/2023", DISRSN="86", ETHNIC="H", MODID="2"),
            client(1, DISD="01/06/2023", DISRSN="", ETHNIC="M", MODID="3"),
            client(1, DISD="31/05/2023", DISRSN="90", ETHNIC="S", MODID="4"),
        ]
        build = country.build([*lines, until("31/03/2024")])
        assert counts(build, "outcome") == {"dropped_out": 1}
        assert counts(build, "ethnic_group_in_treatment") == {"asian": 1}


class TestPeopleInTreatment:
    def test_are_told_by_their_latest_episode_and_new_ones_by_their_first(self, country: Country) -> None:
        second = client(
            1,
            EPISODID="2",
            TRIAGED="10/07/2023",
            ETHNIC="M",
            DOB="01/05/1985",
            MODST="11/07/2023",
            REFMODDT="10/07/2023",
            FAOMODDT="10/07/2023",
        )
        build = country.build([client(1, ETHNIC="A"), second])
        assert counts(build, "ethnic_group_in_treatment") == {"black": 1}
        assert counts(build, "ethnic_group_in_treatment", period="2023-24 Q1") == {"white": 1}
        assert counts(build, "ethnic_group_of_new_presentations") == {"white": 1}

    @pytest.mark.parametrize(
        ("born", "band"),
        [
            ("11/04/1993", "18_to_29"),
            ("10/04/1993", "30_to_49"),
            ("11/04/1973", "30_to_49"),
            ("10/04/1973", "50_and_over"),
        ],
    )
    def test_are_as_old_as_at_triage(self, country: Country, born: str, band: str) -> None:
        build = country.build([client(1, DOB=born)])
        assert counts(build, "age_band_in_treatment") == counts(build, "age_band_of_new_presentations") == {band: 1}

    def test_have_been_there_for_whole_years(self, country: Country) -> None:
        spans = [
            ("10/04/2022", "09/04/2023", "under_1_year"),
            ("10/04/2022", "10/04/2023", "1_to_2_years"),
            ("29/02/2020", "28/02/2024", "2_to_4_years"),
            ("29/02/2020", "29/02/2024", "4_to_6_years"),
            ("28/02/2018", "28/02/2024", "6_years_and_over"),
            ("31/03/2023", "", "1_to_2_years"),
            ("01/04/2023", "", "under_1_year"),
        ]
        records = [
            client(
                n,
                REFLD=began,
                TRIAGED=began,
                REFMODDT=began,
                FAOMODDT=began,
                MODST=began,
                DISD=ended,
                DISRSN="80" if ended else "",
            )
            for n, (began, ended, _) in enumerate(spans)
        ]
        build = country.build([*records, until("31/03/2024")])
        wanted = [band for *_, band in spans]
        assert counts(build, "length_in_treatment") == {band: wanted.count(band) for band in wanted}

    def test_stood_at_the_end_of_each_period_where_they_did_then(self, country: Country) -> None:
        build = country.build([client(1, DISD="01/07/2023", DISRSN="3"), until("31/03/2024")])
        assert counts(build, "outcome", period="2023-24 Q1") == {"still_in_treatment": 1}
        assert counts(build, "outcome", period="2023-24 Q2") == {"withdrawn": 1}
        assert counts(build, "outcome") == {"withdrawn": 1}

    def test_left_for_the_reason_of_the_latest_discharge(self, country: Country) -> None:
        long = client(1, DISD="01/09/2023", DISRSN="9")
        short = client(
            1,
            EPISODID="2",
            TRIAGED="01/05/2023",
            REFMODDT="01/05/2023",
            FAOMODDT="01/05/2023",
            MODST="02/05/2023",
            DISD="01/06/2023",
            DISRSN="80",
        )
        build = country.build([long, short, until("31/03/2024")])
        assert counts(build, "outcome") == {"died": 1}

    def test_completed_and_came_back_or_not(self, country: Country) -> None:
        def twice(number: int, again: str) -> list[dict[str, str]]:
            back = {"REFLD": again, "TRIAGED": again, "REFMODDT": again, "FAOMODDT": again, "MODST": again}
            return [
                client(number, DISD="30/04/2023", DISRSN="80"),
                client(number, EPISODID="2", DISD=again, DISRSN="86", **back, **IN_HACKNEY),
            ]

        # six months after the 30th of April is the 30th of October
        build = country.build([*twice(1, "29/10/2023"), *twice(2, "30/10/2023"), until("31/12/2023")])
        assert counts(build, "completed_without_return", area=LEEDS, period="2023-24 Q1") == {
            "completed_and_returned": 1,
            "completed_and_stayed_away": 1,
        }
        last = rows(build, "completed_without_return", period="2023-24 Q3")
        assert set(last.values()) == {(None, None, None, "not_published")}


FIRST = {"CLIENTID": "1", "SINITIAL": "S1"}
# Cells of a first episode, and what they are counted as: measure, category.
ANSWERS = [
    ({"RFLS": "24"}, "referral_source", "self_family_friends"),
    ({"RFLS": "8"}, "referral_source", "criminal_justice"),
    ({"RFLS": "77"}, "referral_source", "not_stated"),
    ({"PREVTR": "N"}, "treated_before", "first_ever"),
    ({"PREVTR": "y"}, "treated_before", "treated_before"),
    ({"PRNTSTAT": "12", "CHILDWTH": "0"}, "parental_status", "lives_with_own_children"),
    ({"PRNTSTAT": "13", "CHILDWTH": "01"}, "parental_status", "lives_with_other_children"),
    ({"PRNTSTAT": "14", "CHILDWTH": "30"}, "parental_status", "lives_with_other_children"),
    ({"PRNTSTAT": "13", "CHILDWTH": "98"}, "parental_status", "own_children_elsewhere"),
    ({"PRNTSTAT": "14", "CHILDWTH": "31"}, "parental_status", "no_children"),
    ({"PRNTSTAT": "15", "CHILDWTH": "2"}, "parental_status", "not_stated"),
    ({"PRNTSTAT": "", "CHILDWTH": "2"}, "parental_status", "not_stated"),
    ({"CHILDWTH": "0"}, "children_living_with", "none"),
    ({"CHILDWTH": "02"}, "children_living_with", "two"),
    ({"CHILDWTH": "30"}, "children_living_with", "three_or_more"),
    ({"CHILDWTH": "98"}, "children_living_with", "not_stated"),
    ({"EHCSC": "1", "EHCSC2": "4", "EHCSC3": "2"}, "childrens_services", "looked_after_child"),
    ({"EHCSC": "none", "EHCSC2": "Child in need"}, "childrens_services", "child_in_need"),
    ({"EHCSC": "99", "EHCSC2": "5"}, "childrens_services", "none"),
    ({"EHCSC": "99"}, "childrens_services", "not_stated"),
    ({"PREGNANT": "Y"}, "pregnant_at_start", "yes"),
    ({"ACCMNEED": "1"}, "housing", "urgent_problem"),
    ({"EMPSTAT": "14"}, "employment", "other"),
    ({"EMPSTAT": "6"}, "employment", "not_stated"),
    ({"MTWITN": "N"}, "mental_health_need", "no_need"),
    ({"MTWITN": "Y", "CRTMHN": "5"}, "mental_health_treatment", "receiving"),
    ({"MTWITN": "Y", "CRTMHN": "6"}, "mental_health_treatment", "not_receiving"),
    ({"MTWITN": "Y", "CRTMHN": "99"}, "mental_health_treatment", "not_stated"),
    ({"MTWITN": "", "CRTMHN": "1"}, "mental_health_treatment", "no_need_recorded"),
    ({"INJSTAT": "P"}, "injecting", "previously"),
    ({"INJSTAT": "Z"}, "injecting", "not_stated"),
]


@pytest.fixture(scope="module")
def answered(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Each of the answers above given by one woman, with a drug and a date of her own to find her by."""
    folder = tmp_path_factory.mktemp("answers")
    records = [client(n, **cells, **PLACES_OF_ANSWERS[n]) for n, (cells, *_) in enumerate(ANSWERS)]
    return Country(folder).build([*records, until("31/03/2024")])


UTLAS = [f"E0900{n:04}" for n in range(1, 34)]  # a borough of London for each
PLACES_OF_ANSWERS = [{"UTLA": UTLAS[n], "LA": "", "DAT": ""} for n in range(len(ANSWERS))]


class TestNewPresentations:
    @pytest.mark.parametrize("number", range(len(ANSWERS)))
    def test_are_told_by_what_was_said_at_the_start(self, answered: Built, number: int) -> None:
        _, measure, category = ANSWERS[number]
        assert counts(answered, measure, area=UTLAS[number], sex="female") == {category: 1}

    def test_only_women_are_asked_whether_they_are_pregnant(self, country: Country) -> None:
        build = country.build([client(1, PREGNANT="N"), client(2, PREGNANT="Y", SEX="M")])
        found = build.rows("select distinct sex from treatment_measure where measure = 'pregnant_at_start'")
        assert found == [("female",)]

    def test_leave_within_84_days_or_stay(self, country: Country) -> None:
        # triaged on the 10th of April: the 84th day after is the 3rd of July
        ends = [
            ("02/07/2023", "86", "early_unplanned_exit"),
            ("03/07/2023", "86", "retained_or_completed"),
            ("02/07/2023", "80", "retained_or_completed"),
            ("02/07/2023", "84", "other_early_exit"),
            ("02/07/2023", "9", "other_early_exit"),
            ("02/07/2023", "", "not_stated"),
            ("", "", "retained_or_completed"),
        ]
        records = [client(n, DISD=day, DISRSN=reason) for n, (day, reason, _) in enumerate(ends)]
        wanted = [category for *_, category in ends]
        build = country.build([*records, until("03/07/2023")])
        assert counts(build, "first_12_weeks") == {category: wanted.count(category) for category in wanted}

    def test_are_too_soon_to_tell_until_84_days_have_passed(self, country: Country) -> None:
        build = country.build([client(1), until("02/07/2023")])
        assert counts(build, "first_12_weeks") == {"too_soon": 1}

    def test_are_told_by_their_latest_new_journey(self, country: Country) -> None:
        again = {"REFLD": "01/09/2023", "TRIAGED": "01/09/2023", "REFMODDT": "01/09/2023", "FAOMODDT": "01/09/2023"}
        second = client(1, EPISODID="2", MODST="02/09/2023", RFLS="8", **again)
        build = country.build([client(1, DISD="01/06/2023", DISRSN="80", RFLS="4"), second])
        assert counts(build, "referral_source") == {"criminal_justice": 1}
        assert counts(build, "referral_source", period="2023-24 Q1") == {"self_family_friends": 1}


class TestJourneysTriaged:
    def test_start_leave_or_have_not_started_yet(self, country: Country) -> None:
        records = [
            client(1),
            client(2, **NOTHING),
            client(3, DISD="22/04/2023", DISRSN="86", **NOTHING),
            client(4, DISD="23/04/2023", DISRSN="86", MODAL="96"),  # recovery support alone is not structured
            client(5, DISD="24/06/2023", DISRSN="86", **NOTHING),
            client(6, DISD="25/06/2023", DISRSN="86", **NOTHING),
        ]
        build = country.build(records)
        assert counts(build, "pathway") == {"started": 1, "left_before_starting": 4, "not_started_yet": 1}
        # referred on the 1st of April
        assert counts(build, "left_before_starting_days") == {
            "within_3_weeks": 1,
            "over_3_to_6_weeks": 1,
            "over_6_to_12_weeks": 1,
            "over_12_weeks": 1,
            "not_applicable": 2,
        }
        assert rows(build, "left_before_starting_days")["not_applicable"] == (2, None, None, "ok")
        assert rows(build, "left_before_starting_days")["within_3_weeks"] == (1, 4, 0.25, "ok")

    def test_from_criminal_justice_start_within_21_days_of_referral_or_later(self, country: Country) -> None:
        records = [
            client(1, RFLS="8", MODST="22/04/2023"),
            client(2, RFLS="8", MODST="23/04/2023"),
            client(3, RFLS="8", **NOTHING),
            client(4, RFLS="8", DISD="01/06/2023", DISRSN="86", **NOTHING),
            client(5, RFLS="4"),
            client(6, RFLS=""),
        ]
        assert counts(country.build(records), "criminal_justice_start") == {
            "started_within_21_days": 1,
            "started_later": 1,
            "not_started_yet": 1,
            "left_before_starting": 1,
            "not_applicable": 2,
        }


class TestWhatIsNotKnown:
    def test_a_cell_in_which_nobody_was_asked_is_not_published(self, country: Country) -> None:
        build = country.build([WOMAN], header=[name for name in HEADER if name != "ACCMNEED"])
        found = rows(build, "housing")
        assert found.pop("not_asked") == (1, None, None, "ok")
        assert set(found.values()) == {(None, None, None, "not_published")}

    def test_where_some_were_asked_shares_are_of_those_who_answered(self, country: Country) -> None:
        header = [name for name in HEADER if name != "ACCMNEED"]
        write(country.folder / "raw" / "ndtms_records" / "b.csv", [client(9, AGNCY="N0009")], header=header)
        build = country.build([client(1, ACCMNEED="1"), client(2, ACCMNEED="3"), client(3, ACCMNEED="")])
        assert rows(build, "housing") == {
            "urgent_problem": (1, 2, 0.5, "ok"),
            "problem": (0, 2, 0.0, "ok"),
            "no_problem": (1, 2, 0.5, "ok"),
            "not_stated": (1, None, None, "ok"),
            "not_asked": (1, None, None, "ok"),
        }

    def test_where_nobody_answered_there_are_too_few_for_a_share(self, country: Country) -> None:
        build = country.build([client(1, ACCMNEED="")])
        found = rows(build, "housing")
        assert found["problem"] == (0, 0, None, "too_few")
        assert found["not_stated"] == (1, None, None, "ok")
        assert found["not_asked"] == (0, None, None, "ok")


class TestOpenMode:
    def test_levels_fall_with_the_first_small_count(self, tmp_path: Path) -> None:
        with Warehouse(tmp_path) as warehouse:
            warehouse.script("macros.sql")
            warehouse.run(
                """
                create table staging.cell as from (values
                    ('a', 'female', 'opiate', 5), ('a', 'female', 'all', 5), ('a', 'all', 'all', 9),
                    ('a', 'male', 'all', 0),
                    ('b', 'female', 'opiate', 4), ('b', 'female', 'all', 5), ('b', 'all', 'all', 9),
                    ('c', 'female', 'opiate', 5), ('c', 'female', 'all', 1), ('c', 'all', 'all', 9),
                    ('d', 'female', 'opiate', 5), ('d', 'female', 'all', 5), ('d', 'all', 'all', 2)
                ) as cell (block, sex, substance_group, n)
                """
            )
            told = {mode: levels(mode, "staging.cell", ["block"], {"level": ["n"]}) for mode in ("open", "restricted")}  # type: ignore[arg-type]
            assert sorted(warehouse.rows(told["open"])) == [("a", 3), ("b", 2), ("c", 1), ("d", 0)]
            assert sorted(warehouse.rows(told["restricted"])) == [(block, 3) for block in "abcd"]

    def test_shows_a_block_at_the_finest_level_that_is_safe(self, country: Country) -> None:
        records = [
            *people(6, 5, ACCMNEED="1"),
            *people(5, 7, ACCMNEED="3"),
            *people(3, 6, ACCMNEED="1", EMPSTAT="1", **IN_BRADFORD),
            *people(2, 3, ACCMNEED="1", **IN_HACKNEY),
        ]
        build = country.build(records, mode="open")
        assert rows(build, "housing", area=LEEDS, sex="female")["urgent_problem"] == (6, 11, 6 / 11, "ok")
        assert rows(build, "housing", area=LEEDS, sex="female", group="alcohol")["no_problem"][0] == 5
        assert set(rows(build, "housing", area=BRADFORD, sex="female").values()) == {(None, None, None, "suppressed")}
        assert rows(build, "housing", area=BRADFORD)["urgent_problem"] == (9, 9, 1.0, "ok")
        assert rows(build, "people_in_treatment", area=BRADFORD) == {"all": (9, None, None, "ok")}
        assert rows(build, "womens_share_in_treatment", area=LEEDS) == {"female": (11, 23, 11 / 23, "ok")}
        assert rows(build, "womens_share_in_treatment", area=BRADFORD) == {"female": (None, None, None, "suppressed")}
        assert rows(build, "people_in_treatment", area=HACKNEY, sex="female") == {
            "all": (None, None, None, "suppressed")
        }

    def test_a_quarter_waits_for_all_quarters_of_its_year(self, country: Country) -> None:
        late = {
            "REFLD": "01/07/2023",
            "TRIAGED": "10/07/2023",
            "REFMODDT": "10/07/2023",
            "FAOMODDT": "10/07/2023",
            "MODST": "10/07/2023",
        }
        build = country.build([*people(6, 6), *people(3, 9, **late)], mode="open")
        cell = {"area": LEEDS, "sex": "female"}
        assert rows(build, "new_presentations", **cell) == {"all": (9, None, None, "ok")}
        for quarter in ("2023-24 Q1", "2023-24 Q2"):
            assert rows(build, "new_presentations", period=quarter, **cell)["all"][3] == "suppressed"
            assert rows(build, "new_presentations", period=quarter, area=LEEDS)["all"] == (12, None, None, "ok")

    def test_hides_what_would_give_away_people_in_no_category(
        self, country: Country, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A measure that lists fewer categories than are told leaves the rest to be had by subtraction."""
        shutil.copytree(measures.FOLDER, tmp_path / "measures")
        meaning = tmp_path / "measures" / "housing.toml"
        lines = meaning.read_text(encoding="utf-8").splitlines()
        meaning.write_text("\n".join(line for line in lines if '"not_stated"' not in line), encoding="utf-8")
        monkeypatch.setattr(measures, "FOLDER", tmp_path / "measures")
        build = country.build([*people(6, 6, ACCMNEED="3"), *people(3, 6, EMPSTAT="1", ACCMNEED="")], mode="open")
        assert rows(build, "housing", area=LEEDS)["no_problem"] == (12, 12, 1.0, "ok")
        assert rows(build, "housing", area=LEEDS, sex="female")["no_problem"] == (None, None, None, "suppressed")


def test_without_records_the_tables_stand_empty_and_meanings_are_there(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    lay_population(tmp_path / "raw", {LEEDS: 10})
    build = built(tmp_path / "raw", tmp_path / "marts.duckdb")
    assert build.rows("select count(*) from treatment_measure") == build.rows("select count(*) from period") == [(0,)]
    assert build.rows("select count(*) from measure") == [(len(all_measures()),)]
