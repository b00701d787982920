"""The analysts' journey file, the second layout of records: counted as far as it goes, and no further."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pipelines.errors import Refused
from pipelines.sources.ndtms_records import SOURCE as NDTMS_RECORDS
from tests.builds import Built, built
from tests.desk import Desk, TakenIn, open_desk
from tests.raw_folders import FOLDER, take_in_folder
from tests.records import WOMAN, edition, write

ENGLAND, LEEDS, BRADFORD = "E92000001", "E08000035", "E08000032"
HEADER = [
    *("client_random_id", "n_jy", "triaged", "disd", "disrsn", "utla23cd", "sex", "age", "ethnic", "housing_start"),
    *("drug_grp", "injstat"),
]
JOURNEY = {
    "client_random_id": "a1",
    "n_jy": "1",
    "triaged": "10/04/2023",
    "utla23cd": LEEDS,
    "sex": "F",
    "age": "25",
    "ethnic": "A",
    "housing_start": "No problem",
    "drug_grp": "Opiate",
    "injstat": "N",
}

# Six people on eight good rows and four bad ones; worked out by hand below.
FILE = """
    id|n|triaged   |disd      |disrsn               |area    |sex|age  |ethnic|housing        |group                 |in
    a1|1|10/04/2023|31/07/2023|Successful completion|Leeds   |F  |18-29|A     |No problem     |Opiate                |C
    a1|2|01/12/2023|          |                     |Leeds   |F  |30-49|A     |Housing problem|Opiate                |P
    a2|1|2023-06-01|2023-06-20|Incomplete           |Leeds   |m  |35   |B     |housing problem|Non-opiate only       |N
    a3|1|01/10/2023|          |                     |Bradford|F  |50+  |Z     |NFA            |alcohol only          |N
    a4|1|05/01/2024|          |                     |Leeds   |M  |adult|H     |elsewhere      |Non-opiate and alcohol |
    a5|1|01/05/2023|          |                     |Nowhere |M  |42   |NA    |               |Opiate                |N
    a6|1|01/02/2022|01/03/2022|Died                 |Leeds   |F  |61   |A     |No problem     |Alcohol only          |N
    a6|2|01/04/2022|30/04/2022|Retained             |Leeds   |F  |61   |A     |No problem     |Alcohol only          |N
    b1|1|01/05/2023|          |                     |Leeds   |X  |42   |A     |No problem     |Opiate                |N
    b2|1|01/05/2023|          |                     |Leeds   |F  |42   |A     |No problem     |Cannabis              |N
    b3|1|01/05/2023|30/04/2023|Died                 |Leeds   |F  |42   |A     |No problem     |                      |N
    a3|1|01/10/2023|          |                     |Bradford|F  |50+  |Z     |No problem     |alcohol only          |N
"""

IN_FULL = {"Leeds": LEEDS, "Bradford": BRADFORD, "Nowhere": "E99999999", "NFA": "Urgent housing problem (NFA)"}


def drawn_rows() -> list[dict[str, str]]:
    """The table above as rows of a file."""
    lines = [[cell.strip() for cell in line.split("|")] for line in FILE.strip().splitlines()[1:]]
    return [dict(zip(HEADER, (IN_FULL.get(cell, cell) for cell in line), strict=True)) for line in lines]


def write_journeys(path: Path, rows: Sequence[dict[str, str]], header: Sequence[str] = HEADER) -> Path:
    """A journey file."""
    return write(path, rows, header=list(header), null="")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with open_desk(tmp_path_factory.mktemp("desk")) as opened:
        yield opened


@pytest.fixture(scope="module")
def country(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The drawn file, built."""
    raw = tmp_path_factory.mktemp("country") / "raw"
    write_journeys(raw / "ndtms_records" / "journeys.csv", drawn_rows())
    return built(raw, raw.parent / "marts.duckdb")


def counts(of: Built, measure: str, area: str = ENGLAND, period: str = "2023-24", sex: str = "all") -> dict[str, int]:
    """The categories of a cell that somebody is in."""
    found = of.rows(
        "select category, people from treatment_measure where measure = ? and area_code = ? and period = ? "
        "and sex = ? and substance_group = 'all' and people > 0",
        [measure, area, period, sex],
    )
    return dict(found)


def groups(of: Built, area: str, sex: str = "all") -> dict[str, int]:
    """People in treatment in 2023-24 by substance group."""
    found = of.rows(
        "select substance_group, people from treatment_measure where measure = 'people_in_treatment' "
        "and area_code = ? and period = '2023-24' and sex = ? and people > 0",
        [area, sex],
    )
    return dict(found)


class TestAHandWorkedFile:
    def test_is_read_and_its_bad_rows_kept_out(self, country: Built) -> None:
        assert country.rows("select rows_read, rows_accepted, rows_rejected from source_file") == [(12, 8, 4)]
        assert country.rows("select line, column_name, rule from rejected_row order by all") == [
            (10, "sex", "sex_not_stated"),
            (11, "drug_grp", "unknown_substance_group"),
            (12, "disd", "discharge_before_triage"),
            (12, "drug_grp", "unknown_substance_group"),
            (13, "n_jy", "duplicated_key"),
        ]

    def test_is_called_what_it_is(self, country: Built) -> None:
        assert country.rows("select title from source_file") == [("NDTMS journey file",)]

    def test_warns_of_what_it_could_not_read(self, country: Built) -> None:
        found = country.rows("select detail, rows from build_note where topic = 'warning'")
        assert {(detail.split(":")[0], rows) for detail, rows in found} == {
            ("age_not_read (age)", 1),
            ("unlisted_code (housing_start)", 1),
        }

    def test_counts_people_by_place_sex_and_substance_group(self, country: Built) -> None:
        assert counts(country, "people_in_treatment", sex="female") == {"all": 2}
        assert counts(country, "people_in_treatment", sex="male") == {"all": 3}
        assert groups(country, ENGLAND) == {
            "all": 5,
            "opiate": 2,
            "non_opiate": 1,
            "alcohol": 1,
            "non_opiate_and_alcohol": 1,
        }
        assert groups(country, LEEDS) == {"all": 3, "opiate": 1, "non_opiate": 1, "non_opiate_and_alcohol": 1}
        assert groups(country, BRADFORD, "female") == {"all": 1, "alcohol": 1}

    def test_covers_the_years_from_its_first_triage_to_its_last_date(self, country: Built) -> None:
        years = country.rows("select period from period where period_kind = 'year' order by 1")
        assert years == [("2021-22",), ("2022-23",), ("2023-24",)]
        assert counts(country, "people_in_treatment", period="2021-22") == {"all": 1}
        assert counts(country, "people_in_treatment", period="2022-23") == {"all": 1}

    def test_counts_new_presentations_by_quarter(self, country: Built) -> None:
        quarters = [counts(country, "new_presentations", period=f"2023-24 Q{n}") for n in (1, 2, 3, 4)]
        assert quarters == [{"all": 3}, {}, {"all": 2}, {"all": 1}]

    def test_tells_how_journeys_went(self, country: Built) -> None:
        assert counts(country, "outcome") == {"still_in_treatment": 4, "dropped_out": 1}
        assert counts(country, "outcome", period="2023-24 Q2", area=LEEDS) == {"completed": 1}
        # an exit on 1 March 2022 and a start on 1 April are 31 days apart: two journeys
        assert counts(country, "outcome", period="2021-22") == {"died": 1}
        assert counts(country, "outcome", period="2022-23") == {"in_custody": 1}

    def test_tells_ages_as_far_as_they_are_written(self, country: Built) -> None:
        assert counts(country, "age_band_in_treatment") == {"30_to_49": 3, "50_and_over": 1, "not_stated": 1}
        assert counts(country, "age_band_in_treatment", period="2023-24 Q1") == {"18_to_29": 1, "30_to_49": 2}

    def test_tells_what_it_was_asked(self, country: Built) -> None:
        assert counts(country, "ethnic_group_in_treatment") == {"white": 2, "asian": 1, "not_stated": 2}
        assert counts(country, "housing") == {"problem": 2, "urgent_problem": 1, "not_stated": 2}
        assert counts(country, "injecting") == {"previously": 1, "never": 3, "not_stated": 1}

    @pytest.mark.parametrize(
        "measure",
        [
            *("referral_source", "treated_before", "parental_status", "children_living_with", "childrens_services"),
            *("employment", "mental_health_need", "mental_health_treatment"),
        ],
    )
    def test_says_of_the_rest_that_nobody_was_asked(self, country: Built, measure: str) -> None:
        assert counts(country, measure) == {"not_asked": 5}
        shares = country.rows(
            "select distinct people, share, status from treatment_measure "
            "where measure = ? and category <> 'not_asked'",
            [measure],
        )
        assert shares == [(None, None, "not_published")]

    @pytest.mark.parametrize("mart", ["waiting_time", "wait_days", "still_waiting", "time_to_start"])
    def test_has_no_waits(self, country: Built, mart: str) -> None:
        assert country.rows(f"select count(*) from {mart}") == [(0,)]

    @pytest.mark.parametrize("measure", ["pathway", "left_before_starting_days", "criminal_justice_start"])
    def test_claims_nothing_of_the_way_from_triage_to_start(self, country: Built, measure: str) -> None:
        """Its journeys are of people who started: a share of them who did would be a share of itself."""
        assert (
            country.rows("select distinct category from treatment_measure where measure = ? and share > 0", [measure])
            == []
        )

    def test_names_no_provider(self, country: Built) -> None:
        assert country.rows("select distinct provider_code from record_quality") == [("not a provider code",)]
        assert country.rows("select distinct provider_code from provider_caseload") in (
            [],
            [("not a provider code",)],
        )

    def test_says_which_fields_it_does_not_have(self, country: Built) -> None:
        quality: dict[str, tuple[Any, ...]] = {
            field: tuple(rest)
            for field, *rest in country.rows(
                "select detail, rows, out_of, note from record_quality where topic = 'empty_field'"
            )
        }
        assert quality["RFLS"] == (None, None, "not in this edition")
        assert quality["ETHNIC"] == (1, 8, None)
        assert quality["INJSTAT"] == (1, 8, None)


class TestOtherFiles:
    def test_in_an_open_build_it_is_published_too(self, tmp_path: Path) -> None:
        rows = [JOURNEY | {"client_random_id": f"a{n}", "sex": "FM"[n % 2]} for n in range(24)]
        write_journeys(tmp_path / "raw" / "ndtms_records" / "a.csv", rows)
        whole = built(tmp_path / "raw", tmp_path / "marts.duckdb", "open")
        assert counts(whole, "people_in_treatment", LEEDS, sex="female") == {"all": 12}

    @pytest.mark.parametrize("names", [("a.csv", "b.csv"), ("b.csv", "a.csv")])
    def test_it_may_not_be_mixed_with_a_providers_extract(
        self, desk: Desk, tmp_path: Path, names: tuple[str, str]
    ) -> None:
        write_journeys(tmp_path / names[0], [JOURNEY])
        write(tmp_path / names[1], [WOMAN])
        with pytest.raises(Refused, match=r"is a NDTMS .* and .* is a NDTMS .*Build from one kind of file"):
            desk.take_in(NDTMS_RECORDS, tmp_path / "a.csv", tmp_path / "b.csv")

    def test_a_header_of_neither_layout_is_refused(self, desk: Desk, tmp_path: Path) -> None:
        path = write_journeys(tmp_path / "a.csv", [JOURNEY], [name for name in HEADER if name != "drug_grp"])
        with pytest.raises(Refused, match="is not a NDTMS core data set extract file"):
            desk.take_in(NDTMS_RECORDS, path)

    def test_a_header_of_both_layouts_is_a_providers_extract(self, desk: Desk, tmp_path: Path) -> None:
        names = [*edition(), *(n for n in HEADER if n.upper() not in edition())]
        taken = desk.take_in(NDTMS_RECORDS, write(tmp_path / "a.csv", [WOMAN], header=names))
        assert taken.counts == [(1, 1, 0)]
        assert desk.rows("select REFLD from staging.ndtms_records") == [(date(2023, 4, 1),)]

    def test_fields_that_may_be_missing_were_not_asked(self, desk: Desk, tmp_path: Path) -> None:
        names = [name for name in HEADER if name not in ("age", "ethnic", "housing_start", "injstat")]
        desk.take_in(NDTMS_RECORDS, write_journeys(tmp_path / "a.csv", [JOURNEY], names))
        found = desk.rows("select age_at_triage, ETHNIC, ACCMNEED, INJSTAT from staging.ndtms_records")
        assert found == [(None, "not_asked", "not_asked", "not_asked")]

    def test_a_core_data_set_file_after_it_is_read_as_ever(self, desk: Desk, tmp_path: Path) -> None:
        desk.take_in(NDTMS_RECORDS, write_journeys(tmp_path / "a.csv", [JOURNEY]))
        assert desk.take_in(NDTMS_RECORDS, write(tmp_path / "b.csv", [WOMAN])).counts == [(1, 1, 0)]

    def test_a_later_one_replaces_an_earlier_one_whole(self, desk: Desk, tmp_path: Path) -> None:
        """Their random numbers are drawn anew each time: two of them added up would count people twice."""
        raw = tmp_path / "raw"
        for name, client in (("journeys_2023-06.csv", "z9"), ("journeys_2024-06.csv", "a1")):
            write_journeys(raw / FOLDER / name, [JOURNEY | {"client_random_id": client}])
        taken = take_in_folder(desk, raw)
        assert desk.rows("select CLIENTID from staging.ndtms_records") == [("a1",)]
        assert taken.superseded == {"journeys_2023-06.csv": 1}


class TestPeople:
    def test_are_told_apart_by_number_and_sex(self, desk: Desk, tmp_path: Path) -> None:
        rows = [
            JOURNEY,
            JOURNEY | {"n_jy": "2"},
            JOURNEY | {"n_jy": "3", "sex": "M"},
            JOURNEY | {"client_random_id": "A1"},
        ]
        desk.take_in(NDTMS_RECORDS, write_journeys(tmp_path / "a.csv", rows))
        assert desk.rows("select count(distinct person) from staging.ndtms_records") == [(3,)]

    @pytest.mark.parametrize("column", ["client_random_id", "n_jy", "triaged"])
    def test_a_row_without_what_it_must_hold_is_kept_out(self, desk: Desk, tmp_path: Path, column: str) -> None:
        taken = desk.take_in(NDTMS_RECORDS, write_journeys(tmp_path / "a.csv", [JOURNEY, JOURNEY | {column: "NA"}]))
        assert taken.rejects == [("a.csv", 3, column, "missing")]

    @pytest.mark.parametrize(
        ("cells", "broken"),
        [
            ({"sex": ""}, ("sex", "sex_not_stated")),
            ({"drug_grp": "NA"}, ("drug_grp", "unknown_substance_group")),
            ({"drug_grp": "Non-opiate"}, ("drug_grp", "unknown_substance_group")),
            ({"triaged": "2023-02-30"}, ("triaged", "not_a_date")),
            ({"disd": "20/4/23"}, ("disd", "not_a_date")),
            ({"disd": "09/04/2023"}, ("disd", "discharge_before_triage")),
            ({"disd": "2024-07-01"}, ("disd", "date_in_future")),
            ({"triaged": "01/07/2024"}, ("triaged", "date_in_future")),
            ({"n_jy": "1"}, ("n_jy", "duplicated_key")),
            ({"age": "17"}, ("age", "under_18")),
            ({"age": "Under 18"}, None),
            ({"drug_grp": " ALCOHOL ONLY "}, None),
            ({"triaged": "1/4/2023"}, None),
            ({"disd": "2023-04-10", "disrsn": "Died"}, None),
        ],
    )
    def test_a_row_is_kept_out_for_what_is_wrong_with_it(
        self, desk: Desk, tmp_path: Path, cells: dict[str, str], broken: tuple[str, str] | None
    ) -> None:
        row = JOURNEY | {"n_jy": "2"} | cells
        taken: TakenIn = desk.take_in(NDTMS_RECORDS, write_journeys(tmp_path / "a.csv", [JOURNEY, row]))
        assert taken.broken_at(3) == ({broken} if broken else set())


# How an age may be written, and what it is taken for.
AGES = {
    "18": 18,
    "18-29": 18,
    "18 to 29": 18,
    "30–49": 30,
    "50+": 50,
    "65 and over": 65,
    " 42 ": 42,
    "100": 100,
    "7": None,
    "unknown": None,
    "": None,
}


def test_an_age_is_the_number_it_begins_with(desk: Desk, tmp_path: Path) -> None:
    rows = [JOURNEY | {"client_random_id": str(n), "age": age} for n, age in enumerate(AGES)]
    desk.take_in(NDTMS_RECORDS, write_journeys(tmp_path / "a.csv", rows))
    read = desk.rows("select age_at_triage from staging.ndtms_records order by CLIENTID::integer")
    assert dict(zip(AGES, (age for (age,) in read), strict=True)) == AGES


# The words for exits that published analysis code knows, and what they count as.
EXITS = {
    "Successful completion": "completed",
    "SUCCESSFUL COMPLETION": "completed",
    "Died": "died",
    "Incomplete": "dropped_out",
    "Incomplete - dropped out": "dropped_out",
    "Incomplete - treatment withdrawn by provider": "withdrawn",
    "Retained": "in_custody",
    "Transferred - not in custody": "transferred",
    "Transferred - in custody": "transferred_in_custody",
    "Moved away, referred on or transferred not in custody": "transferred",
    "Onward referral offered and refused": "other",
    "Exit reason inconsistent": "not_stated",
    "80": "completed",
    "Left": None,
    "": None,
}


def test_exits_are_told_in_words(desk: Desk, tmp_path: Path) -> None:
    rows = [
        JOURNEY | {"client_random_id": str(n), "disd": "01/08/2023", "disrsn": words} for n, words in enumerate(EXITS)
    ]
    taken = desk.take_in(NDTMS_RECORDS, write_journeys(tmp_path / "a.csv", rows))
    told = desk.rows(
        """
        select c.category
        from staging.ndtms_records as r
        left join reference.record_code as c on c.field = 'DISRSN' and c.code = r.DISRSN
        order by r.CLIENTID::integer
        """
    )
    assert dict(zip(EXITS, (category for (category,) in told), strict=True)) == EXITS
    warned = {detail.split(":")[0]: rows for topic, detail, rows in taken.notes if topic == "warning"}
    assert warned == {"unlisted_code (disrsn)": 1, "discharge_without_reason (disrsn)": 1}
