"""The ONS mid-year estimates by sex and single year of age."""

from pathlib import Path

import pytest
import xlsxwriter

from pipelines.errors import Refused
from pipelines.sources.ons_population import SOURCE, read
from pipelines.warehouse import Warehouse
from tests.sources.conftest import TakeIn
from tests.sources.workbooks import cells, drawing, write_population

AREAS = {"E92000001": ("ENGLAND", 100), "E07000026": ("Allerdale", 5)}
REJECTED = "select distinct line, rule from mart.rejected_row order by all"


def test_every_age_of_both_sexes_is_read(tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse) -> None:
    (counted,) = taken_in(SOURCE, write_population(tmp_path / "mid2020.xlsx", AREAS))

    assert (counted.read, counted.accepted) == (4, 4)
    assert drawing(
        warehouse.rows("""
            select area_code, area_name, year, sex, count(*), min(age), max(age), min(people), max(people)
            from staging.ons_population group by all order by area_code desc, sex
        """)
    ) == cells("""
        E92000001 | ENGLAND   | 2020 | female | 91 | 0 | 90 | 100 | 100
        E92000001 | ENGLAND   | 2020 | male   | 91 | 0 | 90 | 101 | 101
        E07000026 | Allerdale | 2020 | female | 91 | 0 | 90 | 5   | 5
        E07000026 | Allerdale | 2020 | male   | 91 | 0 | 90 | 6   | 6
    """)


def test_areas_outside_england_and_wales_are_accepted_and_named(
    tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse
) -> None:
    areas = {
        "K02000001": ("UNITED KINGDOM ", 9),
        "K03000001": ("GREAT BRITAIN", 8),
        "K04000001": ("ENGLAND AND WALES", 7),
        "E11000007": ("Tyne and Wear (Met County)", 2),
        "S92000003": ("SCOTLAND", 1),
        "S12000033": ("Aberdeen City", 1),
        "N92000002": ("NORTHERN IRELAND", 1),
        "N09000001": ("Antrim and Newtownabbey", 1),
        "W06000001": ("Isle of Anglesey", 1),
    }
    (counted,) = taken_in(SOURCE, write_population(tmp_path / "mid2020.xlsx", areas))

    assert (counted.read, counted.rejected) == (18, 0)
    assert drawing(warehouse.rows("select detail, rows from mart.build_note order by detail")) == cells("""
        Northern Ireland                | 4
        Scotland                        | 4
        United Kingdom or Great Britain | 4
        metropolitan county             | 2
    """)
    assert warehouse.rows("select distinct area_code from staging.ons_population order by area_code") == [
        ("K04000001",),
        ("W06000001",),
    ]


@pytest.mark.parametrize(
    ("edition", "year"),
    [
        ({}, 2020),
        ({"header_row": 5}, 2020),
        ({"header_row": 12}, 2020),
        ({"names": ("MYE2-Females", "MYE2-Males")}, 2020),
        ({"names": ("Sheet1", "Sheet2")}, 2020),
        (
            {
                "titles": (
                    "MYE2: Population estimates: Females by single year of age, Mid-2023 [note 1]",
                    "MYE2: Population estimates: Males by single year of age, Mid-2023 [note 1]",
                )
            },
            2023,
        ),
        ({"titles": ("Population estimates for the UK, mid-2018",) * 2}, 2018),
        ({"ages": (*(f"Age {age}" for age in range(90)), "Age 90 and over")}, 2020),
        ({"ages": tuple(map(str, range(91)))}, 2020),
    ],
)
def test_editions_differ_in_names_and_rows(
    edition: dict[str, object], year: int, tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse
) -> None:
    taken_in(SOURCE, write_population(tmp_path / "estimates.xlsx", AREAS, **edition))  # type: ignore[arg-type]

    assert warehouse.rows(
        "select sex, year, sum(people) from staging.ons_population where age >= 18 group by all order by sex"
    ) == [("female", year, 73 * 105), ("male", year, 73 * 107)]


@pytest.mark.parametrize(
    ("code", "header", "said", "rule"),
    [
        ("E07000026", "17", "No data", "not_a_whole_number"),
        ("E07000026", "17", None, "no_number_of_people"),
        ("E07000026", "17", -5, "negative_people"),
        ("E07000026", "17", 7, "ages_do_not_add_up"),
        ("E07000026", "Code", "E07999999", "unknown_area_code"),
        ("E07000026", "Code", "E0700026", "area_code_malformed"),
        ("E07000026", "Code", None, "area_code_malformed"),
        ("E07000026", "Code", "E92000001", "duplicated_area"),
    ],
)
def test_a_row_that_cannot_be_trusted_is_kept_out_whole(
    code: str, header: str, said: object, rule: str, tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse
) -> None:
    path = write_population(tmp_path / "mid2020.xlsx", AREAS, cell={(code, header): said})
    (counted,) = taken_in(SOURCE, path)

    assert (counted.read, counted.rejected) == (4, 2)
    assert (10, rule) in warehouse.rows(REJECTED)
    assert {line for line, _ in warehouse.rows(REJECTED)} == {10}
    assert warehouse.rows("select distinct area_code from staging.ons_population") == [("E92000001",)]


def test_two_workbooks_of_one_mid_year_do_not_count_people_twice(
    tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse
) -> None:
    first = write_population(tmp_path / "a.xlsx", AREAS)
    second = write_population(tmp_path / "b.xlsx", AREAS)
    counted = taken_in(SOURCE, first, second)

    assert [(file.read, file.rejected) for file in counted] == [(4, 0), (4, 4)]
    assert warehouse.one("select sum(people) from staging.ons_population where sex = 'female'") == 91 * 105


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"names": ("MYE2 - Males", "MYE2 - Females")}, "Expected its name and its title to agree"),
        ({"names": ("MYE2 - Females", "Persons")}, "Expected its name and its title to agree"),
        (
            {"titles": ("Females by single year of age, mid-2020",) * 2, "names": ("A", "B")},
            "the sheets A and B both say they are of females",
        ),
        (
            {"titles": ("Persons by single year of age, mid-2020",) * 2, "names": ("A", "B")},
            "has no sheet of females or none of males",
        ),
        (
            {"titles": ("Females, single year of age, mid-2020", "Males, single year of age, mid-2019")},
            "are of different years",
        ),
        ({"titles": ("Females by single year of age", "Males by single year of age")}, "names no mid-year"),
        ({"titles": ("mid-2011 to mid-2020",) * 2}, "names 2011 and 2020 above its table"),
        ({"ages": (*map(str, range(17)), *map(str, range(18, 91)))}, "the header lacks the ages 17"),
        ({"ages": (*map(str, range(91)), "90+")}, "the header gives an age twice"),
    ],
)
def test_a_workbook_that_is_not_as_published_is_refused(
    change: dict[str, object], sentence: str, tmp_path: Path
) -> None:
    path = write_population(tmp_path / "mid2020.xlsx", AREAS, **change)  # type: ignore[arg-type]

    with pytest.raises(Refused) as refused:
        read(path)
    assert sentence in str(refused.value)
    assert str(path) in str(refused.value)


def test_another_workbook_is_refused(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "other.xlsx")) as workbook:
        workbook.add_worksheet("Budget").write(0, 0, "Code")
        workbook.add_worksheet("Empty")

    with pytest.raises(Refused, match="has no sheet of females or none of males"):
        read(tmp_path / "other.xlsx")


@pytest.mark.published_files
def test_the_real_xls_of_mid_2020_gives_its_published_facts(
    shared_data: Path, taken_in: TakeIn, warehouse: Warehouse
) -> None:
    (counted,) = taken_in(SOURCE, shared_data / "population" / "ons_mid2020_LA_sex_single_year_age.xls")

    assert (counted.read, counted.rejected) == (2 * 420, 0)
    assert warehouse.rows("""
        select sex, sum(people), sum(people) filter (age >= 18) from staging.ons_population
        where area_code = 'E92000001' group by sex order by sex
    """) == [("female", 28_567_320, 22_677_552), ("male", 27_982_818, 21_779_298)]
    # the districts of what was Cumbria add up to it
    assert warehouse.one("""
        select sum(people) from staging.ons_population
        where area_code in (
            select district_code from reference.district where area_code in ('E06000063', 'E06000064')
        )
    """) == warehouse.one("select sum(people) from staging.ons_population where area_code = 'E10000006'")
    assert warehouse.one("select min(line) from staging.ons_population") == 11  # 9 and 10 are the UK and Great Britain


@pytest.mark.published_files
def test_the_deaths_workbook_is_not_taken_for_the_population(shared_data: Path) -> None:
    with pytest.raises(Refused):
        read(shared_data / "ons_drug_deaths" / "ons_2021localauthorities.xlsx")
