"""OHID's workbook of adult treatment statistics: small ones in the layouts of several years, with made-up numbers."""

from pathlib import Path

import pytest

from pipelines.errors import Refused
from pipelines.sources.ohid_adult_tables import SOURCE, read
from pipelines.warehouse import Warehouse
from tests.sources.conftest import TakeIn
from tests.sources.ods import Sheet, drawn, write
from tests.sources.published_figures import gather
from tests.sources.workbooks import cells, drawing

COVER = drawn("""Adult substance misuse treatment statistics 2017 to 2018: data tables
Table 4.3.1: Gender of all clients in treatment""")
SEX = """Table 4.3.1: Gender of all clients in treatment
Link back to the index
Substance Group|Male|→|Female|→|Total|→
|n|%|n|%|n|%
Opiate|60|60%|20|40%|80|53.3333%
Non-opiate only|10|10%|5|10%|15|10%
Non-opiate and Alcohol|10|10%|5|10%|15|10%
Alcohol only|20|20%|20|40%|40|26.6667%
Total|100|100%|50|100%|150|100%


*Percentages may equal 0% or not sum to 100% due to rounding"""
# as published: no n and %, two tables, sexes only in the second, an empty column among them, totals with and without
# people whose data are incomplete
PARENTS = """Table 4.12.1: Parental status of new presentations to treatment 2017-18
Link back to the index
Parental status|Opiate||Non-opiate only||Non-opiate and Alcohol||Alcohol only||Total|
Parent living with children|8|0.1|4|0.2|2|0.25|6|0.3|20|0.2
Other contact living with children|2|0.05|1|0.1|1|0.125|1|0.05|5|0.1
Parents not with children|10|0.3|4|0.2|3|0.375|3|0.15|20|0.2
Not parent no contact with children|20|0.5|11|0.5|2|0.25|10|0.5|43|0.5
Total|40|1|20|1|8|1|20|1|88|1
Incomplete data|1||1||0||1||3|
Total|41||21||8||21||91|

Parental status|Opiate||||Non-opiate and Alcohol||||
|F||M||F|||M|
Parent living with children|6|0.6|2|0.1|1|0.5||1|0.2
Other contact living with children|1|0.1|1|0.1|0|0||1|0.2
Parents not with children|2|0.2|8|0.4|1|0.5||2|0.4
Not parent no contact with children|1|0.1|19|0.4|0|0||2|0.2
Incomplete data|1||0||0|||0|
Total|11||30||2|||6|

*Percentages may equal 0% or not sum to 100% due to rounding"""
WAITS = """Table 5.1.1: Waiting times, first and subsequent interventions
Link back to the index
|First intervention|→|→|→|→|→|Subsequent intervention|→|→|→
|3 weeks or under|→|Over 3 weeks|→|Average waiting time|→|3 weeks or under|→|Over 3 weeks|→
Substance group|n|%|n|%||days|n|%|n|%
Opiate|'1,980|0.99|20|0.01||1.71|90|0.9|10|0.1
Total|1980|0.99|20|0.01||1.71|*|0.9|*|0.1"""
EXITS = """Table 6.1.1: Treatment exit reasons for clients not retained in treatment on 31 March 2018
Link back to the index
|Opiate|→|Total|→
|n|%|n|%
Completed free of dependence – no drug or alcohol use|30|30%|80|40%
Completed free of dependence|10|10%|20|10%
Treatment completed free of dependence subtotal|40|40%|100|50%
Dropped out/left|30|30%|60|30%
Transferred – not in custody|10|10%|20|10%
Prison|20|20%|20|10%
Total|100|100%|200|100%"""
DEATHS = """Table 9.2: deaths in drug treatment, by local authority
This worksheet contains one table
Link back to the index
""" + "|".join(
    (
        *("Area name", "Age", "Time period", "Point estimate"),
        *("Lower bound to confidence interval (CI)", "Upper bound to confidence interval (CI)"),
        *("Observed", "Expected"),
    )
)

AS_PUBLISHED = """
    select replace(measure, '_of_new_presentations', ''), category, area_code, sex, substance_group, value, status,
        denominator
    from mart.published_figure
    where {} order by all
"""
REJECTED = "select file, line, column_name, rule from mart.rejected_row order by all"
NOTES = "select detail, rows from mart.build_note where topic = 'left_out' order by detail"


def of_2017_18(**sheets: str) -> dict[str, Sheet]:
    return {"Contents": COVER} | {f"Table {name[1:].replace('_', '.')}": drawn(rows) for name, rows in sheets.items()}


def figures(warehouse: Warehouse, where: str) -> list[list[str]]:
    return drawing(warehouse.rows(AS_PUBLISHED.format(where)))


@pytest.mark.parametrize("suffix", [".xlsx", ".ods"])
def test_sexes_stand_over_counts_and_groups_beside_them(
    suffix: str, tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse
) -> None:
    (counted,) = taken_in(SOURCE, write(tmp_path / f"tables{suffix}", of_2017_18(t4_3_1=SEX)))
    gather(SOURCE, warehouse)

    assert (counted.read, counted.rejected) == (5, 0)
    assert figures(warehouse, "sex <> 'male'") == cells("""
        people_in_treatment | all | E92000001 | all    | alcohol                | 40.0  | ok |
        people_in_treatment | all | E92000001 | all    | all                    | 150.0 | ok |
        people_in_treatment | all | E92000001 | all    | non_opiate             | 15.0  | ok |
        people_in_treatment | all | E92000001 | all    | non_opiate_and_alcohol | 15.0  | ok |
        people_in_treatment | all | E92000001 | all    | opiate                 | 80.0  | ok |
        people_in_treatment | all | E92000001 | female | alcohol                | 20.0  | ok |
        people_in_treatment | all | E92000001 | female | all                    | 50.0  | ok |
        people_in_treatment | all | E92000001 | female | non_opiate             | 5.0   | ok |
        people_in_treatment | all | E92000001 | female | non_opiate_and_alcohol | 5.0   | ok |
        people_in_treatment | all | E92000001 | female | opiate                 | 20.0  | ok |
    """)
    assert warehouse.rows("select distinct period, rounded_to, age_band from mart.published_figure") == [
        ("2017-18", 1, "all")
    ]
    assert warehouse.rows(NOTES) == [("percentages of the counts beside them", 5)]
    assert warehouse.rows(
        "select line, column_label from mart.published_figure where sex = 'female' and substance_group = 'opiate'"
    ) == [(5, "Table 4.3.1, Opiate, Female n")]


def test_parental_status_has_two_tables_and_two_totals(tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse) -> None:
    # the sexes of two groups, so that the fixture stays small; the others are in the first table alone
    (counted,) = taken_in(SOURCE, write(tmp_path / "tables.ods", of_2017_18(t4_12_1=PARENTS)))
    gather(SOURCE, warehouse)

    assert counted.rejected == 0
    assert figures(warehouse, "substance_group = 'non_opiate_and_alcohol'") == cells("""
        new_presentations | all                       | E92000001 | all    | non_opiate_and_alcohol | 8.0 | ok |
        new_presentations | all                       | E92000001 | female | non_opiate_and_alcohol | 2.0 | ok |
        new_presentations | all                       | E92000001 | male   | non_opiate_and_alcohol | 6.0 | ok |
        parental_status   | lives_with_other_children | E92000001 | all    | non_opiate_and_alcohol | 1.0 | ok | 8.0
        parental_status   | lives_with_other_children | E92000001 | female | non_opiate_and_alcohol | 0.0 | ok | 2.0
        parental_status   | lives_with_other_children | E92000001 | male   | non_opiate_and_alcohol | 1.0 | ok | 6.0
        parental_status   | lives_with_own_children   | E92000001 | all    | non_opiate_and_alcohol | 2.0 | ok | 8.0
        parental_status   | lives_with_own_children   | E92000001 | female | non_opiate_and_alcohol | 1.0 | ok | 2.0
        parental_status   | lives_with_own_children   | E92000001 | male   | non_opiate_and_alcohol | 1.0 | ok | 6.0
        parental_status   | no_children               | E92000001 | all    | non_opiate_and_alcohol | 2.0 | ok | 8.0
        parental_status   | no_children               | E92000001 | female | non_opiate_and_alcohol | 0.0 | ok | 2.0
        parental_status   | no_children               | E92000001 | male   | non_opiate_and_alcohol | 2.0 | ok | 6.0
        parental_status   | not_stated                | E92000001 | all    | non_opiate_and_alcohol | 0.0 | ok | 8.0
        parental_status   | not_stated                | E92000001 | female | non_opiate_and_alcohol | 0.0 | ok | 2.0
        parental_status   | not_stated                | E92000001 | male   | non_opiate_and_alcohol | 0.0 | ok | 6.0
        parental_status   | own_children_elsewhere    | E92000001 | all    | non_opiate_and_alcohol | 3.0 | ok | 8.0
        parental_status   | own_children_elsewhere    | E92000001 | female | non_opiate_and_alcohol | 1.0 | ok | 2.0
        parental_status   | own_children_elsewhere    | E92000001 | male   | non_opiate_and_alcohol | 2.0 | ok | 6.0
    """)
    assert drawing(
        warehouse.rows("""
            select sex, substance_group, value from mart.published_figure
            where measure = 'new_presentations' order by all
        """)
    ) == cells("""
        all    | alcohol                | 21.0
        all    | all                    | 91.0
        all    | non_opiate             | 21.0
        all    | non_opiate_and_alcohol | 8.0
        all    | opiate                 | 41.0
        female | non_opiate_and_alcohol | 2.0
        female | opiate                 | 11.0
        male   | non_opiate_and_alcohol | 6.0
        male   | opiate                 | 30.0
    """)
    assert drawing(warehouse.rows(NOTES)) == cells("""
        percentages of the counts beside them | 9
        totals of the rows above them         | 1
    """)


def test_waits_are_counts_averages_and_shares_where_counts_are_hidden(
    tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse
) -> None:
    groups = "\n".join(
        f"{group}|1|1|0|0||1|1|1|0|0" for group in ("Non-opiate only", "Non-opiate and Alcohol", "Alcohol only")
    )
    sheet = WAITS.replace("Total|", f"{groups}\nTotal|")
    (counted,) = taken_in(SOURCE, write(tmp_path / "tables.xlsx", of_2017_18(t5_1_1=sheet)))
    gather(SOURCE, warehouse)

    assert counted.rejected == 0
    assert figures(
        warehouse, "substance_group = 'opiate' or measure like 'subseq%' and substance_group = 'all'"
    ) == cells("""
        first_wait_average_days  | all            | E92000001 | all | opiate | 1.71   | ok         |
        first_waits              | over_3_weeks   | E92000001 | all | opiate | 20.0   | ok         | 2000.0
        first_waits              | within_3_weeks | E92000001 | all | opiate | 1980.0 | ok         | 2000.0
        subsequent_waits         | over_3_weeks   | E92000001 | all | all    |        | suppressed |
        subsequent_waits         | over_3_weeks   | E92000001 | all | opiate | 10.0   | ok         | 100.0
        subsequent_waits         | within_3_weeks | E92000001 | all | all    |        | suppressed |
        subsequent_waits         | within_3_weeks | E92000001 | all | opiate | 90.0   | ok         | 100.0
        subsequent_waits_percent | over_3_weeks   | E92000001 | all | all    | 10.0   | ok         |
        subsequent_waits_percent | within_3_weeks | E92000001 | all | all    | 90.0   | ok         |
    """)


def exits(rows: str = EXITS) -> dict[str, Sheet]:
    """The sheet of exits with all four groups: the others have as many people as opiates."""
    wide = [
        "|".join((*line.split("|")[:3], *line.split("|")[1:3] * 3, *line.split("|")[3:]))
        if line.count("|") > 2
        else line
        for line in rows.splitlines()
    ]
    head = next(n for n, line in enumerate(wide) if line.startswith("|Opiate"))
    wide[head] = "|Opiate|→|Non-opiate only|→|Non-opiate and Alcohol|→|Alcohol only|→|Total|→"
    return of_2017_18(t6_1_1="\n".join(wide))


def test_a_subtotal_of_completions_is_read_and_what_it_counts_together_is_not(
    tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse
) -> None:
    (counted,) = taken_in(SOURCE, write(tmp_path / "tables.ods", exits()))
    gather(SOURCE, warehouse)

    assert counted.rejected == 0
    assert figures(warehouse, "substance_group = 'all'") == cells("""
        exit_reason | completed   | E92000001 | all | all | 100.0 | ok | 200.0
        exit_reason | dropped_out | E92000001 | all | all | 60.0  | ok | 200.0
        exit_reason | in_custody  | E92000001 | all | all | 20.0  | ok | 200.0
        exit_reason | transferred | E92000001 | all | all | 20.0  | ok | 200.0
    """)
    assert warehouse.one("select count(*) from mart.published_figure") == 4 * 5
    assert [rows for _, rows in warehouse.rows(NOTES)] == [2, 7, 1]


def test_deaths_are_of_areas_by_the_names_this_publisher_gives_them(
    tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse
) -> None:
    rows = f"""{DEATHS}
Bedford Borough|18+|April 2022 to March 2025|1.2|0.9|1.6|60|50
Cheshire East UA|18+|April 2022 to March 2025|1|0.8|1.3|20|20
Durham|18+|April 2022 to March 2025|1|0.8|1.3|20|20
Stockton|18+|April 2022 to March 2025|'1.0|'0.8|'1.3|'20|'20

Southend|18+|April 2022 to March 2025|c|c|c|c|c
Bristol|18+|April 2022 to March 2025|x|x|x|*|x
Cornwall & Isles of Scilly|18+|April 2022 to March 2025|–|z|:|3|.
Barnsley (discontinued)|18+|April 2022 to March 2025|1|0.8|1.3|'1,020|1020
North Yorkshire (pre April 2023)|18+|April 2022 to March 2025|1|0.8|1.3|20|20
Yorkshire & Humber|18+|April 2022 to March 2025|||||
Yorkshire and The Humber|18+|April 2022 to March 2025|||||
ENGLAND|18+|April 2022 to March 2025|1|0.9|1.1|2000|2000
Source: NDTMS
x: not available"""
    (counted,) = taken_in(SOURCE, write(tmp_path / "tables.ods", {"Cover": COVER, "Table_9_2": drawn(rows)}))
    gather(SOURCE, warehouse)

    assert (counted.read, counted.rejected) == (12, 1)
    assert drawing(warehouse.rows(REJECTED)) == cells(
        "tables.ods | 15 | Table_9_2, Yorkshire & Humber area_name | unknown_area"
    )
    assert drawing(
        warehouse.rows("""
            select area_code, value, value_low, value_high, numerator, denominator, status, note
            from mart.published_figure where measure = 'deaths_in_treatment_ratio' order by line
        """)
    ) == cells("""
        E06000055           | 1.2 | 0.9 | 1.6 | 60.0   | 50.0   | ok            |
        E06000049           | 1.0 | 0.8 | 1.3 | 20.0   | 20.0   | ok            |
        E06000047           | 1.0 | 0.8 | 1.3 | 20.0   | 20.0   | ok            |
        E06000004           | 1.0 | 0.8 | 1.3 | 20.0   | 20.0   | ok            |
        E06000033           |     |     |     |        |        | suppressed    |
        E06000023           |     |     |     |        |        | not_published |
        E06000052+E06000053 |     |     |     | 3.0    |        | not_published |
        E08000038           | 1.0 | 0.8 | 1.3 | 1020.0 | 1020.0 | ok            |
        E06000065           | 1.0 | 0.8 | 1.3 | 20.0   | 20.0   | ok            |
        E12000003           |     |     |     |        |        | not_published |
        E92000001           | 1.0 | 0.9 | 1.1 | 2000.0 | 2000.0 | ok            |
    """)
    assert drawing(
        warehouse.rows("""
            select measure, value, status, period, age_band, line from mart.published_figure
            where area_code in ('E06000055', 'E06000023') order by all
        """)
    ) == cells("""
        deaths_in_treatment          | 60.0 | ok            | 2022-25 | 18+ | 5
        deaths_in_treatment          |      | suppressed    | 2022-25 | 18+ | 11
        deaths_in_treatment_ratio    | 1.2  | ok            | 2022-25 | 18+ | 5
        deaths_in_treatment_ratio    |      | not_published | 2022-25 | 18+ | 11
        expected_deaths_in_treatment | 50.0 | ok            | 2022-25 | 18+ | 5
        expected_deaths_in_treatment |      | not_published | 2022-25 | 18+ | 11
    """)


def test_x_is_what_a_note_in_the_sheet_says(tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse) -> None:
    rows = f"{DEATHS}\nDurham|18+|April 2022 to March 2025|x|x|x|x|x\nNote: x means that small numbers are suppressed"
    taken_in(SOURCE, write(tmp_path / "tables.ods", {"Cover": COVER, "Table_9_2": drawn(rows)}))
    gather(SOURCE, warehouse)

    assert warehouse.rows("select distinct status from mart.published_figure") == [("suppressed",)]


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("Table_10_2", "Table 10.2: deaths in drug treatment, by local authority"),
        ("9.2", "Mortality of people in drug treatment by area"),
        ("10_2_Deaths", "Table 10.2"),
    ],
)
@pytest.mark.parametrize("above", [0, 1, 9])
def test_deaths_are_found_by_words_wherever_they_stand(name: str, title: str, above: int, tmp_path: Path) -> None:
    header = "Local authority|An added column|Observed deaths|Lower CI|Upper CI|Ratio"
    rows = "\n" * above + f"{title}\nApril 2019 to March 2022\n{header}\nDurham|of no use|20|0.8|1.3|1\n\nA note"
    frame = read(write(tmp_path / "tables.xlsx", {"Cover": COVER, name: drawn(rows)})).frame

    assert frame.select(
        "area_name", "period", "observed", "expected", "ratio", "ratio_low", "line", "left_out"
    ).rows() == [
        ("Durham", "2019-22", "20", None, "1", "0.8", above + 4, None),
        ("Durham", "2019-22", None, None, None, None, above + 4, f"{NEW_COLUMN}: An added column"),
    ]


NEW_COLUMN = "columns of deaths in treatment that are not known"


def test_rows_of_deaths_that_cannot_be_trusted_are_kept_out(
    tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse
) -> None:
    rows = f"""{DEATHS}
Bedford|18+|April 2022 to March 2025|1|0.8|1.3|20|20
Durham|18+|April 2022 to March 2025|1.4|0.8|1.3|28|20
Durham|18+|April 2022 to March 2025|1.1|0.8|1.3|20|20
Durham|18+|April 2022 to March 2025|1|0.8|1.3|-20|-20
Durham|18+|April 2022 to March 2025|1|0.8|1.3|20.5|20
Durham|18+|April 2022 to March 2025|one|0.8|1.3|20|20
Durham|18+|2022|1|0.8|1.3|20|20
Durham|adults|April 2022 to March 2025|1|0.8|1.3|20|20
Narnia|18+|April 2022 to March 2025|1|0.8|1.3|20|20
|18+|April 2022 to March 2025|1|0.8|1.3|20|20
Bedford|18+|April 2022 to March 2025|1|0.8|1.3|21|21"""
    (counted,) = taken_in(SOURCE, write(tmp_path / "tables.xlsx", {"Cover": COVER, "Table_9_2": drawn(rows)}))
    gather(SOURCE, warehouse)

    assert (counted.read, counted.accepted, counted.rejected) == (11, 1, 10)
    broken: dict[int, set[str]] = {}
    for _, line, _, rule in warehouse.rows(REJECTED):
        broken.setdefault(line, set()).add(rule)
    assert broken == {
        6: {"ratio_outside_limits"},
        7: {"ratio_of_other_deaths"},
        8: {"negative", "ratio_of_other_deaths"},
        9: {"not_a_whole_number"},
        10: {"not_a_number"},
        11: {"unknown_period"},
        12: {"unknown_ages"},
        13: {"unknown_area"},
        14: {"unknown_area"},
        15: {"duplicated_row"},
    }
    ratio = "select area_code, numerator from mart.published_figure where measure = 'deaths_in_treatment_ratio'"
    assert warehouse.rows(ratio) == [("E06000055", 20)]


FLAT = """Table 3.1: Sex and substance group of adults in treatment, April 2022 to March 2023
Counts are rounded to the nearest 5
{}
{}|65|60|35|5.5|100
{}|10|10|5|5|15
{}|10|10|5|5|15
{}|20|20|20|4|40
{}|105|100|65|100|170"""
GROUPS = ("Opiate", "Non-opiates only", "Non-opiate & alcohol", "Alcohol only", "All")


def test_another_year_has_a_flat_header_its_own_year_and_rounding(
    tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse
) -> None:
    header = "Substance group [note 1]|Male (number)|Male (%)|Women (number)|Women (percentage)|All people (number)"
    taken_in(SOURCE, write(tmp_path / "tables.ods", {"Cover": COVER, "Table_3_1": drawn(FLAT.format(header, *GROUPS))}))
    gather(SOURCE, warehouse)

    assert drawing(
        warehouse.rows("""
            select substance_group, sex, period, value, rounded_to from mart.published_figure
            where substance_group in ('all', 'non_opiate') order by all
        """)
    ) == cells("""
        all        | all    | 2022-23 | 170.0 | 5
        all        | female | 2022-23 | 65.0  | 5
        all        | male   | 2022-23 | 105.0 | 5
        non_opiate | all    | 2022-23 | 15.0  | 5
        non_opiate | female | 2022-23 | 5.0   | 5
        non_opiate | male   | 2022-23 | 10.0  | 5
    """)


@pytest.mark.parametrize(
    ("name", "above", "is_read"),
    [
        ("Table 4.3.1", "", True),
        ("4_3_1", "", True),
        ("4_3_1_Sex_in_treatment", "", True),
        ("Table 4.3.1", "Ethnicity of all clients in treatment\n", False),
        ("Table 3.4.1", "", False),
    ],
)
def test_a_sheet_without_a_title_is_known_by_its_name_or_number(
    name: str, above: str, is_read: bool, tmp_path: Path
) -> None:
    table = "\n".join(SEX.splitlines()[2:9])
    sheets = exits() | {name: drawn(above + table)}
    frame = read(write(tmp_path / "tables.ods", sheets)).frame

    assert (name in frame["sheet"].to_list()) is is_read


def test_years_may_stand_over_the_columns_and_sexes_beside_the_rows(tmp_path: Path) -> None:
    rows = """Table 1.1: sex of all people in treatment
This worksheet contains one table
Sex|2022 to 2023|April 2023 to March 2024|Change since 2009
Male|100|110|x
Female|50|60|x
All|150|170|x
Unknown people|1|1|x"""
    frame = read(write(tmp_path / "tables.ods", {"Cover": COVER, "Table_1_1": drawn(rows)})).frame
    read_of = frame.select("period", "their_sex", "category", "people", "left_out").rows()

    assert ("2022-23", "female", "all", "50", None) in read_of
    assert ("2023-24", "all", "all", "170", None) in read_of
    assert ("2023-24", "all", None, "1", None) in read_of  # kept out by a rule: not a word for a sex
    assert len([left for *_, left in read_of if left]) == 4


def test_a_sex_may_head_the_rows_under_it(tmp_path: Path) -> None:
    rows = """Table 3.1: Sex of adults in treatment
Substance group|n
Female
Opiate|1
Non-opiate only|2
Non-opiate and alcohol|3
Alcohol only|4
Male
Opiate|5
Non-opiate only|6
Non-opiate and alcohol|7
Alcohol only|8
A note of no sex
Total|36"""
    frame = read(write(tmp_path / "tables.ods", {"Cover": COVER, "3.1": drawn(rows)})).frame

    assert frame.select("their_sex", "substance_group", "people").rows() == [
        *(
            ("female", group, str(n))
            for n, group in enumerate(("opiate", "non_opiate", "non_opiate_and_alcohol", "alcohol"), 1)
        ),
        *(
            ("male", group, str(n))
            for n, group in enumerate(("opiate", "non_opiate", "non_opiate_and_alcohol", "alcohol"), 5)
        ),
        ("all", "all", "36"),
    ]


def test_a_label_may_stand_beside_several_rows(tmp_path: Path) -> None:
    rows = """Table 3.1: Sex of adults in treatment
Substance group|Sex|n
Opiate|Female|1
|Male|2
Non-opiate only|Female|3
|Male|4
Non-opiate and alcohol|Male|5
Alcohol only|Male|6
Total||21"""
    frame = read(write(tmp_path / "tables.ods", {"Cover": COVER, "3.1": drawn(rows)})).frame

    assert frame.select("their_sex", "substance_group", "people").rows() == [
        ("female", "opiate", "1"),
        ("male", "opiate", "2"),
        ("female", "non_opiate", "3"),
        ("male", "non_opiate", "4"),
        ("male", "non_opiate_and_alcohol", "5"),
        ("male", "alcohol", "6"),
        ("all", "all", "21"),
    ]


@pytest.mark.parametrize("above", [1, 8])
def test_a_table_may_begin_lower_and_have_more_columns(above: int, tmp_path: Path) -> None:
    title, _, *table = SEX.splitlines()
    groups, units, *body, _, _, note = table
    added = [f"{groups}|Not stated|→", f"{units}|n|%", *(f"{row}|3|1%" for row in body)]
    rows = "\n".join([title, *[""] * above, *added, note])
    frame = read(write(tmp_path / "tables.ods", of_2017_18(t4_3_1=rows))).frame

    assert frame["left_out"].null_count() == 15
    not_known = frame["left_out"].str.starts_with("columns of national tables that are not known: Not stated")
    assert not_known.sum() == 10
    assert frame["line"].min() == above + 4


@pytest.mark.parametrize(
    ("sheets", "change", "sentence"),
    [
        (
            {"t4_3_1": SEX},
            ("Female", "Femail"),
            "no column is headed 'Female'. Found: Femail n, Femail %. The nearest is 'femail n'",
        ),
        ({"t4_3_1": SEX}, ("Alcohol only", "Only alcohol"), "no column is headed 'Alcohol only'. Found: Only alcohol"),
        ({"t5_1_1": WAITS}, ("3 weeks or under", "3 weeks and a bit"), "no column is headed '3 weeks or under'"),
        ({"t5_1_1": WAITS}, ("Opiate", "Opiate"), "no column is headed 'Non-opiate only'"),
        ({"t9_2": DEATHS}, ("Point estimate", "Point guess"), "headed 'Point estimate'. Found: Point guess"),
        ({"t9_2": DEATHS}, ("Observed", "Seen"), "no column is headed 'Observed'. Found: Seen. The nearest is 'seen'"),
        ({"t9_2": DEATHS}, ("Area name", "Area nam"), "no column is headed 'Area name'"),
    ],
)
def test_a_renamed_column_is_refused_with_the_nearest_name(
    sheets: dict[str, str], change: tuple[str, str], sentence: str, tmp_path: Path
) -> None:
    changed = {name: rows.replace(*change) for name, rows in sheets.items()}
    path = write(tmp_path / "tables.ods", of_2017_18(**changed))

    with pytest.raises(Refused) as refused:
        read(path)
    assert sentence in str(refused.value)
    assert str(path) in str(refused.value)


def test_rows_nobody_knows_and_totals_of_something_else_are_kept_out(
    tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse
) -> None:
    rows = EXITS.replace("Prison|20|20%|20", "Moved to the moon|19|20%|20")
    (counted,) = taken_in(SOURCE, write(tmp_path / "tables.ods", exits(rows)))

    assert counted.rejected == 2
    assert {(line, rule) for _, line, _, rule in warehouse.rows(REJECTED)} == {
        (10, "unknown_category"),
        (11, "total_is_not_its_parts"),
    }


def test_everyone_who_is_not_women_and_men_together_is_kept_out(
    tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse
) -> None:
    (counted,) = taken_in(SOURCE, write(tmp_path / "tables.ods", of_2017_18(t4_3_1=SEX.replace("|80|", "|81|"))))

    assert counted.rejected == 1
    assert [(line, rule) for _, line, _, rule in warehouse.rows(REJECTED)] == [(5, "women_and_men_do_not_make_all")]


def test_what_is_not_in_a_known_layout_is_left_out_and_named(
    tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse
) -> None:
    others = {
        "t5_1_1": "Table 5.1.1: Waiting times, first and subsequent interventions\nRegion|Days\nLondon|3",
        "t6_1_1": "Table 6.1.1: Treatment exit reasons\nAll of them are in the report",
        "t9_1": "Table 9.1: Deaths in drug treatment\nArea|People\nEngland|5",
    }
    (counted,) = taken_in(SOURCE, write(tmp_path / "tables.ods", of_2017_18(t4_3_1=SEX, **others)))

    assert (counted.read, counted.rejected) == (9, 0)
    assert drawing(warehouse.rows(NOTES)) == cells("""
        percentages of the counts beside them              | 5
        tables in a layout that is not known: Table 5.1.1 | 1
        tables in a layout that is not known: Table 6.1.1 | 1
        tables in a layout that is not known: Table 9.1   | 2
    """)


def test_a_subtotal_of_what_is_counted_beside_it_is_left_out(
    tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse
) -> None:
    rows = EXITS.replace("Prison|", "Transferred subtotal|10|10%|20\nPrison|")
    (counted,) = taken_in(SOURCE, write(tmp_path / "tables.ods", exits(rows)))

    assert counted.rejected == 0
    assert ("subtotals of rows above them", 1) in warehouse.rows(NOTES)


def test_other_tables_are_not_taken_for_these(tmp_path: Path) -> None:
    others = {
        "Table 4.2.1": drawn("Table 4.2.1: Age and sex of all clients in treatment\nAge|Male|Female\n18|1|2"),
        "Table 7.4.1": drawn("Table 7.4.1: Trends in treatment exit reason\n|Opiate\n2009-10|1"),
        "Budget": drawn("Money\nYear|Pounds\n2017-18|5"),
    }
    with pytest.raises(Refused, match="has no table of deaths in treatment"):
        read(write(tmp_path / "tables.ods", {"Contents": COVER, **others}))


@pytest.mark.parametrize(
    ("cover", "file", "year"),
    [
        ("Substance misuse treatment for adults: statistics 2023 to 2024", "tables.ods", "2023-24"),
        ("Treatment of adults\n1 April 2018 to 31 March 2019", "tables.ods", "2018-19"),
        ("NDTMS", "tables2019-20.ods", "2017-18"),
        ("Treatment of adults: 2018-19|Home\nNext: treatment of adults, 2019-20", "tables.ods", "2018-19"),
    ],
)
def test_the_year_is_the_one_the_workbook_names(cover: str, file: str, year: str, tmp_path: Path) -> None:
    sheets = exits() | {"Contents": drawn(cover)}
    assert read(write(tmp_path / file, sheets)).frame["edition"].unique().to_list() == [year]


def test_a_workbook_of_no_year_is_called_what_its_file_says_or_refused(tmp_path: Path) -> None:
    sheets = {"Cover": drawn("NDTMS"), "Table 4.3.1": drawn(SEX)}

    assert read(write(tmp_path / "Tables2017-18.ods", sheets)).frame["period"].unique().to_list() == ["2017-18"]
    with pytest.raises(Refused, match="neither a title nor the file's name says which financial year"):
        read(write(tmp_path / "tables.ods", sheets))


def test_a_later_workbook_s_figures_replace_an_earlier_one_s(
    tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse
) -> None:
    rows = f"{DEATHS}\nDurham|18+|April 2015 to March 2018|1|0.8|1.3|{{}}|20"
    later = drawn("Adult substance misuse treatment statistics 2018 to 2019")
    taken_in(
        SOURCE,
        write(tmp_path / "b.ods", {"Cover": COVER, "Table_9_2": drawn(rows.format("20"))}),
        write(tmp_path / "a.ods", {"Cover": later, "Table_9_2": drawn(rows.format("'20"))}),
    )
    gather(SOURCE, warehouse)

    assert warehouse.rows("select distinct file, period from mart.published_figure") == [("a.ods", "2015-18")]


USE = """{}
Region|Local authority|15-64 population|Number of users|→|→|→|→|→|→|→|→|Rate of use per thousand|→|→|→|→|→|→|→|→
|||OCU|Lower bound 95% CI|Upper bound 95% CI|Opiates|Lower bound 95% CI|Upper bound 95% CI|Crack cocaine|Lower bound 95% CI|Upper bound 95% CI|OCU|Lower bound 95% CI|Upper bound 95% CI|Opiates|Lower bound 95% CI|Upper bound 95% CI|Crack cocaine|Lower bound 95% CI|Upper bound 95% CI
South West|Dorset|1000|20|15|25|10|8|12|12|9|15|20|15|25|10|8|12|12|9|15"""  # noqa: E501


@pytest.mark.parametrize("name", ["2_1_Drug_prevalence", "Table_2_1", "2.1"])
def test_estimates_of_use_are_of_the_year_their_sheet_names(
    name: str, tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse
) -> None:
    sheet = drawn(
        USE.format("Table 2.1: National and local prevalence estimates of opiate and crack use, 2016 to 2017")
    )
    taken_in(SOURCE, write(tmp_path / "tables.ods", {"Cover": COVER, name: sheet}))
    gather(SOURCE, warehouse)

    assert drawing(
        warehouse.rows("""
            select measure, category, area_code, period, age_band, value, value_low, value_high, numerator, denominator
            from mart.published_figure order by all
        """)
    ) == cells("""
        opiate_crack_rate  | crack   | E10000009 | 2016-17 | 15-64 | 12.0 | 9.0  | 15.0 | 12.0 | 1000.0
        opiate_crack_rate  | ocu     | E10000009 | 2016-17 | 15-64 | 20.0 | 15.0 | 25.0 | 20.0 | 1000.0
        opiate_crack_rate  | opiates | E10000009 | 2016-17 | 15-64 | 10.0 | 8.0  | 12.0 | 10.0 | 1000.0
        opiate_crack_users | crack   | E10000009 | 2016-17 | 15-64 | 12.0 | 9.0  | 15.0 |      | 1000.0
        opiate_crack_users | ocu     | E10000009 | 2016-17 | 15-64 | 20.0 | 15.0 | 25.0 |      | 1000.0
        opiate_crack_users | opiates | E10000009 | 2016-17 | 15-64 | 10.0 | 8.0  | 12.0 |      | 1000.0
    """)


def test_estimates_of_no_year_are_left_out_and_the_rest_is_read(
    tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse
) -> None:
    sheets = of_2017_18(t4_3_1=SEX) | {"2_1": drawn(USE.format("Table 2.1: National and local prevalence estimates"))}
    (counted,) = taken_in(SOURCE, write(tmp_path / "tables.ods", sheets))
    gather(SOURCE, warehouse)

    assert (counted.read, counted.rejected) == (6, 0)
    assert warehouse.rows("select distinct measure from mart.published_figure") == [("people_in_treatment",)]
    reason = "estimates of opiate and crack use in a sheet that does not say which year they are of"
    assert (reason, 1) in warehouse.rows(NOTES)


def test_estimates_of_areas_under_no_known_heading_are_refused(tmp_path: Path) -> None:
    rows = USE.format("National and local prevalence estimates, 2016-17").replace("Local authority", "Local authorties")

    with pytest.raises(Refused, match=r"headed 'Local authority'.*The nearest is 'local authorties'"):
        read(write(tmp_path / "tables.ods", {"Cover": COVER, "2_1_Drug_prevalence": drawn(rows)}))


def test_a_file_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    (tmp_path / "broken.ods").write_bytes(b"PK not a workbook")

    with pytest.raises(Refused, match="cannot be opened as a workbook"):
        read(tmp_path / "broken.ods")


def test_three_financial_years_begin_in_april(warehouse: Warehouse) -> None:
    periods = ("2022-25", "2019-22", "1999-02", "2019-21", "2021-22", "2021", "2021-22 Q1", "2021 Q1")
    begins = [str(warehouse.one(f"select year_begins('{period}')::date")) for period in periods]

    assert [day[:7] for day in begins] == [
        *("2022-04", "2019-04", "1999-04"),
        *("2019-01", "2021-04", "2021-01", "2021-04", "2021-01"),
    ]
