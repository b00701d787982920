"""One number from two sources: which pages show, how the other is set beside it, and what is said to be held."""

import csv
from pathlib import Path

import pytest

from pipelines import reconciliation
from pipelines.build import build
from pipelines.sources.ndtms_viewit_area import COUNTS
from pipelines.warehouse import open_marts
from tests.builds import Built, built, lay_records, people, query_of
from tests.desk import TODAY

LEEDS, ENGLAND = "E08000035", "E92000001"
WOMEN, MEN = 21, 40


def viewit_row(sex: str, area: str = "Leeds", **counts: int) -> list[str | int]:
    """A row of an authority, 2023-24, all ages and substances; what is not given is nought."""
    return ["2023/24", area, sex, "Total", "Total", *(counts.get(name, 0) for name in COUNTS)]


def lay_viewit(raw: Path, women: int, men: int, everyone: int, areas: tuple[str, ...] = ("Leeds",)) -> None:
    folder = raw / "ndtms_viewit_area"
    folder.mkdir(parents=True)
    rows = [
        viewit_row(sex, area, intreatment_allintx=n, newpresentation_newtx=n, waitsfirst_3weeksandunder_newtx=n)
        for area in areas
        for sex, n in (("F", women), ("M", men), ("Total", everyone))
    ]
    with (folder / "a.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["ReportingPeriod", "Area", "sex", "age_group", "drug_group", *COUNTS])
        writer.writerows(rows)


@pytest.fixture(scope="module")
def marts(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Records of 21 women and 40 men in Leeds, and ViewIt's figures of the same year: 20, 50 and 70."""
    folder = tmp_path_factory.mktemp("two")
    lay_records(folder / "raw", people(WOMEN, MEN, UTLA=LEEDS))
    lay_viewit(folder / "raw", 20, 50, 70)
    return built(folder / "raw", folder / "marts.duckdb")


def test_an_authority_is_shown_from_its_records_and_the_publisher_stands_beside(marts: Built) -> None:
    assert marts.rows(f"""
        select source, sex, value, is_preferred, rounded_to from indicator_value
        where indicator = 'people_in_treatment' and area_code = '{LEEDS}' and period = '2023-24'
            and substance_group = 'all' order by all
    """) == [
        ("ndtms_records", "all", 61.0, True, 1),
        ("ndtms_records", "female", 21.0, True, 1),
        ("ndtms_records", "male", 40.0, True, 1),
        ("ndtms_viewit_area", "all", 70.0, False, 5),
        ("ndtms_viewit_area", "female", 20.0, False, 5),
        ("ndtms_viewit_area", "male", 50.0, False, 5),
    ]
    assert marts.rows(f"select distinct source from womens_share where area_code = '{LEEDS}'") == [("ndtms_records",)]


def test_a_difference_that_rounding_can_make_is_told_from_one_it_cannot(marts: Built) -> None:
    assert marts.rows(f"""
        select sex, shown, beside, difference, agreement from reconciliation
        where what = 'people_in_treatment' and area_code = '{LEEDS}' and period = '2023-24'
            and substance_group = 'all' order by sex
    """) == [
        ("all", 61.0, 70.0, 9.0, "differs"),
        ("female", 21.0, 20.0, -1.0, "rounding"),
        ("male", 40.0, 50.0, 10.0, "differs"),
    ]


def test_a_publishers_categories_stand_beside_our_measures_and_waits(marts: Built) -> None:
    pairs = marts.rows(f"""
        select what, category, sex, shown_source, beside_source from reconciliation
        where area_code = '{LEEDS}' and sex = 'female' and substance_group = 'all'
            and what in ('referral_source', 'housing', 'first_waits') order by all
    """)
    assert {what for what, *_ in pairs} == {"first_waits", "housing", "referral_source"}
    assert ("first_waits", "within_3_weeks", "female", "ndtms_records", "ndtms_viewit_area") in pairs


def test_check_says_how_far_sources_agree(marts: Built) -> None:
    with open_marts(marts.path) as connection:
        sentences = list(reconciliation.sentences(connection))
    (about,) = (words for words in sentences if words.startswith("people_in_treatment: "))
    assert "ndtms_records beside ndtms_viewit_area, 3 compared, 1 agree within rounding; where they differ" in about


def test_what_is_held_is_told_for_each_source_and_sex(marts: Built) -> None:
    held = marts.rows(f"""
        select what_kind, source, has_women, has_men, has_all from availability
        where what = 'people_in_treatment' and area_code = '{LEEDS}' and period = '2023-24' order by all
    """)
    assert held == [
        ("indicator", "ndtms_records", True, True, True),
        ("indicator", "ndtms_viewit_area", True, True, True),
        ("published", "ndtms_viewit_area", True, True, True),
    ]
    measures = marts.rows("select distinct what from availability where what_kind = 'measure'")
    assert {"housing", "first_waits", "outcome"} <= {what for (what,) in measures}


def test_changes_of_areas_are_in_every_build(marts: Built) -> None:
    assert marts.rows("""
        select break_kind, is_comparable, words from series_break where area_code in ('E06000063', 'E08000038')
        order by area_code
    """) == [
        ("split", False, "Cumberland was part of Cumbria before; what was counted for the whole cannot be divided."),
        ("renumbered", True, "Barnsley had another code before (E08000016); its numbers are carried across."),
    ]


@pytest.mark.parametrize(
    ("of_bradford", "shown"), [(0, ("ndtms_viewit_area", 40.0, 10)), (1, ("ndtms_records", 22.0, 1))]
)
def test_a_partnership_is_shown_from_records_where_they_know_somebody_of_each_member(
    tmp_path: Path, of_bradford: int, shown: tuple[str, float, int]
) -> None:
    """Records of Leeds alone would pass for those of Leeds and Bradford together."""
    path = tmp_path / "partnerships.csv"
    path.write_text(f"partnership_id,name,area_code\nP-1,Both,{LEEDS}\nP-1,Both,E08000032\n", encoding="utf-8")
    lay_records(tmp_path / "raw", [*people(WOMEN, MEN, UTLA=LEEDS), *people(of_bradford, 0, UTLA="E08000032")])
    lay_viewit(tmp_path / "raw", 20, 50, 70, ("Leeds", "Bradford"))
    marts = tmp_path / "marts.duckdb"
    build(tmp_path / "raw", marts, "restricted", today=TODAY, partnership_file=path)

    assert query_of(
        marts,
        """
        select source, value, rounded_to from indicator_value
        where indicator = 'people_in_treatment' and area_code = 'P-1' and period = '2023-24' and sex = 'female'
            and substance_group = 'all' and is_preferred
        """,
    ) == [shown]
    of_share = query_of(
        marts,
        "select source, women, men, rounded_to from womens_share where area_code = 'P-1' and comparator = 'region' "
        "and measure = 'in_treatment' and substance_group = 'all' and period = '2023-24'",
    )
    assert of_share == [("ndtms_viewit_area", 40, 100, 10) if of_bradford == 0 else ("ndtms_records", 22, MEN, 1)]
