"""Drug misuse deaths of Scotland: the yearly workbook as public code reads it, and two real files of older ones."""

import csv
import json
from pathlib import Path

import pytest
import xlsxwriter

from pipelines.errors import Refused
from pipelines.sources.nrs_drug_deaths import SOURCE, read
from pipelines.warehouse import Warehouse
from tests.sources.conftest import TakeIn
from tests.sources.published_figures import figures, gather
from tests.sources.workbooks import cells, drawing

RATES = ("Age-standardised rate (per 100,000 population)", "Lower 95% confidence interval [note 2]")
RATES = (*RATES, "Upper 95% confidence interval [note 2]")
AGES = ("All ages", "0", "1-4", "5-9", "15-19 [note 3]", "90+")
HEADERS: dict[str, tuple[str, ...]] = {
    "Table_1": ("Year", "Sex", "Number of deaths", "Change from last year", *RATES),
    "Table_4": ("Year", "Sex", *AGES),
    "Table_5": ("Year", "Sex", *AGES),
    "Table_C4": ("Council area", "Five-year period", "Total number of deaths", *RATES),
    "Table_HB4": ("NHS Board area", "Five-year period", "Total number of deaths", *RATES),
}
TITLES = {
    "Table_1": "Table 1: Drug misuse deaths and age-standardised rates by sex, 2000-2024",
    "Table_4": "Table 4: Drug misuse deaths by sex and age group, 2000-2024",
    "Table_5": "Table 5: Drug misuse death rates per 100,000 population by sex and age group, 2000-2024",
    "Table_C4": "Table C4: Drug misuse deaths by council area, five-year periods",
    "Table_HB4": "Table HB4: Drug misuse deaths by NHS Board area, five-year periods",
}
BODIES = {
    "Table_1": """
        2023     | Persons | 1,172 | . | 22.4 | 21.1 | 23.7
        2024 [b] | Persons | 1017 | -155 | 19.1 | 17.9 | 20.3
        2024     | Females | 9 | . | [x] | [x] | [x]
        2024     | Males | 1008 | . | 27.0 | 25 | 29""",
    "Table_4": """
        2024 | Persons | 1017 | 0 | 0 | 0 | 17 | 1000
        2024 | Females | 9 | 0 | 0 | 0 | 9 | 0""",
    "Table_5": """
        2024 | Persons | 19.5 | 0 | 0 | 0 | 5.5 | 30.1
        2024 | Females | 9.5 | 0 | 0 | 0 | 2.5 | [c]""",
    "Table_C4": """
        Scotland           | 2019 -2023 | 6000 | 22.5 | 21.9 | 23.1
        Fife               | 2019 -2023 | 300 | 17.0 | 15.1 | 19.0
        Na h-Eileanan Siar | 2019 -2023 | 8 | [x] | [x] | [x]
        Fife               | 2018 to 2022 | 310 | 17.9 | 16.0 | 19.9""",
    "Table_HB4": """
        Scotland          | 2019 - 2023 | 6000 | 22.5 | 21.9 | 23.1
        Fife              | 2019 - 2023 | 305 | 17.1 | 15.2 | 19.1
        Ayrshire & Arran  | 2019 - 2023 | 500 | 30.5 | 28.0 | 33.0""",
}


def write(
    path: Path,
    bodies: dict[str, str] | None = None,
    *,
    headers: dict[str, tuple[str, ...]] | None = None,
    titles: dict[str, str] | None = None,
    names: dict[str, str] | None = None,
    header_row: int = 5,
    without: tuple[str, ...] = (),
) -> Path:
    """A workbook as NRS makes it: a cover, other tables, and each of ours with footnotes below."""
    with xlsxwriter.Workbook(str(path)) as workbook:
        workbook.add_worksheet("Cover_sheet").write(0, 0, "Drug misuse deaths in Scotland, 2024")
        other = workbook.add_worksheet("Table_10")
        other.write_row(5, 0, ("Year", "Area", "Drug misuse deaths", "Age-standardised mortality rate"))
        for name, header in HEADERS.items():
            if name in without:
                continue
            sheet = workbook.add_worksheet((names or {}).get(name, name))
            sheet.write(0, 0, (titles or {}).get(name, TITLES[name]))
            sheet.write(1, 0, "This worksheet contains one table.")
            sheet.write_row(header_row - 1, 0, (headers or {}).get(name, header))
            lines = (bodies or {}).get(name, BODIES[name]).strip().splitlines()
            for row, line in enumerate(lines, start=header_row):
                for column, value in enumerate(line.split("|")):
                    if value.strip() != ".":
                        sheet.write(row, column, value.strip())
            sheet.write(header_row + len(lines) + 1, 0, "[note 2] From 2001 on, rates are made with later populations.")
    return path


SHOWN = """
    select measure, area_code, period, sex, age_band, value, value_low, value_high, numerator, status
    from mart.published_figure order by all
"""


def test_deaths_and_rates_are_read_by_sex_age_council_and_board(
    tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse
) -> None:
    (counted,) = taken_in(SOURCE, write(tmp_path / "drug-related-deaths-data.xlsx"))
    gather(SOURCE, warehouse)

    assert (counted.read, counted.rejected) == (4 + 2 + 2 + 4 + 3, 0)
    assert drawing(warehouse.rows(SHOWN)) == cells("""
        age_specific_drug_misuse_death_rate | S92000003 | 2024 | all | 0 | 0.0 | | | | ok
        age_specific_drug_misuse_death_rate | S92000003 | 2024 | all | 1-4 | 0.0 | | | | ok
        age_specific_drug_misuse_death_rate | S92000003 | 2024 | all | 15-19 | 5.5 | | | | ok
        age_specific_drug_misuse_death_rate | S92000003 | 2024 | all | 5-9 | 0.0 | | | | ok
        age_specific_drug_misuse_death_rate | S92000003 | 2024 | all | 90+ | 30.1 | | | | ok
        age_specific_drug_misuse_death_rate | S92000003 | 2024 | female | 0 | 0.0 | | | | ok
        age_specific_drug_misuse_death_rate | S92000003 | 2024 | female | 1-4 | 0.0 | | | | ok
        age_specific_drug_misuse_death_rate | S92000003 | 2024 | female | 15-19 | 2.5 | | | | ok
        age_specific_drug_misuse_death_rate | S92000003 | 2024 | female | 5-9 | 0.0 | | | | ok
        age_specific_drug_misuse_death_rate | S92000003 | 2024 | female | 90+ | | | | | suppressed
        drug_misuse_death_rate | S08000015 | 2019-23 | all | all | 30.5 | 28.0 | 33.0 | 500.0 | ok
        drug_misuse_death_rate | S08000029 | 2019-23 | all | all | 17.1 | 15.2 | 19.1 | 305.0 | ok
        drug_misuse_death_rate | S12000013 | 2019-23 | all | all | | | | 8.0 | not_published
        drug_misuse_death_rate | S12000047 | 2018-22 | all | all | 17.9 | 16.0 | 19.9 | 310.0 | ok
        drug_misuse_death_rate | S12000047 | 2019-23 | all | all | 17.0 | 15.1 | 19.0 | 300.0 | ok
        drug_misuse_death_rate | S92000003 | 2019-23 | all | all | 22.5 | 21.9 | 23.1 | 6000.0 | ok
        drug_misuse_death_rate | S92000003 | 2023 | all | all | 22.4 | 21.1 | 23.7 | 1172.0 | ok
        drug_misuse_death_rate | S92000003 | 2024 | all | all | 19.1 | 17.9 | 20.3 | 1017.0 | ok
        drug_misuse_death_rate | S92000003 | 2024 | female | all | | | | 9.0 | not_published
        drug_misuse_death_rate | S92000003 | 2024 | male | all | 27.0 | 25.0 | 29.0 | 1008.0 | ok
        drug_misuse_deaths | S08000015 | 2019-23 | all | all | 500.0 | | | | ok
        drug_misuse_deaths | S08000029 | 2019-23 | all | all | 305.0 | | | | ok
        drug_misuse_deaths | S12000013 | 2019-23 | all | all | 8.0 | | | | ok
        drug_misuse_deaths | S12000047 | 2018-22 | all | all | 310.0 | | | | ok
        drug_misuse_deaths | S12000047 | 2019-23 | all | all | 300.0 | | | | ok
        drug_misuse_deaths | S92000003 | 2019-23 | all | all | 6000.0 | | | | ok
        drug_misuse_deaths | S92000003 | 2023 | all | all | 1172.0 | | | | ok
        drug_misuse_deaths | S92000003 | 2024 | all | 0 | 0.0 | | | | ok
        drug_misuse_deaths | S92000003 | 2024 | all | 1-4 | 0.0 | | | | ok
        drug_misuse_deaths | S92000003 | 2024 | all | 15-19 | 17.0 | | | | ok
        drug_misuse_deaths | S92000003 | 2024 | all | 5-9 | 0.0 | | | | ok
        drug_misuse_deaths | S92000003 | 2024 | all | 90+ | 1000.0 | | | | ok
        drug_misuse_deaths | S92000003 | 2024 | all | all | 1017.0 | | | | ok
        drug_misuse_deaths | S92000003 | 2024 | female | 0 | 0.0 | | | | ok
        drug_misuse_deaths | S92000003 | 2024 | female | 1-4 | 0.0 | | | | ok
        drug_misuse_deaths | S92000003 | 2024 | female | 15-19 | 9.0 | | | | ok
        drug_misuse_deaths | S92000003 | 2024 | female | 5-9 | 0.0 | | | | ok
        drug_misuse_deaths | S92000003 | 2024 | female | 90+ | 0.0 | | | | ok
        drug_misuse_deaths | S92000003 | 2024 | female | all | 9.0 | | | | ok
        drug_misuse_deaths | S92000003 | 2024 | male | all | 1008.0 | | | | ok
    """)
    assert warehouse.rows("select distinct period, sex, note from mart.published_figure where note is not null") == [
        ("2024", "all", "marked [b], a break in the series")
    ]
    assert warehouse.rows("select detail, rows from mart.build_note order by detail") == [
        ("Scotland, which also stands in the table by council", 1),
        ("all ages, which also stand in the table by sex", 4),
    ]


@pytest.mark.parametrize("header_row", [3, 6, 18])
def test_headers_may_move_sheets_be_renamed_and_columns_added(
    header_row: int, tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse
) -> None:
    names = {"Table_1": "1", "Table_4": "Table 5", "Table_5": "Table 6", "Table_C4": "C3", "Table_HB4": "HB3"}
    headers = {"Table_1": (*HEADERS["Table_1"], "Crude rate")}
    body = BODIES["Table_1"].strip().splitlines()[0] + " | 21.0"
    path = write(tmp_path / "a.xlsx", {"Table_1": body}, headers=headers, names=names, header_row=header_row)
    (counted,) = taken_in(SOURCE, path)
    gather(SOURCE, warehouse)

    assert (counted.read, counted.rejected) == (1 + 2 + 2 + 4 + 3, 0)
    assert warehouse.rows("""
        select value, line, column_label from mart.published_figure
        where measure = 'drug_misuse_death_rate' and period = '2023'
    """) == [(22.4, header_row + 1, "1, 2023")]


@pytest.mark.parametrize(
    ("table", "row", "rule"),
    [
        ("Table_C4", "Nowhere | 2019 -2023 | 1 | 5 | 4 | 6", "unknown_area"),
        ("Table_C4", "Leeds | 2019 -2023 | 1 | 5 | 4 | 6", "unknown_area"),
        ("Table_C4", "Fife | 2019 -2022 | 1 | 5 | 4 | 6", "unknown_period"),
        ("Table_C4", "Fife | latest | 1 | 5 | 4 | 6", "unknown_period"),
        ("Table_C4", "Fife | 2019 -2023 | -1 | 5 | 4 | 6", "negative"),
        ("Table_C4", "Fife | 2019 -2023 | 1 | 7 | 4 | 6", "rate_outside_limits"),
        ("Table_C4", "Fife | 2019 -2023 | 1 | 5 | 4 | [x]", "rate_outside_limits"),
        ("Table_C4", "Fife | 2019 -2023 | few | 5 | 4 | 6", "not_a_whole_number"),
        ("Table_C4", "Scotland | 2019 -2023 | 1 | 5 | 4 | 6", "duplicated_row"),
        ("Table_1", "2024 | Other | 1 | . | 5 | 4 | 6", "unknown_sex"),
        ("Table_4", "2024 | Males | 10 | 0 | 0 | 0 | 0 | 9", "ages_do_not_add_up"),
    ],
)
def test_a_row_that_cannot_be_trusted_is_kept_out_whole(
    table: str, row: str, rule: str, tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse
) -> None:
    bodies = {table: f"{BODIES[table].strip().splitlines()[0]}\n{row}"}
    (counted,) = taken_in(SOURCE, write(tmp_path / "a.xlsx", bodies))

    assert counted.rejected == 1
    assert set(warehouse.rows("select line, rule from mart.rejected_row")) == {(7, rule)}


def test_persons_that_females_and_males_do_not_make_are_kept_out(
    tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse
) -> None:
    bodies = {"Table_1": BODIES["Table_1"].replace("Males | 1008", "Males | 1009")}
    (counted,) = taken_in(SOURCE, write(tmp_path / "a.xlsx", bodies))

    assert counted.rejected == 1
    assert warehouse.rows("select line, rule from mart.rejected_row") == [(7, "sexes_do_not_make_persons")]


MILLION = tuple(name.replace("100,000", "million") for name in HEADERS["Table_C4"])


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"without": ("Table_1",)}, "no table of rates by Year and Sex among its sheets"),
        ({"without": ("Table_C4", "Table_4")}, "no table of deaths by Year, Sex and age or rates by Council area"),
        (
            {"names": {"Table_4": "x"}, "titles": {"Table_5": TITLES["Table_4"]}},
            "no table of rates by Year, Sex and age",
        ),
        (
            {"headers": {"Table_C4": ("Council areas", *HEADERS["Table_C4"][1:])}},
            "Was 'council area' renamed 'council areas'?",
        ),
        ({"headers": {"Table_C4": MILLION}}, "rates are per million"),
        ({"titles": {"Table_5": "Table 5: Drug misuse death rates by age"}}, "not said to be per anything"),
        (
            {"headers": {"Table_1": ("Year", "Sex", "Number of deaths", "All deaths", *RATES)}},
            "two columns are headed as 'All deaths' is",
        ),
        ({"header_row": 40}, "no table of"),
    ],
)
def test_a_workbook_that_is_not_as_published_is_refused(
    change: dict[str, object], sentence: str, tmp_path: Path
) -> None:
    path = write(tmp_path / "a.xlsx", **change)  # type: ignore[arg-type]

    with pytest.raises(Refused) as refused:
        read(path)
    assert sentence in str(refused.value)
    assert str(path) in str(refused.value)


# ---- the trend, a CSV

TREND = "year,Drug-related deaths ,change from previous year,Drug-related deaths: consistent series"


def trend(path: Path, text: str, encoding: str = "utf-8-sig") -> Path:
    path.write_text(text, encoding=encoding, newline="\r\n")
    return path


def test_the_trend_is_read_in_both_series(tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse) -> None:
    text = (
        f'"Drug deaths,\nScotland"\n\n{TREND}\n1999,291,0.17,\n2000,292,,293\n2001,,,\n\n"[1] A note of\n2002, say"\n'
    )
    (counted,) = taken_in(SOURCE, trend(tmp_path / "trend.csv", text))
    gather(SOURCE, warehouse)

    assert (counted.read, counted.rejected) == (3, 0)
    assert warehouse.rows("select measure, period, value, status, line from mart.published_figure order by all") == [
        ("drug_misuse_deaths", "1999", 291.0, "ok", 4),
        ("drug_misuse_deaths", "2000", 292.0, "ok", 5),
        ("drug_misuse_deaths", "2001", None, "not_published", 6),
        ("drug_misuse_deaths_consistent_series", "1999", None, "not_published", 4),
        ("drug_misuse_deaths_consistent_series", "2000", 293.0, "ok", 5),
        ("drug_misuse_deaths_consistent_series", "2001", None, "not_published", 6),
    ]


def test_a_column_added_to_the_trend_is_told(tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse) -> None:
    taken_in(SOURCE, trend(tmp_path / "trend.csv", "year,Drug-related deaths,women\n2021,1330,397\n"))

    assert warehouse.rows("select detail, rows from mart.build_note") == [("a column nobody knows: women", 1)]
    assert warehouse.rows("select deaths from staging.nrs_drug_deaths") == [(1330,)]


@pytest.mark.parametrize(
    ("header", "sentence"),
    [
        ("year,Drugs-related deaths", "Was 'drug-related deaths' renamed 'drugs-related deaths'?"),
        ("years,Drug-related deaths", "Was 'year' renamed 'years'?"),
        ("area,beds", "no row of the first 20 names the columns year and Drug-related deaths. Expected"),
    ],
)
def test_a_trend_that_is_not_as_known_is_refused(header: str, sentence: str, tmp_path: Path) -> None:
    path = trend(tmp_path / "trend.csv", f"{header}\n2021,1330\n")

    with pytest.raises(Refused) as refused:
        read(path)
    assert sentence in str(refused.value)
    assert str(path) in str(refused.value)


def test_a_year_written_otherwise_and_a_year_that_stands_twice_are_kept_out(
    tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse
) -> None:
    text = "year,Drug-related deaths\n2020,1\n2021p,2\n2020,3\n"
    (counted,) = taken_in(SOURCE, trend(tmp_path / "trend.csv", text, encoding="cp1252"))

    assert counted.rejected == 2
    assert warehouse.rows("select line, rule from mart.rejected_row order by all") == [
        (3, "unknown_period"),
        (4, "duplicated_row"),
    ]


# ---- councils by substance, a JSON


def councils(path: Path, areas: dict[str, dict[str, object]]) -> Path:
    told = {area: [{"label": key, "deaths": value} for key, value in of.items()] for area, of in areas.items()}
    path.write_text(json.dumps(told), encoding="utf-8")
    return path


ALL, HEROIN = "All drug-related deaths", "Heroin/morphine 2"


def test_councils_are_read_by_substance_for_the_year_of_the_name(
    tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse
) -> None:
    areas: dict[str, dict[str, object]] = {
        "Scotland": {ALL: "10", HEROIN: "6"},
        "Eilean Siar": {ALL: "2", "Heroin/morpine, Methadone or Buprenorphine": "0", "Cocaine": 1},
    }
    taken_in(SOURCE, councils(tmp_path / "deaths_of_2018.json", areas))
    gather(SOURCE, warehouse)

    assert drawing(
        warehouse.rows("""
            select measure, category, area_code, period, value, denominator, line
            from mart.published_figure order by line
        """)
    ) == cells("""
        drug_misuse_deaths | all | S92000003 | 2018 | 10.0 | | 1
        drug_misuse_deaths_by_substance | heroin_or_morphine | S92000003 | 2018 | 6.0 | 10.0 | 2
        drug_misuse_deaths | all | S12000013 | 2018 | 2.0 | | 3
        drug_misuse_deaths_by_substance | heroin_morphine_methadone_or_buprenorphine | S12000013 | 2018 | 0.0 | 2.0 | 4
        drug_misuse_deaths_by_substance | cocaine | S12000013 | 2018 | 1.0 | 2.0 | 5
    """)


@pytest.mark.parametrize(
    ("of_area", "rule"),
    [
        ({ALL: "5", "Tobacco": "1"}, "unknown_substance"),
        ({ALL: "5", "Cocaine": "6"}, "more_than_all_deaths"),
        ({ALL: "5", "Cocaine": "few"}, "not_a_whole_number"),
        ({ALL: "5", "Heroin/morphine": "1", "Heroin/morphine 2": "1"}, "duplicated_row"),
    ],
)
def test_an_entry_that_cannot_be_trusted_is_kept_out(
    of_area: dict[str, object], rule: str, tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse
) -> None:
    (counted,) = taken_in(SOURCE, councils(tmp_path / "2018.json", {"Fife": of_area}))

    assert (counted.read, counted.rejected) == (len(of_area), 1)
    assert warehouse.rows("select line, rule from mart.rejected_row") == [(len(of_area), rule)]


def test_an_area_nobody_knows_and_one_that_stands_twice_are_kept_out(
    tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse
) -> None:
    entry = '[{"label": "Cocaine", "deaths": "1"}]'
    (tmp_path / "2018.json").write_text(f'{{"Fife": {entry}, "Leeds": {entry}, "Fife": {entry}}}')
    taken_in(SOURCE, tmp_path / "2018.json")

    assert warehouse.rows("select line, rule from mart.rejected_row order by all") == [
        (2, "unknown_area"),
        (3, "duplicated_row"),
    ]


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("deaths.json", "{}", "does not say in its name of which year it is, and nothing inside it does"),
        ("2017_and_2018.json", "{}", "(it names several)"),
        ("code_12018.json", "{}", "does not say in its name"),
        ("2018.json", "[1, 2", "is not a list of areas, each with labels and deaths (JSONDecodeError"),
        ("2018.json", '{"Fife": 3}', "is not a list of areas"),
        ("2018.json", '{"Fife": [{"name": "Cocaine"}]}', "(KeyError: 'label')"),
    ],
)
def test_a_json_without_a_year_or_of_another_shape_is_refused(
    name: str, text: str, sentence: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_text(text)

    with pytest.raises(Refused) as refused:
        read(tmp_path / name)
    assert sentence in str(refused.value)
    assert str(tmp_path / name) in str(refused.value)


# ---- the real files, counted a second time


@pytest.mark.published_files
def test_every_cell_of_the_real_files_is_read(shared_data: Path, taken_in: TakeIn, warehouse: Warehouse) -> None:
    folder = shared_data / "scotland"
    of_2018, over_time = (
        folder / "nrs_2018_drug_deaths_council_by_substance.json",
        folder / "nrs_drug_deaths_trend_scotland.csv",
    )
    counts = taken_in(SOURCE, of_2018, over_time)
    gather(SOURCE, warehouse)

    assert [(count.read, count.rejected) for count in counts] == [(33 * 13, 0), (26, 0)]
    found = figures(warehouse)
    codes = dict(warehouse.rows("select area_name, area_code from reference.area where area_code like 'S12%'"))
    codes |= {"Scotland": "S92000003", "Eilean Siar": codes["Na h-Eileanan Siar"]}
    seen = 0
    for area, entries in json.loads(of_2018.read_text()).items():
        for place, entry in enumerate(entries):
            of_area = [
                value
                for (measure, category, code, period, *_), (value, _, _) in found.items()
                if code == codes[area] and period == "2018" and measure != "drug_misuse_deaths_consistent_series"
            ]
            assert len(of_area) == 13
            assert float(entry["deaths"]) in of_area
            if place == 0:
                key = ("drug_misuse_deaths", "all", codes[area], "2018", "all", "all")
                assert found[key][0] == float(entry["deaths"])
                assert sorted(of_area) == sorted(float(other["deaths"]) for other in entries)
            seen += 1
    with over_time.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for measure, name in (
                ("drug_misuse_deaths", "Drug-related deaths "),
                ("drug_misuse_deaths_consistent_series", "Drug-related deaths: consistent series"),
            ):
                known = (float(row[name]), "ok", None) if row[name] else (None, "not_published", None)
                assert found[measure, "all", "S92000003", row["year"], "all", "all"] == known
                seen += 1
    # Scotland's deaths of 2018 stand in both
    assert len(found) == seen - 1 == 33 * 13 + 26 * 2 - 1
    assert warehouse.rows("select topic, rows from mart.build_note order by all") == [
        ("earlier_edition", 1),
        ("left_out", 25),
    ]


@pytest.mark.published_files
def test_the_real_councils_make_scotland_for_every_substance(
    shared_data: Path, taken_in: TakeIn, warehouse: Warehouse
) -> None:
    taken_in(SOURCE, shared_data / "scotland" / "nrs_2018_drug_deaths_council_by_substance.json")

    together = warehouse.rows("""
        select category, sum(deaths) filter (where place <> 'Scotland'), sum(deaths) filter (where place = 'Scotland')
        from staging.nrs_drug_deaths group by category
    """)
    assert len(together) == 13
    assert {category: councils for category, councils, _ in together} == {
        category: scotland for category, _, scotland in together
    }
