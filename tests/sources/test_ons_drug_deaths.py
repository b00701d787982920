"""The ONS workbook of drug deaths by local authority: drawn tables in, drawn tables out."""

from pathlib import Path

import pytest
import xlsxwriter

from pipelines.errors import Refused
from pipelines.indicators import all_indicators, count
from pipelines.sources.ons_drug_deaths import SOURCE, read
from pipelines.warehouse import Warehouse
from tests.sources.conftest import TakeIn
from tests.sources.published_figures import gather
from tests.sources.workbooks import MEASURES, RATE, cells, drawing, write_deaths

AS_READ = """
    select area_code, area_name, period, deaths, rate, rate_low, rate_high, rate_status
    from staging.ons_drug_deaths where measure = 'drug_misuse' and sex = 'female' order by line, period desc
"""
COUNTS_AS_READ = """
    select area_code, area_name, period, deaths, deaths_status
    from staging.ons_drug_deaths where measure = 'drug_poisoning' and kind = 'count'
    order by line, period desc
"""
REJECTED = "select line, column_name, rule from mart.rejected_row order by all"
NOTES = "select detail, rows from mart.build_note where topic = 'left_out' order by detail"


def count_deaths(warehouse: Warehouse) -> None:
    gather(SOURCE, warehouse)
    count([i for i in all_indicators() if "ons_drug_deaths" in i.published], {"ons_drug_deaths"}, warehouse)


def test_rates_are_read_from_the_columns_their_headers_name(
    tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse
) -> None:
    body = """E92000001 | B | ENGLAND | 2338 2.8 . 2.7 2.9 | 2273 2.8 . 2.7 2.9

    E12000002 | B | NORTH WEST  | 120 5.3 . 4.6 6.1 | 206 5.5 . 4.7 6.2
    E06000047 | C | County Durham | 35 4.7 . 3.3 6.6 | 42 5.8 . 4.1 7.8
    E06000005 | C | Darlington | 13 8.1 U 4.3 13.9 | 9 : . : :
    E08000011 | D | Knowsley  | 0 : . : : | 10 : U : :
    W06000001 | C | Isle of Anglesey / Ynys Môn | 11 6 U 3 11.5 | 12 . U . ."""
    taken_in(
        SOURCE,
        write_deaths(tmp_path / "deaths.xlsx", {"Table 8": body}, periods={"Table 8": ("2019–21", "2018–20")}),
    )

    assert drawing(warehouse.rows(AS_READ)) == cells("""
        E92000001 | ENGLAND                     | 2019-21 | 2338 | 2.8 | 2.7 | 2.9  | ok
        E92000001 | ENGLAND                     | 2018-20 | 2273 | 2.8 | 2.7 | 2.9  | ok
        E12000002 | NORTH WEST                  | 2019-21 | 120  | 5.3 | 4.6 | 6.1  | ok
        E12000002 | NORTH WEST                  | 2018-20 | 206  | 5.5 | 4.7 | 6.2  | ok
        E06000047 | County Durham               | 2019-21 | 35   | 4.7 | 3.3 | 6.6  | ok
        E06000047 | County Durham               | 2018-20 | 42   | 5.8 | 4.1 | 7.8  | ok
        E06000005 | Darlington                  | 2019-21 | 13   | 8.1 | 4.3 | 13.9 | unreliable
        E06000005 | Darlington                  | 2018-20 | 9    |     |     |      | too_few
        E08000011 | Knowsley                    | 2019-21 | 0    |     |     |      | too_few
        E08000011 | Knowsley                    | 2018-20 | 10   |     |     |      | too_few
        W06000001 | Isle of Anglesey / Ynys Môn | 2019-21 | 11   | 6.0 | 3.0 | 11.5 | unreliable
        W06000001 | Isle of Anglesey / Ynys Môn | 2018-20 | 12   |     |     |      | not_published
    """)


def test_a_count_of_zero_is_a_count_and_a_blank_is_not(tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse) -> None:
    body = """K04000001 | B | ENGLAND AND WALES | 4859 | 4561
    E09000001 | D | City of London | . | 0"""
    years = {"Table 1": ("2021", "2020")}
    taken_in(SOURCE, write_deaths(tmp_path / "deaths.xlsx", {"Table 1": body}, periods=years))

    assert drawing(warehouse.rows(COUNTS_AS_READ)) == cells("""
        K04000001 | ENGLAND AND WALES | 2021 | 4859 | ok
        K04000001 | ENGLAND AND WALES | 2020 | 4561 | ok
        E09000001 | City of London    | 2021 |      | not_published
        E09000001 | City of London    | 2020 | 0    | ok
    """)
    count_deaths(warehouse)
    assert drawing(
        warehouse.rows("""
            select area_code, period, numerator, published_status, note from staging.indicator_count
            where indicator = 'drug_poisoning_deaths' and period < '2022' and period not like '%-%'
            order by area_code desc, period desc
        """)
    ) == cells("""
        K04000001 | 2021 | 4859.0 |               | includes people who lived outside England and Wales
        K04000001 | 2020 | 4561.0 |               | includes people who lived outside England and Wales
        E09000001 | 2021 |        | not_published |
        E09000001 | 2020 | 0.0    |               |
    """)


@pytest.mark.parametrize(
    ("block", "rate", "status"),
    [
        ("9 [x] . [x] [x]", None, "not_published"),
        ("[c] [c] . [c] [c]", None, "suppressed"),
        ("9 [z] . [z] [z]", None, "not_collected"),
        ("9 . . . .", None, "too_few"),
        ("12 5.1[u] . 3.0 8.0", 5.1, "unreliable"),
        ("12 5.1 u 3.0 8.0", 5.1, "unreliable"),
        ("12 5.1 [U] 3.0 8.0", 5.1, "unreliable"),
        ("12 0 . 0 3.0", 0.0, "ok"),
    ],
)
def test_marks_say_why_there_is_no_rate(
    block: str, rate: float | None, status: str, tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse
) -> None:
    body = f"E06000047 | C | County Durham | {block}"
    (counted,) = taken_in(SOURCE, write_deaths(tmp_path / "deaths.xlsx", {"Table 8": body}))

    assert counted.rejected == 0
    assert warehouse.rows(
        AS_READ.replace("area_code, area_name, period, deaths,", "").replace("rate_low, rate_high,", "")
    ) == [(rate, status)]


@pytest.mark.parametrize(
    ("row", "rule"),
    [
        ("E06000047 | C | County Durham | 35 n/k . 3.3 6.6", "not_a_number"),
        ("E06000047 | C | County Durham | 35 4.7 . -- 6.6", "not_a_number"),
        ("E06000047 | C | County Durham | 35 [w] . : :", "not_a_number"),
        ("E06000047 | C | County Durham | 3.5 4.7 . 3.3 6.6", "not_a_whole_number"),
        ("E06000047 | C | County Durham | 1,03 4.7 . 3.3 6.6", "not_a_whole_number"),
        ("E06000047 | C | County Durham | -1 : . : :", "negative_deaths"),
        ("E06000047 | C | County Durham | 35 7.4 . 3.3 6.6", "rate_outside_limits"),
        ("E06000047 | C | County Durham | 35 4.7 . . .", "rate_outside_limits"),
        ("E06000047 | C | County Durham | 35 4.7 P 3.3 6.6", "unknown_flag"),
        ("E06999999 | C | Nowhere | 35 4.7 . 3.3 6.6", "unknown_area_code"),
        ("E0600047 | C | County Durham | 35 4.7 . 3.3 6.6", "area_code_malformed"),
        (". | C | County Durham | 35 4.7 . 3.3 6.6", "area_code_malformed"),
    ],
)
def test_a_row_that_cannot_be_trusted_is_kept_out_whole(
    row: str, rule: str, tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse
) -> None:
    body = f"{RATE} | 60 2.0 . 1.5 2.5\n{row} | 30 2.0 . 1.5 2.5"
    periods = {"Table 8": ("2019–21", "2018–20")}
    (counted,) = taken_in(SOURCE, write_deaths(tmp_path / "deaths.xlsx", {"Table 8": body}, periods=periods))

    assert (counted.read, counted.accepted, counted.rejected) == (9, 8, 1)
    assert rule in {broken for _, _, broken in warehouse.rows(REJECTED)}
    assert {line for line, _, _ in warehouse.rows(REJECTED)} == {8}  # header 4 and 5, a blank row, England, then this
    assert {code for code, *_ in warehouse.rows(AS_READ)} == {"E92000001"}


def test_an_area_that_stands_twice_is_read_once(tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse) -> None:
    body = f"{RATE}\n{RATE.replace('60 2.0', '61 2.1')}"
    (counted,) = taken_in(SOURCE, write_deaths(tmp_path / "deaths.xlsx", {"Table 8": body}))

    assert counted.rejected == 1
    assert [(line, rule) for line, _, rule in warehouse.rows(REJECTED)] == [(8, "duplicated_area")]
    assert [deaths for _, _, _, deaths, *_ in warehouse.rows(AS_READ)] == [60]


def test_rows_of_no_use_are_accepted_and_named(tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse) -> None:
    body = """E92000001 | B | ENGLAND | 60 2.0 . 1.5 2.5
    E11000007 | C | Tyne and Wear (Met County) | . . . . .
    E13000001 | C | Inner London | 92 5.6 . 4.5 6.9
    E07000026 | D | Allerdale | 7 : . : :
    E07999999 | D | A district of tomorrow | 7 : . : :
    . | C | . | : : . : :"""
    (counted,) = taken_in(SOURCE, write_deaths(tmp_path / "deaths.xlsx", {"Table 8": body}))

    assert (counted.read, counted.rejected) == (12, 0)
    assert drawing(warehouse.rows(NOTES)) == cells("""
        district              | 2
        inner or outer London | 1
        metropolitan county   | 1
    """)
    assert {code for code, *_ in warehouse.rows(AS_READ)} == {"E92000001"}


@pytest.mark.parametrize("header_row", [3, 4, 9])
@pytest.mark.parametrize("spacers", [0, 1, 3])
def test_other_editions_begin_in_other_rows(
    header_row: int, spacers: int, tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse
) -> None:
    body = "E92000001 | B | ENGLAND | 60 n/k . 1.5 2.5"
    path = write_deaths(tmp_path / "deaths.xlsx", {"Table 8": body}, header_row=header_row, spacers=spacers)
    (counted,) = taken_in(SOURCE, path)

    assert counted.read == 8
    assert [line for line, *_ in warehouse.rows(REJECTED)] == [header_row + 2 + spacers]


@pytest.mark.parametrize("period", ["2021 to 2023", "2021-23", "2021–2023", "2021 – 23", "2021 to 2023 [note 4]"])
def test_periods_are_written_one_way(period: str, tmp_path: Path) -> None:
    words = ("Number of deaths [note 1]", "Rate per 100,000", "Reliability", "Lower CI", "Upper CI", "")
    frame = read(write_deaths(tmp_path / "deaths.xlsx", periods={"Table 8": (period,)}, words=words)).frame

    assert frame is not None
    assert frame.filter(sheet="Table 8").select("period", "rate", "rate_high").rows() == [("2021-23", "2", "2.5")]


def test_a_header_may_be_one_row(tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse) -> None:
    path = write_deaths(
        tmp_path / "deaths.xlsx",
        {"Table 8": "E06000005 | B | Darlington | 13 8.1 U 4.3 13.9 | 9 : . : :"},
        periods={"Table 8": ("2021 to 2023", "2020 to 2022")},
        has_one_header=True,
        spacers=0,
    )
    taken_in(SOURCE, path)

    assert drawing(warehouse.rows(AS_READ)) == cells("""
        E06000005 | Darlington | 2021-23 | 13 | 8.1 | 4.3 | 13.9 | unreliable
        E06000005 | Darlington | 2020-22 | 9  |     |     |      | too_few
    """)


def test_names_of_sheets_may_be_spelt_with_an_underscore(tmp_path: Path) -> None:
    frame = read(write_deaths(tmp_path / "deaths.xlsx", names={"Table 8": "Table_8 "})).frame

    assert frame is not None
    assert "Table_8 " in frame["sheet"].to_list()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"names": {"Table 8": "Females"}}, "has no sheet named Table 8; it has Contents, Table 1"),
        (
            {"titles": {"Table 8": "deaths and age-standardised rate for deaths related to drug misuse, males"}},
            "its title says drug misuse, males, rates; expected drug misuse, females, rates",
        ),
        (
            {"titles": {"Table 2": "Number of deaths related to drug poisoning, persons"}},
            "its title says drug poisoning, persons, counts; expected drug misuse, persons, counts",
        ),
        (
            {"titles": {"Table 8": "Number of deaths related to drug misuse, females"}},
            "its title says drug misuse, females, counts; expected drug misuse, females, rates",
        ),
        ({"titles": {"Table 8": "Deaths"}}, "does not say which deaths and which sex"),
        ({"periods": {"Table 8": ("2021",)}}, "names the period '2021'; expected periods of three years"),
        (
            {"periods": {"Table 8": ("2019–20",)}},
            "names the period '2019–20'; expected periods of three years",
        ),
        ({"periods": {"Table 1": ("2019–21",)}}, "names the period '2019–21'; expected single years"),
        ({"periods": {"Table 8": ("2019–21", "2019-21")}}, "gives the deaths of 2019-21 twice"),
        ({"periods": {"Table 1": ("2021", "2021")}}, "gives the deaths of 2021 twice"),
        ({"periods": {"Table 1": ("Deaths",)}}, "the header names no period"),
        ({"words": ("Deaths", "Rate", "", "Lower", "Sources")}, "a column is headed 'sources'"),
        ({"words": ("Deaths", "Rate", "", "Lower")}, "the header names too little for 2019-21"),
        ({"header_row": 30}, "no cell of the first 20 rows says 'Area Codes'"),
    ],
)
def test_a_workbook_that_is_not_as_published_is_refused(
    change: dict[str, object], sentence: str, tmp_path: Path
) -> None:
    path = write_deaths(tmp_path / "deaths.xlsx", **change)  # type: ignore[arg-type]

    with pytest.raises(Refused) as refused:
        read(path)
    assert sentence in str(refused.value)
    assert str(path) in str(refused.value)


def test_another_workbook_and_a_file_that_is_none_are_refused(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "other.xlsx")) as workbook:
        workbook.add_worksheet("Budget").write(0, 0, "Area Codes")
    (tmp_path / "broken.xlsx").write_bytes(b"PK not a workbook")

    with pytest.raises(Refused, match="has no sheet named Table 1 or Table 2"):
        read(tmp_path / "other.xlsx")
    with pytest.raises(Refused, match="cannot be opened as a workbook"):
        read(tmp_path / "broken.xlsx")


def test_the_latest_edition_wins_and_renumbered_areas_are_followed(
    tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse
) -> None:
    older = """E10000023 | C | North Yorkshire | 20 2.3 . 1.4 3.5 | 22 2.5 . 1.6 3.7
    E10000006 | C | Cumbria | 30 4.0 . 2.7 5.8 | 31 4.1 . 2.8 5.9"""
    newer = "E06000065 | C | North Yorkshire | 25 2.9 . 1.9 4.2 | 21 2.4 . 1.5 3.6"
    taken_in(
        SOURCE,
        # by name the older edition comes last; what decides is the years it covers
        write_deaths(
            tmp_path / "a.xlsx",
            {"Table 8": newer},
            periods={"Table 1": ("2022",), "Table 8": ("2020–22", "2019–21")},
        ),
        write_deaths(tmp_path / "b.xlsx", {"Table 8": older}, periods={"Table 8": ("2019–21", "2018–20")}),
    )
    count_deaths(warehouse)

    assert drawing(
        warehouse.rows("""
            select area_code, period, numerator, published_value, published_low, published_high, note
            from staging.indicator_count
            where indicator = 'drug_misuse_death_rate' and sex = 'female' order by area_code, period desc
        """)
    ) == cells("""
        E06000065 | 2020-22 | 25.0 | 2.9 | 1.9 | 4.2 |
        E06000065 | 2019-21 | 21.0 | 2.4 | 1.5 | 3.6 |
        E06000065 | 2018-20 | 22.0 | 2.5 | 1.6 | 3.7 | published under E10000023, the code before the present one
        E10000006 | 2019-21 | 30.0 | 4.0 | 2.7 | 5.8 |
        E10000006 | 2018-20 | 31.0 | 4.1 | 2.8 | 5.9 |
    """)


def test_what_the_publisher_gave_against_its_own_rule_is_kept_and_said(
    tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse
) -> None:
    body = """E09000027 | D | Richmond upon Thames | 9 1.7 . 0.8 3.3
    E06000009 | C | Blackpool | 12 : U : :"""
    (counted,) = taken_in(SOURCE, write_deaths(tmp_path / "deaths.xlsx", {"Table 8": body}))
    count_deaths(warehouse)

    assert counted.rejected == 0
    assert drawing(
        warehouse.rows("""
            select area_code, numerator, published_value, published_status, note from staging.indicator_count
            where indicator = 'drug_misuse_death_rate' and sex = 'female' order by area_code
        """)
    ) == cells("""
        E06000009 | 12.0 |     | too_few | no rate was published although there were ten deaths or more
        E09000027 | 9.0  | 1.7 | ok      | a rate was published although there were fewer than ten deaths
    """)
    assert warehouse.rows("select rows from mart.build_note where topic = 'warning'") == [(1,), (1,)]


def test_the_header_s_blank_columns_are_the_flag_and_the_space_between(tmp_path: Path) -> None:
    frame = read(write_deaths(tmp_path / "deaths.xlsx", words=(*MEASURES[:5], "  "))).frame

    assert frame is not None
    assert frame.filter(sheet="Table 8").select("flag", "rate_high").rows() == [(None, "2.5")]


@pytest.mark.published_files
def test_the_real_workbook_of_2021_gives_its_published_facts(
    shared_data: Path, taken_in: TakeIn, warehouse: Warehouse
) -> None:
    (counted,) = taken_in(SOURCE, shared_data / "ons_drug_deaths" / "ons_2021localauthorities.xlsx")
    count_deaths(warehouse)

    assert (counted.read, counted.rejected) == (2 * 375 + 6 * 374, 0)
    assert drawing(warehouse.rows(NOTES)) == cells("""
        district              | 1448
        inner or outer London | 16
        metropolitan county   | 48
    """)
    value = "select {} from staging.indicator_count where indicator = '{}' and {}"
    assert (
        warehouse.one(value.format("numerator", "drug_poisoning_deaths", "area_code = 'K04000001' and period = '2021'"))
        == 4859
    )
    assert warehouse.one(value.format("count(distinct period)", "drug_misuse_deaths", "period not like '%-%'")) == 29
    assert warehouse.rows(
        value.format("sex, count(distinct period)", "drug_misuse_death_rate", "true group by sex order by sex")
    ) == [("all", 19), ("female", 19), ("male", 19)]
    assert warehouse.rows(
        value.format(
            "published_value, published_low, published_high, published_status",
            "drug_misuse_death_rate",
            "area_code = 'E92000001' and period = '2019-21' and sex = 'female'",
        )
    ) == [(2.8, 2.7, 2.9, "ok")]
    assert warehouse.rows(
        value.format(
            "sex, published_status, count(*)",
            "drug_misuse_death_rate",
            """period = '2019-21' and sex <> 'all' and regexp_matches(area_code, '^E(06|08|09|10)')
            group by sex, published_status order by sex, published_status""",
        )
    ) == [
        ("female", "ok", 37),
        ("female", "too_few", 58),
        ("female", "unreliable", 57),
        ("male", "ok", 116),
        ("male", "too_few", 10),
        ("male", "unreliable", 26),
    ]
    assert warehouse.rows(
        value.format("distinct area_code", "drug_misuse_death_rate", "area_code in ('E06000065', 'E10000023')")
    ) == [("E06000065",)]


@pytest.mark.published_files
def test_the_national_workbook_is_not_taken_for_the_local_one(shared_data: Path) -> None:
    with pytest.raises(Refused):
        read(shared_data / "ons_drug_deaths" / "ons_2021registrations_national.xlsx")
