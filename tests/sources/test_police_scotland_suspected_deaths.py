"""Suspected drug deaths in Scotland: drawn tables in, drawn tables out, and both real workbooks cell by cell."""

from pathlib import Path

import fastexcel
import pytest
import xlsxwriter

from pipelines.errors import Refused
from pipelines.sources.police_scotland_suspected_deaths import SOURCE, read
from pipelines.warehouse import Warehouse
from tests.sources.conftest import TakeIn
from tests.sources.published_figures import Figures, figures, gather
from tests.sources.workbooks import cells, drawing

QUARTERS = ("January to March", "April to June", "July to September", "October to December")
HEADERS = {"A - Police Division": "Police Division", "B - Age": "Age band", "C - Sex": "Sex"}
TITLE = (
    "Table {letter}: Police Scotland drug deaths by {header}, by calendar year quarter, January 2017 - December 2018"
)
BODIES = {
    "A - Police Division": """
        A: North East | 18 | 27 | 26 | 39
        D: Tayside    | x | 20 | 26 | 31

        P: Fife       | 2 | x | 1,018 | 0
        Total         | 23 | 51 | 1070 | 70""",
    "B - Age": """
        24 & Under | 3 | 11 | 70 | 10
        25 – 34    | 10 | 20 | 500 | 30
        55 & Over  | 10 | 20 | 500 | 30
        Total      | 23 | 51 | 1070 | 70""",
    "C - Sex": """
        Male   | 13 | 30 | 1000 | 30
        Female | 10 | 21 | 70 | 40
        Total  | 23 | 51 | 1070 | 70""",
}
YEARS = ((2017, 2), (2018, 2))


def write(
    path: Path,
    bodies: dict[str, str] | None = None,
    *,
    names: dict[str, str] | None = None,
    headers: dict[str, str] | None = None,
    title: str = TITLE,
    header_row: int = 3,
    years: tuple[tuple[int, int], ...] = YEARS,
    quarters: tuple[str, ...] = QUARTERS,
) -> Path:
    """A workbook in the publisher's layout; `years` gives how many quarters stand under each, merged as published."""
    with xlsxwriter.Workbook(str(path)) as workbook:
        workbook.add_worksheet("Contents").write(0, 0, "Suspected drug deaths in Scotland")
        for letter, (name, header) in zip("ABC", HEADERS.items(), strict=True):
            sheet = workbook.add_worksheet((names or {}).get(name, name))
            header = (headers or {}).get(name, header)
            sheet.write(header_row - 3, 0, title.format(letter=letter, header=header))
            sheet.write(header_row - 1, 0, header)
            column = 1
            for year, below in years:
                sheet.write(header_row - 1, column, str(year))
                for quarter in quarters[:below]:
                    sheet.write(header_row, column, quarter)
                    column += 1
            lines = (bodies or {}).get(name, BODIES[name]).strip("\n").splitlines()
            for row, line in enumerate(lines, start=header_row + 1):
                label, *values = line.split("|")
                sheet.write(row, 0, label.strip() + ("  " if "Tayside" in label else ""))
                for place, value in enumerate(values, start=1):
                    sheet.write(row, place, value.strip())
            foot = header_row + 2 + len(lines)
            sheet.write(foot, 0, "Source: Police Scotland")
            sheet.write(foot + 2, 0, "Footnotes")
            sheet.write(foot + 3, 0, "(5) x denotes where the number has been suppressed to protect confidentiality.")
    return path


def test_divisions_ages_and_sexes_are_read_by_calendar_quarter(
    tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse
) -> None:
    (counted,) = taken_in(SOURCE, write(tmp_path / "deaths.xlsx"))
    gather(SOURCE, warehouse)

    assert (counted.read, counted.rejected) == (4 + 4 + 3, 0)
    assert drawing(
        warehouse.rows("""
            select area_code, sex, age_band, period, value, status, line, column_label
            from mart.published_figure where period in ('2017 Q1', '2018 Q1') order by all
        """)
    ) == cells("""
        PSD-A | all | all | 2017 Q1 | 18.0 | ok | 5 | A - Police Division, 2017 Q1
        PSD-A | all | all | 2018 Q1 | 26.0 | ok | 5 | A - Police Division, 2018 Q1
        PSD-D | all | all | 2017 Q1 | | suppressed | 6 | A - Police Division, 2017 Q1
        PSD-D | all | all | 2018 Q1 | 26.0 | ok | 6 | A - Police Division, 2018 Q1
        PSD-P | all | all | 2017 Q1 | 2.0 | ok | 8 | A - Police Division, 2017 Q1
        PSD-P | all | all | 2018 Q1 | 1018.0 | ok | 8 | A - Police Division, 2018 Q1
        S92000003 | all | 0-24 | 2017 Q1 | 3.0 | ok | 5 | B - Age, 2017 Q1
        S92000003 | all | 0-24 | 2018 Q1 | 70.0 | ok | 5 | B - Age, 2018 Q1
        S92000003 | all | 25-34 | 2017 Q1 | 10.0 | ok | 6 | B - Age, 2017 Q1
        S92000003 | all | 25-34 | 2018 Q1 | 500.0 | ok | 6 | B - Age, 2018 Q1
        S92000003 | all | 55+ | 2017 Q1 | 10.0 | ok | 7 | B - Age, 2017 Q1
        S92000003 | all | 55+ | 2018 Q1 | 500.0 | ok | 7 | B - Age, 2018 Q1
        S92000003 | all | all | 2017 Q1 | 23.0 | ok | 7 | C - Sex, 2017 Q1
        S92000003 | all | all | 2018 Q1 | 1070.0 | ok | 7 | C - Sex, 2018 Q1
        S92000003 | female | all | 2017 Q1 | 10.0 | ok | 6 | C - Sex, 2017 Q1
        S92000003 | female | all | 2018 Q1 | 70.0 | ok | 6 | C - Sex, 2018 Q1
        S92000003 | male | all | 2017 Q1 | 13.0 | ok | 5 | C - Sex, 2017 Q1
        S92000003 | male | all | 2018 Q1 | 1000.0 | ok | 5 | C - Sex, 2018 Q1
    """)
    assert warehouse.rows("select topic, detail, rows from mart.build_note") == [
        ("left_out", "total that also stands in the table by sex", 2)
    ]


@pytest.mark.parametrize("header_row", [3, 5, 12])
def test_tables_may_begin_in_other_rows_and_sheets_bear_other_names(
    header_row: int, tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse
) -> None:
    names = {"A - Police Division": "Table 1", "B - Age": "Table_2", "C - Sex": "3"}
    (counted,) = taken_in(SOURCE, write(tmp_path / "deaths.xlsx", header_row=header_row, names=names))

    assert (counted.read, counted.rejected) == (11, 0)
    assert warehouse.one("select min(line) from staging.police_scotland_suspected_deaths") == header_row + 2


def test_a_later_workbook_replaces_and_adds(tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse) -> None:
    body = "Male | 14 | 30 | 1000 | 30 | 5\nFemale | 10 | 21 | 70 | 40 | 6\nTotal | 24 | 51 | 1070 | 70 | 11"
    division, age = "A: North East | 24 | 51 | 1070 | 70 | 11", "25 to 34 | 24 | 51 | 1070 | 70 | 11"
    total = "\nTotal | 24 | 51 | 1070 | 70 | 11"
    bodies = {"A - Police Division": division + total, "B - Age": age + total, "C - Sex": body}
    later = write(tmp_path / "a.xlsx", bodies, years=((2017, 2), (2018, 3)))
    taken_in(SOURCE, later, write(tmp_path / "b.xlsx"))
    gather(SOURCE, warehouse)

    assert warehouse.rows("""
        select period, value, file from mart.published_figure where sex = 'male' order by period
    """) == [
        ("2017 Q1", 14.0, "a.xlsx"),
        ("2017 Q2", 30.0, "a.xlsx"),
        ("2018 Q1", 1000.0, "a.xlsx"),
        ("2018 Q2", 30.0, "a.xlsx"),
        ("2018 Q3", 5.0, "a.xlsx"),
    ]
    ((told,),) = warehouse.rows("select detail from mart.build_note where topic = 'earlier_edition'")
    # men and all of the first quarter; the one division and the one age of all four
    assert told.endswith("10 of them were revised since")


def test_a_column_of_the_years_total_is_left_out(tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse) -> None:
    quarters = ("January to March", "Total")
    (counted,) = taken_in(SOURCE, write(tmp_path / "deaths.xlsx", quarters=quarters))

    assert counted.rejected == 0
    assert {period for (period,) in warehouse.rows("select period from staging.police_scotland_suspected_deaths")} == {
        "2017 Q1",
        "2018 Q1",
    }
    assert ("the year's total beside its quarters", 11) in warehouse.rows("select detail, rows from mart.build_note")


@pytest.mark.parametrize(
    ("sheet", "row", "rule"),
    [
        ("A - Police Division", "B: Nowhere | 1 | 1 | 1 | 1", "unknown_area"),
        ("A - Police Division", "P: Tayside | 1 | 1 | 1 | 1", "unknown_area"),
        ("A - Police Division", "P: Fife | 1 | -1 | 1 | 1", "negative"),
        ("A - Police Division", "P: Fife | 1 | y | 1 | 1", "not_a_whole_number"),
        ("A - Police Division", "A: North East | 1 | 1 | 1 | 1", "duplicated_row"),
        ("A - Police Division", " | 1 | 1 | 1 | 1", "unknown_area"),
        ("B - Age", "25 to 34 years old | 1 | 1 | 1 | 1", "unknown_age"),
        ("C - Sex", "Unknown | 1 | 1 | 1 | 1", "unknown_sex"),
    ],
)
def test_a_row_that_cannot_be_trusted_is_kept_out_whole(
    sheet: str, row: str, rule: str, tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse
) -> None:
    bodies = {sheet: f"{BODIES[sheet].splitlines()[1]}\n{row}"}
    (counted,) = taken_in(SOURCE, write(tmp_path / "deaths.xlsx", bodies))

    assert counted.rejected == 1
    assert {broken for (broken,) in warehouse.rows("select rule from mart.rejected_row")} == {rule}
    assert {line for (line,) in warehouse.rows("select line from mart.rejected_row")} == {6}


@pytest.mark.parametrize(
    ("total", "warned"),
    [
        ("Total | 23 | 51 | 1070 | 70", 0),
        ("Total | 23 | 51 | 1070 | 71", 1),  # nothing is hidden in that quarter
        ("Total | 33 | 51 | 1070 | 70", 1),  # a division is, but the other tables have another total
        ("Total | 19 | 51 | 1070 | 70", 1),  # and the others are more
    ],
)
def test_a_total_that_its_parts_do_not_make_is_told(
    total: str, warned: int, tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse
) -> None:
    body = BODIES["A - Police Division"].rsplit("\n", 1)[0] + f"\n{total}"
    taken_in(SOURCE, write(tmp_path / "deaths.xlsx", {"A - Police Division": body}))

    assert len(warehouse.rows("select rows from mart.build_note where topic = 'warning'")) == warned


def test_a_total_that_women_and_men_do_not_make_is_kept_out(
    tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse
) -> None:
    body = BODIES["C - Sex"].replace("Male   | 13", "Male   | 12").replace("| 40", "| x")
    (counted,) = taken_in(SOURCE, write(tmp_path / "deaths.xlsx", {"C - Sex": body}))

    assert counted.rejected == 1
    assert warehouse.rows("select line, rule from mart.rejected_row") == [(7, "sexes_do_not_make_the_total")]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            {"headers": {"C - Sex": "Sexes"}},
            "no table is headed 'sex' above years and quarters (was 'sex' renamed 'sexes'?)",
        ),
        ({"headers": {"A - Police Division": "Division"}}, "was 'police division' renamed 'division'?"),
        ({"headers": {"B - Age": "Sex"}}, "no table is headed 'age band'"),
        ({"quarters": ("January to March", "April to May")}, "a column is headed 'April to May'"),
        ({"quarters": ("January to March", "Q2")}, "a column is headed 'Q2'"),
        ({"quarters": ("January to March", "January to March")}, "gives 2017 Q1 twice"),
        ({"title": "Table {letter}: Police Scotland drug seizures by {header}, by quarter"}, "Expected drug deaths by"),
        ({"title": "Table {letter}: Police Scotland drug deaths by {header}, by year"}, "by calendar year quarter"),
        (
            {"title": "Table {letter}: Police Scotland drug deaths, by quarter"},
            "Expected drug deaths by Police Division",
        ),
        ({"header_row": 30}, "no table is headed"),
        ({"years": ((2017, 0),)}, "no quarters stand under the years"),
    ],
)
def test_a_workbook_that_is_not_as_published_is_refused(
    change: dict[str, object], sentence: str, tmp_path: Path
) -> None:
    path = write(tmp_path / "deaths.xlsx", **change)  # type: ignore[arg-type]

    with pytest.raises(Refused) as refused:
        read(path)
    assert sentence in str(refused.value)
    assert str(path) in str(refused.value)


# ---- the real workbooks, read a second time

REAL = (
    "police_scotland_suspected_drug_deaths_JulSep2021.xlsx",
    "police_scotland_suspected_drug_deaths_AprJun2023.xlsx",
)


def expected_of(path: Path) -> Figures:
    """Every number of the workbook, by the places its rows and columns have there."""
    found: Figures = {}
    workbook = fastexcel.read_excel(path)
    for sheet in workbook.sheet_names:
        table = workbook.load_sheet(sheet, header_row=None, skip_rows=0, dtypes="string").to_polars().rows()
        periods = [f"{2017 + place // 4} Q{place % 4 + 1}" for place in range(len(table[3]) - 1)]
        assert [table[3][place + 1] for place in range(4)] == list(QUARTERS)
        for row in table[4:]:
            if row[1] is None:
                break
            label = (row[0] or "").strip()
            for period, cell in zip(periods, row[1:], strict=True):
                area, sex, age = "S92000003", "all", "all"
                if label[1] == ":":
                    area = f"PSD-{label[0]}"
                elif label in ("Male", "Female"):
                    sex = label.lower()
                elif label != "Total":
                    age = label.replace(" – ", "-").replace(" to ", "-").replace("24 & Under", "0-24")
                    age = age.replace("55 & Over", "55+")
                value = (None, "suppressed", None) if cell == "x" else (float(cell or "nan"), "ok", None)
                key = ("suspected_drug_deaths", "all", area, period, sex, age)
                assert found.setdefault(key, value) == value  # the totals of the three tables agree
    return found


@pytest.mark.published_files
def test_every_cell_of_both_real_workbooks_is_read(shared_data: Path, taken_in: TakeIn, warehouse: Warehouse) -> None:
    paths = [shared_data / "scotland" / name for name in REAL]
    counts = taken_in(SOURCE, *paths)
    gather(SOURCE, warehouse)

    assert [(count.read, count.rejected) for count in counts] == [(14 + 6 + 3, 0)] * 2
    found = figures(warehouse)
    assert found == expected_of(paths[0]) | expected_of(paths[1])
    assert len(found) == 26 * (13 + 5 + 2 + 1)
    assert sum(status == "suppressed" for _, status, _ in found.values()) == 8
    assert warehouse.rows("select topic from mart.build_note where topic = 'warning'") == []


@pytest.mark.published_files
def test_parts_of_the_real_workbooks_make_their_totals(shared_data: Path) -> None:
    found = expected_of(shared_data / "scotland" / REAL[1])
    periods = sorted({key[3] for key in found})
    assert (periods[0], periods[-1], len(periods)) == ("2017 Q1", "2023 Q2", 26)
    for period in periods:
        of_period = {key: value for key, (value, _, _) in found.items() if key[3] == period}
        total = of_period["suspected_drug_deaths", "all", "S92000003", period, "all", "all"]
        divisions = [value for key, value in of_period.items() if key[2].startswith("PSD-")]
        hidden = divisions.count(None)
        together = sum(value for value in divisions if value is not None)
        # never one alone, as it could be worked out
        assert together == total if not hidden else (hidden >= 2 and together < total)
        for kind in (4, 5):  # sexes, ages
            assert total == sum(value for key, value in of_period.items() if key[kind] != "all")
