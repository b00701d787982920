"""The ONS workbook of alcohol-specific deaths: three layouts, drawn after public code that reads them, and refusals."""

from pathlib import Path

import pytest

from pipelines.errors import Refused
from pipelines.sources.ons_alcohol_specific_deaths import SOURCE, read
from pipelines.warehouse import Warehouse
from tests.sources.conftest import TakeIn
from tests.sources.death_workbooks import changed, write_sheets
from tests.sources.published_figures import gather
from tests.sources.workbooks import cells, drawing

AREA = "Area code \\n[note 2] | Area of usual residence \\n[note 2] | Year of death registration \\n[note 3]"
LIMITS = "Lower 95% confidence limit | Upper 95% confidence limit"


def over(*groups: str, marker: bool = False) -> str:
    """The headers of 2022: in one cell what the figures are of and what they are."""
    return " | ".join(
        f"{group} \\nNumber of deaths | {group} \\nRate per 100,000 \\n[note 4]{' | ' if marker else ''}"
        f" | {group} \\nLower 95% confidence limit | {group} \\nUpper 95% confidence limit"
        for group in groups
    )


EDITION_OF_2022 = {
    "Cover_sheet": """
        Alcohol-specific deaths in the UK: registered in 2022
        This dataset contains statistics on deaths from causes known to be a direct consequence of alcohol
    """,
    "Table_1": f"""
        Table 1: Age-standardised alcohol-specific death rates per 100,000 people, by sex, United Kingdom, 2021 to 2022
        This worksheet contains one table.
        Some shorthand is used in this table: [u] unreliable
        Source: Office for National Statistics
        {AREA} | {over("Persons", "Males", "Females")}
        K02000001 | United Kingdom | 2022 | 1000 | 16.6 | 16.3 | 16.9 | 600 | 22 | 21 | 23 | 400 | 11 | 10 | 12
    """,
    "Table_2": f"""
        Table 2: Age-standardised alcohol-specific death rates per 100,000 people, by sex, England, 2021 to 2022
        This worksheet contains one table.

        {AREA} | {over("Persons", "Males", "Females")}
        E92000001 | England | 2022 | 791 | 14.5 | 14.2 | 14.8 | 521 | 19.7 | 19.2 | 20.2 | 270 | 9.6 | 9.3 | 10
        E92000001 | England | 2021 | 755 | 13.9 | 13.6 | 14.2 | 500 | 19   | 18.5 | 19.5 | 255 | 9.2 | 8.9 | 9.5
    """,
    "Table_4": f"""
        Table 4: Age-standardised alcohol-specific death rates per 100,000 people, by sex, Northern Ireland, 2022

        {AREA} | {over("Persons", "Males", "Females")}
        N92000002 | Northern Ireland | 2022 | 35 | 19 | 17 | 21 | 23 | 25 | 22 | 28 | 12 | 13 | 11 | 15
    """,
    "Table_6": """
        Table 6: Age-standardised alcohol-specific death rates per 100,000 people, by sex and region of England, 2022
        This worksheet contains one table.

        Year | Sex | Area code [note 2] | Region | Number of deaths | Rate per 100,000 | Lower CI | Upper CI
        2022 | Persons | E12000001 | North East | 57 | 21.8 | 20 | 23.6
        2022 | Males   | E12000001 | North East | 39 | 30.1 | 27 | 33
        2022 | Females | E12000001 | North East | 18 | 13.9[u] | 12 | 16
        2022 | Females | E12000006 | East       | 9  | [x] | [x] | [x]
    """,
    "Table_7": f"""
        Table 7: Age-specific alcohol-specific death rates per 100,000 people, by sex and age, Scotland, 2022
        This worksheet contains one table.

        {AREA} | Sex | {over("<1", "1-89", "90+", marker=True)}
        S92000003 | Scotland | 2022 | Males   | 0 | [x] | | [x] | [x] | 98 | 15.1 | | 12 | 18 | 3 | 0.9 | [u] | 0.2 | 2
        S92000003 | Scotland | 2022 | Females | 0 | [x] | | [x] | [x] | 45 | 8.1 | | 6 | 10 | 2 | | | |
    """,
    "Table_9": f"""
        Table 9: Number of alcohol-specific deaths by sex, age and individual cause, England, deaths registered in 2022
        This worksheet contains one table.

        {AREA} | Sex | ICD-10 Code | Individual cause of death description | <1 | 1-89 | 90+ | Total
        E92000001 | England | 2022 | Males   | K70 | Alcoholic liver disease    | 0 | 400 | 1 | 401
        E92000001 | England | 2022 | Males   | X45 | Accidental poisoning by and exposure to alcohol | 0 | 120 | 0 | 120
        E92000001 | England | 2022 | Females | K70 | Alcoholic liver disease    | 0 | 209 | 1 | 210
        E92000001 | England | 2022 | Females | X45 | Accidental poisoning by and exposure to alcohol | 0 | 60 | 0 | 60
    """,
    "Table_10": """
        Table 10: Age-standardised alcohol-specific death rates per 100,000, by sex and deprivation decile, England

        Year | Sex | Decile | Number of deaths
        2022 | Males | 1 | 100 | and a figure without a header
        2022 | Females | 1 | 50
    """,
}
EDITION_OF_2021 = {
    "Table 1": f"""
        Table 1: Age-standardised alcohol-specific death rates per 100,000 people by sex and area, 2001 to 2021 [note 1]
        This worksheet contains one table.

        Back to contents
        Area code | Area name | Sex | Year [note 3] | Number of deaths | Age-standardised rate per 100,000 | {LIMITS}
        K02000001 | United Kingdom | Females | 2021 | 3,000 | 9.9 | 9.6 | 10.3
        E92000001 | England | Persons | 2021 | 750 | 13.9 | 13.6 | 14.2
        E92000001 | England | Males   | 2021 | 500 | 19   | 18.5 | 19.5
        E92000001 | England | Females | 2021 | 250 | 9.1  | 8.8  | 9.4
        E12000003 | Yorkshire and The Humber | Females | 2021 | 40 | 12.9 | 9.2 | 17.6
        W92000004 | Wales | Females | 2021 | 12 | 9.8 u | 5.1 | 17.2
    """,
    "Table 2": f"""
        Table 2: Age-specific alcohol-specific death rates per 100,000 people by sex and five-year age group, Wales
        This worksheet contains one table.

        Back to contents
        Age group | Sex | Year [note 3] | Number of deaths | Rate | {LIMITS}
        <1    | Females | 2021 | 0  | : | : | :
        01-84 | Females | 2021 | 11 | 3.1 | 1.5 | 5.5
        85+   | Females | 2021 | 1  | : | : | :
        85+   | Males   | 2021 | 1  | : | : | :
    """,
}
EDITION_OF_2017 = {
    "Table 3": """
        | Back to contents
        | Table 3: Alcohol-specific age-standardised death rates per 100,000, deaths registered in England, 20171,2

        | | | All persons | | | | | Females | | | | | Males
        | Year | | Deaths | Rate per 100,000 people1 | Lower 95% confidence limit | Upper 95% confidence limit | \
 | Deaths | Rate per 100,000 females1 | Lower 95% confidence limit | Upper 95% confidence limit | \
 | Deaths | Rate per 100,000 males1 | Lower 95% confidence limit | Upper 95% confidence limit
        | 2016 | | 560 | 10.9 | 10.6 | 11.2 | | 188 | 7.3 | 7 | 7.6 | | 372 | 14.9 | 14.4 | 15.3
        | 2017 | | 584 | 11.1 | 10.8 | 11.4 | | 192 | 7.4 | 7.1 | 7.7 | | 392 | 15.2 | 14.8 | 15.7

        | 1 Rates are standardised to the 2013 European Standard Population.
    """,
    "Table 4": """
        | Table 4: Alcohol-specific age-specific death rates per 100,000 people, deaths registered in England, 2017

        | | | | Females | | | | | | Males
        | Year | Age | | Deaths | Rate per 100,000 females1 | Lower 95% confidence limit | \
 Upper 95% confidence limit | | \
 | Deaths | Rate per 100,000 males1 | Lower 95% confidence limit | Upper 95% confidence limit
        | 2017 | <1    | | 0  | z   | z   | z   |   | | 0  | z   | z   | z   |
        |      | 01-84 | | 90 | 7.4 | 7.1 | 7.7 |   | | 99 | 9.1 | 8.2 | 9.9 |
        |      | 85+   | | 4  | 0.4 | 0.1 | 1.2 | u | | 11 | 2.4 | 1.1 | 4.2 | u
    """,
}
FIGURES = """
    select {} from mart.published_figure where source = 'ons_alcohol_specific_deaths' and {} order by all
"""


def test_the_edition_of_2022_has_sexes_and_ages_above_its_columns(
    tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse
) -> None:
    (counted,) = taken_in(SOURCE, write_sheets(tmp_path / "2022.xlsx", EDITION_OF_2022))
    gather(SOURCE, warehouse)

    assert (counted.read, counted.rejected) == (16, 0)
    assert drawing(
        warehouse.rows(
            FIGURES.format(
                "measure[18:], area_code, period, sex, value, value_low, value_high, numerator, status",
                "age_band = 'all' and category = 'all' and sex <> 'male'",
            )
        )
    ) == cells("""
        death_rate | E12000001 | 2022 | all    | 21.8  | 20.0 | 23.6 | 57.0  | ok
        death_rate | E12000001 | 2022 | female | 13.9  | 12.0 | 16.0 | 18.0  | unreliable
        death_rate | E12000006 | 2022 | female |       |      |      | 9.0   | not_published
        death_rate | E92000001 | 2021 | all    | 13.9  | 13.6 | 14.2 | 755.0 | ok
        death_rate | E92000001 | 2021 | female | 9.2   | 8.9  | 9.5  | 255.0 | ok
        death_rate | E92000001 | 2022 | all    | 14.5  | 14.2 | 14.8 | 791.0 | ok
        death_rate | E92000001 | 2022 | female | 9.6   | 9.3  | 10.0 | 270.0 | ok
        deaths     | E12000001 | 2022 | all    | 57.0  |      |      |       | ok
        deaths     | E12000001 | 2022 | female | 18.0  |      |      |       | ok
        deaths     | E12000006 | 2022 | female | 9.0   |      |      |       | ok
        deaths     | E92000001 | 2021 | all    | 755.0 |      |      |       | ok
        deaths     | E92000001 | 2021 | female | 255.0 |      |      |       | ok
        deaths     | E92000001 | 2022 | all    | 791.0 |      |      |       | ok
        deaths     | E92000001 | 2022 | female | 270.0 |      |      |       | ok
    """)
    assert drawing(
        warehouse.rows(
            FIGURES.format(
                "sex, age_band, value, value_low, value_high, numerator, status",
                "area_code = 'S92000003' and measure = 'alcohol_specific_death_rate_by_age'",
            )
        )
    ) == cells("""
        female | 0    |      |     |      | 0.0  | not_published
        female | 1-89 | 8.1  | 6.0 | 10.0 | 45.0 | ok
        female | 90+  |      |     |      | 2.0  | too_few
        male   | 0    |      |     |      | 0.0  | not_published
        male   | 1-89 | 15.1 | 12.0 | 18.0 | 98.0 | ok
        male   | 90+  | 0.9  | 0.2 | 2.0  | 3.0  | unreliable
    """)
    assert drawing(
        warehouse.rows(
            FIGURES.format("category, sex, age_band, value, denominator", "measure like '%cause' and age_band = 'all'")
        )
    ) == cells("""
        accidental_poisoning_by_and_exposure_to_alcohol | female | all | 60.0  | 270.0
        accidental_poisoning_by_and_exposure_to_alcohol | male   | all | 120.0 | 521.0
        alcoholic_liver_disease                         | female | all | 210.0 | 270.0
        alcoholic_liver_disease                         | male   | all | 401.0 | 521.0
    """)
    title = "Table 10: Age-standardised alcohol-specific death rates per 100,000, by sex and deprivation decile"
    assert drawing(warehouse.rows("select topic, detail, rows from mart.build_note order by all")) == [
        ["left_out", f"a table of another kind: {title}, England; it is not read", "2"],
        ["left_out", "figures of Northern Ireland, which is not an area of this project", "1"],
        ["left_out", "figures of United Kingdom, which is not an area of this project", "1"],
    ]


def test_the_edition_of_2021_has_an_area_a_sex_and_a_year_in_each_row(
    tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse
) -> None:
    (counted,) = taken_in(SOURCE, write_sheets(tmp_path / "2021.xlsx", EDITION_OF_2021))
    gather(SOURCE, warehouse)

    assert (counted.read, counted.rejected) == (10, 0)
    assert drawing(
        warehouse.rows(FIGURES.format("measure[18:], area_code, age_band, value, numerator, status", "sex = 'female'"))
    ) == cells("""
        death_rate        | E12000003 | all  | 12.9  | 40.0  | ok
        death_rate        | E92000001 | all  | 9.1   | 250.0 | ok
        death_rate        | W92000004 | all  | 9.8   | 12.0  | unreliable
        death_rate_by_age | W92000004 | 0    |       | 0.0   | too_few
        death_rate_by_age | W92000004 | 1-84 | 3.1   | 11.0  | ok
        death_rate_by_age | W92000004 | 85+  |       | 1.0   | too_few
        deaths            | E12000003 | all  | 40.0  |       | ok
        deaths            | E92000001 | all  | 250.0 |       | ok
        deaths            | W92000004 | 0    | 0.0   |       | ok
        deaths            | W92000004 | 1-84 | 11.0  |       | ok
        deaths            | W92000004 | 85+  | 1.0   |       | ok
        deaths            | W92000004 | all  | 12.0  |       | ok
    """)


def test_the_edition_of_2017_has_a_table_an_area_and_z_for_no_rate(
    tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse
) -> None:
    (counted,) = taken_in(SOURCE, write_sheets(tmp_path / "2017.xlsx", EDITION_OF_2017))
    gather(SOURCE, warehouse)

    assert (counted.read, counted.rejected) == (5, 0)
    assert drawing(
        warehouse.rows(
            FIGURES.format(
                "period, sex, age_band, value, value_high, numerator, status",
                "area_code = 'E92000001' and measure like '%rate%'",
            )
        )
    ) == cells("""
        2016 | all    | all  | 10.9 | 11.2 | 560.0 | ok
        2016 | female | all  | 7.3  | 7.6  | 188.0 | ok
        2016 | male   | all  | 14.9 | 15.3 | 372.0 | ok
        2017 | all    | all  | 11.1 | 11.4 | 584.0 | ok
        2017 | female | 0    |      |      | 0.0   | too_few
        2017 | female | 1-84 | 7.4  | 7.7  | 90.0  | ok
        2017 | female | 85+  | 0.4  | 1.2  | 4.0   | unreliable
        2017 | female | all  | 7.4  | 7.7  | 192.0 | ok
        2017 | male   | 0    |      |      | 0.0   | too_few
        2017 | male   | 1-84 | 9.1  | 9.9  | 99.0  | ok
        2017 | male   | 85+  | 2.4  | 4.2  | 11.0  | unreliable
        2017 | male   | all  | 15.2 | 15.7 | 392.0 | ok
    """)


def test_a_later_edition_replaces_an_earlier_one(tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse) -> None:
    taken_in(
        SOURCE,
        write_sheets(tmp_path / "a.xlsx", EDITION_OF_2022),
        write_sheets(tmp_path / "b.xlsx", EDITION_OF_2021),
    )
    gather(SOURCE, warehouse)

    assert warehouse.rows(
        FIGURES.format(
            "value, file",
            "measure = 'alcohol_specific_deaths' and area_code = 'E92000001' and sex = 'female' and period = '2021'",
        )
    ) == [(255.0, "a.xlsx")]


def test_headers_may_move_and_columns_be_added(tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse) -> None:
    moved = changed(
        EDITION_OF_2022,
        "Table_6",
        ("Year | Sex", "Contact us\n\n        Year | Sex"),
        ("Upper CI", "Upper CI | Share of the region's deaths"),
        ("20 | 23.6", "20 | 23.6 | 1.5"),
    )
    (counted,) = taken_in(SOURCE, write_sheets(tmp_path / "2022.xlsx", EDITION_OF_2022 | moved))

    assert counted.rejected == 0
    assert ("a column headed 'Share of the region's deaths'; it is not read", 1) in warehouse.rows(
        "select detail, rows from mart.build_note"
    )


@pytest.mark.parametrize(
    ("sheet", "words", "others", "sentence"),
    [
        ("Table_2", "Number of deaths", "Registrations", "no column is headed deaths. Nearest"),
        (
            "Table_2",
            "Females",
            "F.",
            "no label says sex female; it has all, male. Nearest among the words not known: 'F.",
        ),
        ("Table_6", "2022 | Males", "Year | Sex", "a second header. Expected one table a sheet"),
        ("Table_6", "Females", "Ladies", "no label says sex female; it has all, male."),
        ("Table_2", "per 100,000", "of deaths", "say nothing of what its rates are per"),
        ("Table_2", "Age-standardised", "Crude", "names no kind of rate"),
        ("Table_7", "1-89", "Others", "its age bands leave out 1-89"),
        ("Table_7", "Age-specific", "Age-standardised", "it says age-standardised rates, and its labels give ages"),
        ("Table_9", "Number of alcohol", "Median age at alcohol", "no header says what its figures are"),
        (
            "Table_9",
            "Number of alcohol-specific deaths",
            "Alcohol-specific death rates (age-specific)",
            "which is not read",
        ),
    ],
)
def test_a_table_that_is_not_as_published_is_refused(
    sheet: str, words: str, others: str, sentence: str, tmp_path: Path
) -> None:
    path = write_sheets(tmp_path / "d.xlsx", EDITION_OF_2022 | changed(EDITION_OF_2022, sheet, (words, others)))

    with pytest.raises(Refused) as refused:
        read(path)
    assert sentence in str(refused.value)
    assert str(path) in str(refused.value)


def test_another_workbook_is_refused_with_what_it_has(tmp_path: Path) -> None:
    untitled = (
        "\n        Area name | Sex | Year | Rate | CI LOWER | CI UPPER\n        England | Females | 2019 | 7 | 6 | 8"
    )
    path = write_sheets(tmp_path / "other.xlsx", {"Table 1 data": untitled})

    with pytest.raises(Refused) as refused:
        read(path)
    assert "gives no alcohol-specific deaths and no alcohol-specific deaths per 100,000 of women" in str(refused.value)
    assert "not understood: Table 1 data (which has no title)" in str(refused.value)


def test_a_word_for_a_sex_or_an_age_that_nobody_knows_is_not_everyone(
    tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse
) -> None:
    unknown = changed(EDITION_OF_2021, "Table 2", ("85+   | Males", "Unknown | Males"))
    unknown |= changed(EDITION_OF_2021, "Table 1", ("England | Persons", "England | Indeterminate"))
    (counted,) = taken_in(SOURCE, write_sheets(tmp_path / "2021.xlsx", EDITION_OF_2021 | unknown))

    assert counted.rejected == 2
    assert set(warehouse.rows("select line, rule from mart.rejected_row")) == {(7, "unknown_sex"), (9, "unknown_age")}
