"""Estimates of opiate and crack use by authority: small workbooks in both of the publisher's layouts."""

from pathlib import Path

import pytest

from pipelines.errors import Refused
from pipelines.sources.opiate_crack_prevalence import SOURCE, read
from pipelines.warehouse import Warehouse
from tests.sources.conftest import TakeIn
from tests.sources.ods import Cell, drawn, write
from tests.sources.published_figures import gather
from tests.sources.workbooks import cells, drawing

TITLE = "Table 2.1: National and local prevalence estimates of opiate and crack cocaine use, 2016 to 2017"
LINK = "Link back to the index"
LIMITS = ("Lower bound 95% CI", "Upper bound 95% CI")
SUBSTANCES = ("OCU", "Opiates", "Crack cocaine")
GROUPS = (
    "Region|Local authority|15-64 population|Number of users"
    + "|→" * 8
    + "|Rate of use per thousand of the population"
    + "|→" * 8
)
NAMES = "||" + "".join(f"|{substance}|{LIMITS[0]}|{LIMITS[1]}" for substance in SUBSTANCES * 2)
FLAT = "PHE Region|Local authority|15-64 population|" + "|".join(
    f"{substance} ({kind}){limit}"
    for kind in ("number", "rate per thousand")
    for substance in SUBSTANCES
    for limit in ("", " lower bound 95% CI", " upper bound 95% CI")
)
# the one row that was seen of the publisher's
DERBY = (
    "East Midlands|Derby|'164,510|'2,162|'1,672|'2,647|'1,826|'1,533|'2,103|979|696|'1,281"
    "|13.14|10.16|16.09|11.10|9.32|12.78|5.95|4.23|7.79"
)
MADE_UP = "{}|1000|20|15|25|10|8|12|12|9|15|20|15|25|10|8|12|12|9|15"
AS_PUBLISHED = """
    select measure, category, area_code, period, age_band, value, value_low, value_high, numerator, denominator, line
    from mart.published_figure where status = 'ok' order by all
"""
REJECTED = "select line, column_name, rule from mart.rejected_row order by all"


def sheet(*rows: str, title: str = TITLE, header: tuple[str, ...] = (GROUPS, NAMES, "")) -> list[list[Cell]]:
    return drawn("\n".join((title, LINK, *header, *rows)))


def test_the_example_row_of_the_two_row_header(tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse) -> None:
    (counted,) = taken_in(SOURCE, write(tmp_path / "use.ods", {"2_1_Drug_prevalence": sheet(DERBY)}))
    gather(SOURCE, warehouse)

    assert (counted.read, counted.rejected) == (1, 0)
    assert drawing(warehouse.rows(AS_PUBLISHED)) == cells("""
        opiate_crack_rate  | crack   | E06000015 | 2016-17 | 15-64 | 5.95   | 4.23   | 7.79   | 979.0  | 164510.0 | 6
        opiate_crack_rate  | ocu     | E06000015 | 2016-17 | 15-64 | 13.14  | 10.16  | 16.09  | 2162.0 | 164510.0 | 6
        opiate_crack_rate  | opiates | E06000015 | 2016-17 | 15-64 | 11.1   | 9.32   | 12.78  | 1826.0 | 164510.0 | 6
        opiate_crack_users | crack   | E06000015 | 2016-17 | 15-64 | 979.0  | 696.0  | 1281.0 |        | 164510.0 | 6
        opiate_crack_users | ocu     | E06000015 | 2016-17 | 15-64 | 2162.0 | 1672.0 | 2647.0 |        | 164510.0 | 6
        opiate_crack_users | opiates | E06000015 | 2016-17 | 15-64 | 1826.0 | 1533.0 | 2103.0 |        | 164510.0 | 6
    """)
    assert warehouse.rows("select distinct column_label from mart.published_figure order by 1") == [
        ("2_1_Drug_prevalence, Crack cocaine",),
        ("2_1_Drug_prevalence, OCU",),
        ("2_1_Drug_prevalence, Opiates",),
    ]


@pytest.mark.parametrize(
    "header",
    [
        (GROUPS, NAMES),
        (GROUPS.replace("Region|Local authority", "|").replace("15-64 population", ""),
         NAMES.replace("||", "Region|Local authority|15-64 population", 1)),
        (FLAT,),
        ("", "", "This worksheet contains one table", FLAT, ""),
    ],
)  # fmt: skip
@pytest.mark.parametrize("suffix", [".ods", ".xlsx"])
def test_every_layout_says_the_same(suffix: str, header: tuple[str, ...], tmp_path: Path) -> None:
    frame = read(write(tmp_path / f"use{suffix}", {"Table_2_1": sheet(DERBY, header=header)})).frame

    assert frame.drop("sheet", "stood", "column_label", "line").rows() == [
        ("Derby", "2016-17", "ocu", "2,162", "1,672", "2,647", "13.14", "10.16", "16.09", "164,510", None),
        ("Derby", "2016-17", "opiates", "1,826", "1,533", "2,103", "11.1", "9.32", "12.78", "164,510", None),
        ("Derby", "2016-17", "crack", "979", "696", "1,281", "5.95", "4.23", "7.79", "164,510", None),
    ]
    assert frame["line"].unique().to_list() == [3 + len(header)]


def test_regions_england_marks_blank_rows_and_notes(tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse) -> None:
    blank = "South West|Somerset" + "|" * 19
    hidden = "South West|Bristol|1000" + "|c|c|c|*|*|*|:|:|:|x|x|x|.|.|.|–|–|–"
    (counted,) = taken_in(
        SOURCE,
        write(
            tmp_path / "use.ods",
            {
                "Use": sheet(
                    MADE_UP.format("South West|Cornwall & Isles of Scilly"),
                    MADE_UP.format("South West|Dorset"),
                    hidden,
                    "",
                    blank,
                    MADE_UP.format("South West|"),
                    MADE_UP.format("Yorkshire and the Humber|Total"),
                    MADE_UP.format("|England"),
                    MADE_UP.format("Middle Earth|"),
                    "",
                    "Source: modelled estimates",
                    "1. OCU are people who use opiates, crack or both",
                )
            },
        ),
    )
    gather(SOURCE, warehouse)

    assert (counted.read, counted.rejected) == (8, 1)
    assert {(line, rule) for line, _, rule in warehouse.rows(REJECTED)} == {(14, "unknown_area")}
    assert drawing(
        warehouse.rows("""
            select area_code, category, value, status, line from mart.published_figure
            where measure = 'opiate_crack_users' and category <> 'crack' order by line, category
        """)
    ) == cells("""
        E06000052+E06000053 | ocu     | 20.0 | ok            | 6
        E06000052+E06000053 | opiates | 10.0 | ok            | 6
        E10000009           | ocu     | 20.0 | ok            | 7
        E10000009           | opiates | 10.0 | ok            | 7
        E06000023           | ocu     |      | suppressed    | 8
        E06000023           | opiates |      | suppressed    | 8
        E06000066           | ocu     |      | not_published | 10
        E06000066           | opiates |      | not_published | 10
        E12000009           | ocu     | 20.0 | ok            | 11
        E12000009           | opiates | 10.0 | ok            | 11
        E12000003           | ocu     | 20.0 | ok            | 12
        E12000003           | opiates | 10.0 | ok            | 12
        E92000001           | ocu     | 20.0 | ok            | 13
        E92000001           | opiates | 10.0 | ok            | 13
    """)


def test_dorset_is_the_dorset_of_its_year(tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse) -> None:
    later = TITLE.replace("2016 to 2017", "2019-20")
    row = MADE_UP.format("South West|Dorset")
    taken_in(SOURCE, write(tmp_path / "use.ods", {"2016-17": sheet(row), "2019-20": sheet(row, title=later)}))
    gather(SOURCE, warehouse)

    assert warehouse.rows("select distinct period, area_code from mart.published_figure order by all") == [
        ("2016-17", "E10000009"),
        ("2019-20", "E06000059"),
    ]


@pytest.mark.parametrize("header", [(GROUPS + "|Note", NAMES + "|of interest"), (FLAT + "|Alcohol (number)",)])
def test_an_added_column_is_left_out_and_named(header: tuple[str, ...], tmp_path: Path) -> None:
    frame = read(write(tmp_path / "use.ods", {"Use": sheet(DERBY + "|5", header=header)})).frame

    assert frame["left_out"].null_count() == 3
    assert frame["left_out"].drop_nulls().str.starts_with("columns of the prevalence table that are not known: ").all()
    assert frame.height == 4


def test_a_column_without_a_heading_is_left_out_and_names_and_codes_are_no_figures(tmp_path: Path) -> None:
    header = FLAT.replace("PHE Region|Local authority|", "Local authority|Area code|PHE Region|") + "|"
    row = DERBY.replace("East Midlands|Derby|", "Derby|E06000015|East Midlands|") + "|7"
    frame = read(write(tmp_path / "use.ods", {"Use": sheet(row, header=(header,))})).frame

    assert frame["area_name"].to_list() == ["Derby"] * 4
    assert frame["left_out"].drop_nulls().to_list() == [
        "columns of the prevalence table that are not known: one without a heading"
    ]


@pytest.mark.parametrize(
    ("header", "sentence"),
    [
        ((FLAT.replace("Crack cocaine (number)|", "Krack (number)|"),),
         "headed 'Crack cocaine (number)'. Found: krack (number)"),
        ((FLAT.replace("Opiates (rate per thousand) upper", "Opiates (rate per thousand) top"),),
         "headed 'Opiates (rate) upper bound 95% CI'. Found: opiates (rate per thousand) top bound 95% ci"),
        ((GROUPS, NAMES.replace("|Opiates|", "|Opiates and crack|")), "no column is headed 'Opiates (number)'"),
        ((GROUPS.replace("Number of users", "Numerous people"), NAMES), "no column is headed 'OCU (number)'"),
        ((FLAT.replace("Local authority", "Authority"),), "no column is headed 'Local authority'. Found: "),
    ],
)  # fmt: skip
def test_a_renamed_column_is_refused_with_the_nearest_name(
    header: tuple[str, ...], sentence: str, tmp_path: Path
) -> None:
    path = write(tmp_path / "use.xlsx", {"Use": sheet(DERBY, header=header)})

    with pytest.raises(Refused) as refused:
        read(path)
    assert sentence in str(refused.value)
    assert "The nearest is " in str(refused.value)
    assert str(path) in str(refused.value)


def test_rows_that_cannot_be_trusted_are_kept_out(tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse) -> None:
    (counted,) = taken_in(
        SOURCE,
        write(
            tmp_path / "use.xlsx",
            {
                "Use": sheet(
                    DERBY,
                    MADE_UP.format("South West|Dorset").replace("|20|15|25|", "|26|15|25|", 1),
                    MADE_UP.format("South West|Plymouth").replace("|20|15|25|", "|10|8|12|", 1),
                    MADE_UP.format("South West|Torbay").replace("|1000|20|15|", "|1000|-20|-25|"),
                    MADE_UP.format("South West|Swindon").replace("|1000|20|", "|1000|twenty|"),
                    MADE_UP.format("Narnia|Cair Paravel"),
                    DERBY,
                )
            },
        ),
    )
    gather(SOURCE, warehouse)

    assert (counted.read, counted.rejected) == (7, 6)
    broken = {(line, rule) for line, _, rule in warehouse.rows(REJECTED)}
    assert broken >= {
        (7, "estimate_outside_limits"),
        (8, "rate_of_other_users"),
        (9, "negative"),
        (10, "not_a_number"),
        (11, "unknown_area"),
        (12, "duplicated_row"),
    }
    assert warehouse.rows("select distinct area_code from mart.published_figure") == [("E06000015",)]


def test_the_year_may_stand_on_the_first_sheet(tmp_path: Path) -> None:
    cover = drawn("Estimates of opiate and crack cocaine use prevalence: 2016 to 2017\nPublished March 2019")
    sheets = {"Front sheet": cover, "Table 1": sheet(DERBY, title="Estimates by local authority")}

    assert read(write(tmp_path / "use.ods", sheets)).frame["period"].unique().to_list() == ["2016-17"]


@pytest.mark.parametrize(
    ("title", "named"),
    [
        ("National and local prevalence estimates", "names no year"),
        ("Estimates of 2016 to 2017 beside those of 2014 to 2015", "names 2014-15 and 2016-17"),
    ],
)
def test_a_workbook_of_no_one_year_is_refused(title: str, named: str, tmp_path: Path) -> None:
    with pytest.raises(Refused, match=named):
        read(write(tmp_path / "use2016-17.ods", {"Use": sheet(DERBY, title=title)}))


def test_sheets_of_ages_and_sexes_are_not_taken_for_the_whole(tmp_path: Path) -> None:
    of_women = sheet(MADE_UP.format("|Derby"), title="Opiate use among females aged 15 to 64, 2016 to 2017")
    of_ages = sheet(MADE_UP.format("|Derby"), title="Use by age group, 2016 to 2017")
    path = write(tmp_path / "use.ods", {"Use": sheet(DERBY), "Women": of_women, "Ages": of_ages})

    assert read(path).frame["sheet"].unique().to_list() == ["Use"]


def test_a_workbook_without_the_table_and_a_file_that_is_none_are_refused(tmp_path: Path) -> None:
    (tmp_path / "broken.ods").write_bytes(b"PK not a workbook")

    with pytest.raises(Refused, match="no column is headed 'Local authority'"):
        read(write(tmp_path / "use.ods", {"Empty": [], "Budget": drawn("Area|Pounds\nDerby|5")}))
    with pytest.raises(Refused, match="cannot be opened as a workbook"):
        read(tmp_path / "broken.ods")
