"""The ONS national workbook of drug deaths: drawn tables in, drawn tables out, and the real one cell by cell."""

import csv
import re
from pathlib import Path

import pytest

from pipelines.errors import Refused
from pipelines.sources.ons_deaths_national import SOURCE, read
from pipelines.warehouse import Warehouse
from tests.sources.conftest import TakeIn
from tests.sources.death_workbooks import NATIONAL, changed, national, write_sheets
from tests.sources.national_deaths_by_place import Key, expected_of, grid_of
from tests.sources.published_figures import gather
from tests.sources.workbooks import cells, drawing

REAL = "ons_drug_deaths/ons_2021registrations_national.xlsx"
FIGURES = """
    select {} from mart.published_figure
    where source = 'ons_deaths_national' and {} order by all
"""
NOTES = "select topic, trim(regexp_extract(detail, '^[^:;(]*')), rows from mart.build_note order by all"


@pytest.fixture
def drawn(tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse) -> Warehouse:
    """The drawn workbook, taken in and gathered."""
    (counted,) = taken_in(SOURCE, national(tmp_path / "deaths.xlsx"))
    assert counted.rejected == 0
    gather(SOURCE, warehouse)
    return warehouse


def test_deaths_of_women_and_men_by_country_and_cause(drawn: Warehouse) -> None:
    assert drawing(
        drawn.rows(
            FIGURES.format(
                "measure, category, area_code, value, numerator, denominator, line",
                "sex = 'female' and measure like 'drug_poisoning_deaths%' and measure not like '%deprivation'",
            )
        )
    ) == cells("""
        drug_poisoning_deaths          | all                  | E92000001 | 28.0 |      |      | 15
        drug_poisoning_deaths          | all                  | K04000001 | 30.0 |      |      | 15
        drug_poisoning_deaths          | all                  | W92000004 | 2.0  |      |      | 15
        drug_poisoning_deaths_by_cause | accidental_poisoning | E92000001 | 27.0 | 27.0 | 28.0 | 15
        drug_poisoning_deaths_by_cause | accidental_poisoning | K04000001 | 28.0 | 28.0 | 30.0 | 15
        drug_poisoning_deaths_by_cause | accidental_poisoning | W92000004 | 1.0  | 1.0  | 2.0  | 15
        drug_poisoning_deaths_by_cause | assault              | E92000001 | 1.0  | 1.0  | 28.0 | 15
        drug_poisoning_deaths_by_cause | assault              | K04000001 | 2.0  | 2.0  | 30.0 | 15
        drug_poisoning_deaths_by_cause | assault              | W92000004 | 1.0  | 1.0  | 2.0  | 15
    """)


def test_a_blank_is_not_published_and_zero_is_zero(drawn: Warehouse) -> None:
    assert drawing(
        drawn.rows(
            FIGURES.format(
                "area_code, value, status, note",
                "measure = 'drug_misuse_deaths_by_cause' and category = 'assault' and period = '2020'",
            )
        )
    ) == cells("""
        E92000001 | 0.0 | ok            |
        K04000001 | 0.0 | ok            | includes people who lived outside England and Wales
        W92000004 |     | not_published |
    """)


def test_rates_per_million_are_kept_per_100_000(drawn: Warehouse) -> None:
    assert drawing(
        drawn.rows(
            FIGURES.format(
                "category, area_code, sex, value, value_low, value_high, numerator, status",
                """period = '2021' and measure in ('drug_misuse_death_rate', 'drug_death_rate_by_substance')
                and area_code not like 'W%'""",
            )
        )
    ) == cells("""
        all                | E12000001 | all    | 10.41 | 9.12 | 11.7  | 12.0 | unreliable
        all                | E12000001 | female |       |      |       | 3.0  | too_few
        all                | E12000001 | male   |       |      |       | 9.0  | too_few
        all                | E12000006 | all    | 2.74  | 2.33 | 3.16  | 42.0 | ok
        all                | E12000006 | female | 1.36  | 0.98 | 1.84  | 10.0 | unreliable
        all                | E12000006 | male   | 4.17  | 3.44 | 4.91  | 32.0 | ok
        all                | E92000001 | all    | 5.22  | 5.0  | 5.4   | 54.0 | ok
        all                | E92000001 | female | 2.88  | 2.68 | 3.08  | 13.0 | unreliable
        all                | E92000001 | male   | 7.59  | 7.26 | 7.9   | 41.0 | ok
        all                | K04000001 | all    | 5.32  | 5.14 | 5.51  | 60.0 | ok
        all                | K04000001 | female | 2.93  | 2.73 | 3.12  | 15.0 | unreliable
        all                | K04000001 | male   | 7.33  | 7.02 | 7.65  | 45.0 | ok
        heroin_or_morphine | K04000001 | all    | 0.15  | 0.1  | 0.25  | 21.0 | ok
        heroin_or_morphine | K04000001 | female |       |      |       | 9.0  | too_few
        heroin_or_morphine | K04000001 | male   | 0.14  | 0.07 | 0.26  | 12.0 | unreliable
    """)


def test_rates_by_age_say_whether_they_are_reliable(drawn: Warehouse) -> None:
    assert drawing(
        drawn.rows(
            FIGURES.format(
                "sex, period, age_band, value, value_high, numerator, status, column_label",
                "measure = 'drug_misuse_death_rate_by_age' and sex <> 'male'",
            )
        )
    ) == cells("""
        all    | 2020 | 0     |       |       |      | too_few    | Table 6, 0, 2020
        all    | 2020 | 1-4   | 0.12  |       |      | unreliable | Table 6, 1-4, 2020
        all    | 2020 | 5-84  | 2.025 |       |      | ok         | Table 6, 5-84, 2020
        all    | 2020 | 85+   | 2.69  |       |      | ok         | Table 6, 85+, 2020
        all    | 2021 | 0     |       |       |      | too_few    | Table 6, 0, 2021
        all    | 2021 | 0-19  |       |       | 1.0  | too_few    | Table 5, 2021, all, Under 20, Rate
        all    | 2021 | 1-4   |       |       |      | too_few    | Table 6, 1-4, 2021
        all    | 2021 | 20-49 | 9.61  | 10.29 | 40.0 | ok         | Table 5, 2021, all, 20–49, Rate
        all    | 2021 | 5-84  | 2.27  |       |      | ok         | Table 6, 5-84, 2021
        all    | 2021 | 50+   | 1.1   | 1.35  | 19.0 | unreliable | Table 5, 2021, all, 50 and over, Rate
        all    | 2021 | 85+   | 0.7   |       |      | unreliable | Table 6, 85+, 2021
        female | 2021 | 0-19  |       |       | 0.0  | too_few    | Table 5, 2021, female, Under 20, Rate
        female | 2021 | 20-49 |       |       | 9.0  | too_few    | Table 5, 2021, female, 20–49, Rate
        female | 2021 | 50+   |       |       | 6.0  | too_few    | Table 5, 2021, female, 50 and over, Rate
    """)


def test_substances_overlap_and_so_have_no_whole(drawn: Warehouse) -> None:
    assert drawing(
        drawn.rows(
            FIGURES.format("category, sex, age_band, value, denominator", "measure = 'drug_deaths_by_substance'")
        )
    ) == cells("""
        any_opiate         | all    | 0-19  | 0.0  |
        any_opiate         | all    | 20-49 | 30.0 |
        any_opiate         | all    | 50+   | 11.0 |
        heroin_or_morphine | all    | all   | 21.0 |
        heroin_or_morphine | female | all   | 9.0  |
        heroin_or_morphine | male   | all   | 12.0 |
        zopiclone_zolpidem | all    | 0-19  | 0.0  |
        zopiclone_zolpidem | all    | 20-49 | 2.0  |
        zopiclone_zolpidem | all    | 50+   | 1.0  |
    """)


def test_fifths_by_deprivation_make_their_country(drawn: Warehouse) -> None:
    assert drawing(
        drawn.rows(
            FIGURES.format(
                "measure[16:], category, area_code, period, value, denominator, status",
                "measure like '%deprivation' and sex = 'female'",
            )
        )
    ) == cells("""
        death_rate_by_deprivation | quintile_1_most_deprived  | E92000001 | 2021    | 11.27 |      | unreliable
        death_rate_by_deprivation | quintile_1_most_deprived  | W92000004 | 2019-21 | 9.78  |      | ok
        death_rate_by_deprivation | quintile_2_least_deprived | E92000001 | 2021    | 6.17  |      | unreliable
        death_rate_by_deprivation | quintile_2_least_deprived | W92000004 | 2019-21 |       |      | too_few
        deaths_by_deprivation     | quintile_1_most_deprived  | E92000001 | 2021    | 18.0  | 28.0 | ok
        deaths_by_deprivation     | quintile_1_most_deprived  | W92000004 | 2019-21 | 21.0  | 30.0 | ok
        deaths_by_deprivation     | quintile_2_least_deprived | E92000001 | 2021    | 10.0  | 28.0 | ok
        deaths_by_deprivation     | quintile_2_least_deprived | W92000004 | 2019-21 | 9.0   | 30.0 | ok
    """)


def test_delays_are_days_between_a_death_and_its_registration(drawn: Warehouse) -> None:
    assert drawing(
        drawn.rows(
            FIGURES.format("category, area_code, sex, value, column_label", "measure = 'registration_delay_days'")
        )
    ) == cells("""
        drug_misuse    | E92000001 | all | 203.0 | Table 10, 2021, of which: Drug misuse, England
        drug_misuse    | W92000004 | all | 325.5 | Table 10, 2021, Median delay (in days), of which: Drug misuse, Wales
        drug_poisoning | E92000001 | all | 205.0 | Table 10, 2021, All drug poisoning, England
        drug_poisoning | W92000004 | all | 315.5 | Table 10, 2021, All drug poisoning, Wales
    """)


def test_a_figure_of_several_tables_is_one_and_they_may_differ(drawn: Warehouse) -> None:
    """Tables 2 and 5 give the deaths of men from 20 to 49 as 31 and 30; every other figure given again is the same."""
    assert drawn.rows(
        FIGURES.format(
            "value, note, column_label",
            """measure = 'drug_misuse_deaths' and sex = 'male' and age_band = '20-49' and area_code = 'K04000001'""",
        )
    ) == [
        (
            31.0,
            "includes people who lived outside England and Wales; another table of the workbook differs: Table 5: 30",
            "Table 2, 2021, male, 20-49, of which: Drug misuse, England and Wales",
        )
    ]
    assert drawing(drawn.rows(NOTES)) == cells("""
        left_out | figures that an earlier table of the workbook gives | 13
        warning  | tables_differ                                       | 1
    """)
    assert drawn.one("select count(*) from staging.ons_deaths_national where edition = '2021'") == 181


def test_a_sheet_s_name_and_the_place_of_its_header_say_nothing(
    tmp_path: Path, taken_in: TakeIn, drawn: Warehouse
) -> None:
    figures = FIGURES.format("* exclude (file, line, column_label, note)", "true")
    before = drawn.rows(figures)
    above = "\n        Accredited official statistics\n\n        Some rows are hidden\n"
    moved = {f"{number}_2021 ": above + text for number, text in enumerate(reversed(NATIONAL.values()))}
    (counted,) = taken_in(SOURCE, write_sheets(tmp_path / "2022.xlsx", moved))
    drawn.run("drop table mart.published_figure; drop table mart.published_measure")
    gather(SOURCE, drawn)

    assert counted.rejected == 0
    after = drawn.rows(figures)
    # Table 5 now stands before Table 2, and its figure is taken
    assert [row[:8] for row in after] == [row[:8] for row in before]
    assert [row[8] for row, other in zip(after, before, strict=True) if row != other] == [30.0]


def test_what_an_edition_adds_is_named_and_not_read(tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse) -> None:
    rank = changed(
        NATIONAL,
        "Table 5",
        ("Upper Confidence Limit\n        Persons", "Upper Confidence Limit | Rank\n        Persons"),
        ("8.9 | 13.5", "8.9 | 13.5 | 7"),
    )
    trades = """
        Deaths related to drug poisoning in some trades

        Year | Cooks | Builders
        2021 | 4     | 5
    """
    (counted,) = taken_in(SOURCE, national(tmp_path / "deaths.xlsx", rank | {"Trades": trades}))

    assert counted.rejected == 0
    assert drawing(
        warehouse.rows("select detail, rows from mart.build_note where topic = 'left_out' order by all")
    ) == [
        ["a column headed '50 and over, Rank'; it is not read", "1"],
        ["a table of another kind: Deaths related to drug poisoning in some trades; it is not read", "1"],
        ["figures that an earlier table of the workbook gives", "13"],
    ]


@pytest.mark.parametrize(
    ("sheet", "words", "others", "sentence"),
    [
        (
            "Table 4",
            "| Deaths | Rate",
            "| Fatalities | Rate",
            "no column is headed deaths. Nearest among the words not known: 'All drug poisoning, Fatalities'",
        ),
        ("Table 4", "Lower Confidence Limit", "Bottom Limit", "no column is headed lower confidence limit. Nearest"),
        ("Table 4", "Rate | |", "Quotient | |", "no column is headed rate. Nearest among the words not known"),
        ("Table 4", "per 1 million population", "of the population", "say nothing of what its rates are per"),
        ("Table 7", "per 1 million", "per million, not per 100,000", "say both 'per million' and 'per 100,000'"),
        ("Table 1", "Females", "Ladies", "no label says sex female; it has all, male. Nearest among the words not"),
        ("Table 7", "Females", "Ladies", "no label says sex female; it has all, male. Nearest among the words not"),
        ("Table 1", "| Wales", "| Cymru", "no label says area wales; it has england, england and wales. Nearest"),
        ("Table 3", "20-49", "Twenties", "its age bands leave out 20-49: 0-19, 50+. Nearest"),
        ("Table 2", "20-49", "Under 20", "two columns are headed 'Under 20, of which: Drug misuse, England and Wales'"),
        ("Table 10", "registration delay", "registration lag", "no header says what its figures are"),
        ("Table 10", "(in days)", "", "nothing says that the delay is in days"),
        ("Table 5", "age-specific", "age-standardised", "it says age-standardised rates, and its labels give ages"),
        ("Table 8", "drug poisoning, by", "drugs, by", "names no subject. Expected one subject"),
        ("Table 8", "England, deaths", "deaths", "names no area. Expected one area"),
        ("Table 9", "drug poisoning, by", "drug poisoning and drug misuse, by", "names drug_misuse and drug_poisoning"),
        ("Table 8", "2 (least deprived)", "Females", "the sex is male beside the figures and female above them"),
        ("Table 8", "125.3 | 144.8", "125.3 | 144.8 | | 12", "column 16 holds '12' and has no header"),
    ],
)
def test_a_table_that_is_not_as_published_is_refused(
    sheet: str, words: str, others: str, sentence: str, tmp_path: Path
) -> None:
    path = national(tmp_path / "deaths.xlsx", changed(NATIONAL, sheet, (words, others)))

    with pytest.raises(Refused) as refused:
        read(path)
    assert sentence in str(refused.value)
    assert f"{path}, sheet {sheet}" in str(refused.value)


FAULTS = {
    "Table 1": (
        ("| 2020 | | 80 ", "| 2020 | | n/k ", "not_a_whole_number", 10),
        ("| 2020 | | 80 ", "| 2020 | | 8.5 ", "not_a_whole_number", 10),
        ("| 2020 | | 80 ", "| 2020 | | -80 ", "negative", 10),
        ("| 2020 | | 80 ", "| 2021 | | 80 ", "duplicated_figure", 10),
        ("| 2020 | | 80 ", "| 2020/21 | | 80 ", "unknown_period", 10),
    ),
    "Table 4": (
        ("| 70.2 | 76.5", "| 73.4 | 76.5", "rate_outside_limits", 9),
        ("1.4 | u", "1.4 | p", "unknown_flag", 9),
    ),
    "Table 6": (("85+", "Oldest", "unknown_age", 9),),
    "Table 7": (("E12000001", "E12000099", "unknown_area_code", 9), ("E12000006", ".", "no_area", 10)),
}
"""What is put for words of a sheet, the rule it breaks, and the line it is on."""


@pytest.mark.parametrize("number", range(5))
def test_a_row_that_cannot_be_trusted_is_kept_out_whole(
    number: int, tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse
) -> None:
    faults = {sheet: of_sheet[number] for sheet, of_sheet in FAULTS.items() if number < len(of_sheet)}
    sheets = {
        name: drawn
        for sheet, (words, others, _, _) in faults.items()
        for name, drawn in changed(NATIONAL, sheet, (words, others)).items()
    }
    (counted,) = taken_in(SOURCE, national(tmp_path / "deaths.xlsx", sheets))

    assert counted.rejected == len(faults)
    assert set(warehouse.rows("select line, rule from mart.rejected_row")) == {
        (line, rule) for _, _, rule, line in faults.values()
    }


def test_another_workbook_is_refused_with_what_it_has(tmp_path: Path) -> None:
    local = {"Table 8": NATIONAL["Table 8"].replace("IMD quintile", "IMD quintile and local authority")}
    path = write_sheets(tmp_path / "other.xlsx", {"Contents": NATIONAL["Contents"], **local})

    with pytest.raises(Refused) as refused:
        read(path)
    assert "gives no deaths from drug poisoning and no deaths from drug misuse" in str(refused.value)
    assert "not understood: Table 8 (Number of deaths and age-standardised" in str(refused.value)


@pytest.mark.published_files
def test_the_real_workbook_gives_every_cell_of_its_tables(
    shared_data: Path, taken_in: TakeIn, warehouse: Warehouse
) -> None:
    path = shared_data / REAL
    (counted,) = taken_in(SOURCE, path)
    gather(SOURCE, warehouse)
    expected, seen = expected_of(path)

    assert (counted.read, counted.rejected) == (788, 0)
    given = {
        row[:6]: row[6:]
        for row in warehouse.rows(
            """
            select measure, category, area_code, period, sex, age_band, value, value_low, value_high,
                if(measure like '%rate%', numerator, null), status
            from mart.published_figure
            """
        )
    }
    assert given == expected
    assert len(expected) == 17463
    # each cell of the tables that holds a figure, or a mark in its place, has been looked at
    first_column = {"Table 3": 2, "Table 6": 1, "Table 7": 4, "Table 10": 2}
    assert seen == {
        table: sum(
            bool(cell and re.fullmatch(r"[\d.]+\*?|:", cell))
            for row in grid_of(path, table)[7:]
            for cell in row[first_column.get(table, 3) :]
        )
        for table in (f"Table {number}" for number in range(1, 11))
    }


@pytest.mark.published_files
def test_the_real_tables_agree_with_themselves_and_with_researchers_extracts(
    shared_data: Path, taken_in: TakeIn, warehouse: Warehouse
) -> None:
    taken_in(SOURCE, shared_data / REAL)
    gather(SOURCE, warehouse)
    value: dict[Key, float] = {
        row[:6]: row[6]
        for row in warehouse.rows(
            "select measure, category, area_code, period, sex, age_band, value from mart.published_figure"
        )
    }

    def all_of(measure: str, place: int, key: Key) -> float:
        """What the figures of a measure add up to that differ from a key in one place, its whole left out."""
        parts = (one for one in value if one[0] == measure and one[place] not in ("all", key[place]))
        return sum(value[one] for one in parts if all(one[n] == key[n] for n in range(1, 6) if n != place))

    checked = 0
    for key in value:
        measure, category, area, _, sex, band = key
        if category == "all" and sex == "all" and "deaths" in measure and (*key[:4], "female", band) in value:
            assert value[key] == value[*key[:4], "female", band] + value[*key[:4], "male", band]
            checked += 1
        if measure in ("drug_poisoning_deaths", "drug_misuse_deaths") and band == "all" and area[0] == "K":
            assert value[key] == all_of(measure, 5, key) == all_of(f"{measure}_by_cause", 1, key)
            checked += 1
    assert checked > 1000
    # a rate is marked where it rests on 10 to 19 deaths, as the footnotes say
    assert warehouse.rows(
        """
        select status, min(numerator), max(numerator) from mart.published_figure
        where measure like '%rate%' and numerator is not null group by status order by status
        """
    ) == [("ok", 20.0, 4859.0), ("too_few", 0.0, 9.0), ("unreliable", 10.0, 19.0)]
    assert dict(warehouse.rows("select topic, rows from mart.build_note")) == {"left_out": 348, "warning": 19}

    # other editions, as researchers passed them on
    told: dict[tuple[str, str, str, str], float] = {}
    folder = shared_data / "ons_drug_deaths"
    with (folder / "ons_published_headline_figures_england_persons_1993_2023.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            told["drug_poisoning_deaths", "all", "E92000001", row["year"]] = float(row["all_drug_poisoning"])
            told["drug_misuse_deaths", "all", "E92000001", row["year"]] = float(row["drug_misuse"])
    with (folder / "ons_region_by_substance_1993_2020.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            year, area = row["Year of death registration"], row["Usual residence code"]
            if row["Substance"].startswith("01 "):
                told["drug_poisoning_deaths", "all", area, year] = float(row["Deaths"].replace(",", ""))
            if row["Substance"].startswith("02 "):
                told["drug_deaths_by_substance", "any_opiate", area, year] = float(row["Deaths"].replace(",", ""))
    of_everyone = {key[:4]: number for key, number in value.items() if key[4:] == ("all", "all")}
    both = told.keys() & of_everyone.keys()
    # England 29 years twice, nine regions, Wales and both countries 28 years each, and opiates of both countries
    assert len(both) == 29 * 2 + 28 * (9 + 1 + 1) + 28
    assert {key: (told[key], of_everyone[key]) for key in both if told[key] != of_everyone[key]} == {}
