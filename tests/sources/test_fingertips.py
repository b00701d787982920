"""Fingertips: the 27-column download drawn by hand, every figure of the real ones, and the limits it publishes."""

import re
from collections import Counter
from pathlib import Path

import pytest

from pipelines.errors import Refused
from pipelines.sources.fingertips import SOURCE
from pipelines.warehouse import Warehouse
from tests.sources.conftest import TakeIn
from tests.sources.csv_files import Row, notes, read_csv, rejects, renamed, write_csv
from tests.sources.published_figures import gather
from tests.sources.workbooks import cells, drawing

FIRST = ("Indicator ID", "Indicator Name", "Parent Code", "Parent Name", "Area Code", "Area Name", "Area Type", "Sex")
FIGURES = ("Value", "Lower CI 95.0 limit", "Upper CI 95.0 limit")
THEN = ("Age", "Category Type", "Category", "Time period", *FIGURES, "Lower CI 99.8 limit", "Upper CI 99.8 limit")
COMPARED = ("Recent Trend", "Compared to England value or percentiles", "Column not used", "Time period Sortable")
HEADER = (*FIRST, *THEN, "Count", "Denominator", "Value note", *COMPARED)
HEADER = (*HEADER, "New data", "Compared to goal", "Time period range")
USUAL = {
    "Indicator ID": "93532",
    "Indicator Name": "Proportion of dependent drinkers not in treatment (%), all persons",
    "Area Code": "E06000001",
    "Area Name": "Hartlepool",
    "Area Type": "UA",
    "Sex": "Persons",
    "Age": "18+ yrs",
    "Time period": "2019/20",
    "Value": "76.5",
    "Recent Trend": "Cannot be calculated",
    "Compared to England value or percentiles": "Similar",
    "Column not used": "Not compared",
    "Time period Sortable": "20190000",
    "Time period range": "1y",
}
UNUSED = "indicators this project has no use for"
SPLIT = "parts of an area, by deprivation or another split"
NHS = "districts and areas of the NHS"
AGAIN = "authorities listed a second time among districts"


def write(path: Path, *rows: Row, header: tuple[str, ...] | list[str] = HEADER) -> Path:
    return write_csv(path, header, [USUAL | row for row in rows], bom=True, ends="\r\n")


def of(drawn: str, *names: str) -> list[dict[str, str]]:
    """Rows with these cells drawn."""
    return [dict(zip(names, said, strict=False)) for said in cells(drawn)]


def figures(warehouse: Warehouse, columns: str) -> list[list[str]]:
    return drawing(warehouse.rows(f"select {columns} from mart.published_figure order by file, line"))


AREAS = """
    E92000001 | England               | England                      | 80
    E12000007 | London region         | Region                       | 81
    E06000001 | Hartlepool            | District & UA (pre 4/19)     | 82
    E06000001 | Hartlepool            | UA                           | 82
    E06000001 | Hartlepool            | Districts & UAs (4/20-3/21)  | 82
    E07000223 | Adur                  | District                     | 83
    E08000016 | Barnsley              | UA                           | 84
    E09000003 | Barnet                | County & UA (pre 4/19)       | 85
    E10000032 | West Sussex           | County                       | 86
    E10000002 | Buckinghamshire       | County                       | 87
    E06000060 | Buckinghamshire UA    | UA                           | 88
    E38000001 | NHS Airedale          | CCG                          | 89
    nE54000010 | Kent ICB             | ICBs                         | 90
    E54000005 | South Yorkshire       | STP                          | 91
"""


def test_areas_are_told_by_their_code_and_counted_once(tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse) -> None:
    split = {
        "Area Code": "E92000001",
        "Category Type": "Deprivation deciles",
        "Category": "Most deprived",
        "Value": "1",
    }
    unused = {"Indicator ID": "93495", "Area Code": "nonsense", "Time period": "any"}
    (counted,) = taken_in(
        SOURCE,
        write(tmp_path / "a.csv", *of(AREAS, "Area Code", "Area Name", "Area Type", "Value"), split, unused),
    )
    gather(SOURCE, warehouse)

    assert (counted.read, counted.rejected) == (16, 0)
    assert figures(warehouse, "area_code, value, line") == cells("""
        E92000001 | 80.0 | 2
        E12000007 | 81.0 | 3
        E06000001 | 82.0 | 5
        E08000038 | 84.0 | 8
        E09000003 | 85.0 | 9
        E10000032 | 86.0 | 10
        E06000060 | 88.0 | 12
    """)
    assert notes(warehouse, "left_out") == [(AGAIN, 2), (NHS, 4), (UNUSED, 1), (SPLIT, 1)]
    assert rejects(warehouse) == []


WORDS = """
    93532 | Persons        | 18+ yrs        | 2019/20         | alcohol_unmet_need     | all    | 18+   | 2019-20
    41001 | Female         | 10+ yrs        | 2018/19 - 20/21 | suicide_rate           | female | 10+   | 2018-21
    41001 | Male           | 10+ yrs        | 1998/99 - 00/01 | suicide_rate           | male   | 10+   | 1998-01
    92432 | Persons        | All ages       | 2021 - 23       | drug_misuse_death_rate | all    | all   | 2021-23
    92432 | Female         | All ages       | 1999 - 01       | drug_misuse_death_rate | female | all   | 1999-01
    91182 | Persons        | 15-24 yrs      | 1999/00         | in_alcohol_treatment   | all    | 15-24 | 1999-00
    91182 | Persons        | <18 yrs        | 2018            | in_alcohol_treatment   | all    | <18   | 2018
    93553 | Not applicable | Not applicable | 2019            | deprivation_score_2019 | all    | all   | 2019
"""
NO_NUMBER = """
    2011/12 | [c] |                                                        | suppressed
    2012/13 |     | Value suppressed for disclosure control                | suppressed
    2013/14 |     | Value cannot be calculated as number of cases is too small | too_few
    2014/15 |     | There is a data quality issue with this value          | not_published
    2015/16 |     |                                                        | not_published
    2016/17 | 55.5 [u] |                                                   | unreliable
    2017/18 | 0   |                                                        | ok
"""


def test_its_words_and_why_there_is_no_number(tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse) -> None:
    """Of files with either of the headers that drift: neither is read, and neither is strange."""
    worded = [{"Value": "5"} | row for row in of(WORDS, "Indicator ID", "Sex", "Age", "Time period")]
    whole = {"Value": "76.76792828", FIGURES[1]: "69.22823217", FIGURES[2]: "83.03636363", "Count": "1,027.666666"}
    whole |= {"Denominator": "1339", "Value note": "Value is modelled,\nsee the notes", "Time period": "2020/21"}
    other = renamed(HEADER, "Column not used", "Compared to London region value or percentiles")
    taken_in(
        SOURCE,
        write(tmp_path / "a.csv", *worded),
        write(
            tmp_path / "b.csv",
            whole,
            *of(NO_NUMBER, "Time period", "Value", "Value note"),
            header=renamed(other, "Compared to goal", "Target data"),
        ),
    )
    gather(SOURCE, warehouse)

    assert rejects(warehouse) == notes(warehouse, "unknown_column") == []
    meant = "measure, sex, age_band, period"
    assert figures(warehouse, f"file, {meant}")[:8] == [["a.csv", *said[4:]] for said in cells(WORDS)]
    assert figures(warehouse, "period, value, status")[9:] == [
        [year.replace("/", "-"), {"0": "0.0", "55.5 [u]": "55.5"}.get(said, ""), status]
        for year, said, _, status in cells(NO_NUMBER)
    ]
    assert warehouse.rows(
        """
        select value, value_low, value_high, numerator, denominator, note, column_label, line
        from mart.published_figure where period = '2020-21'
        """
    ) == [
        (
            *(76.76792828, 69.22823217, 83.03636363, 1027.666666, 1339),
            *("Value is modelled,\nsee the notes", "indicator 93532", 2),
        )
    ]


def test_an_area_is_what_it_was_in_the_year(tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse) -> None:
    """An area that had ended is still listed, with a zero; and a row nobody can place is kept out."""
    dorset = """
        E10000009 | Dorset (Cty) | 2018/19   | 21
        E10000009 | Dorset (Cty) | 2019/20   | 0
        E06000059 | Dorset       | 2019/20   | 22
        E06000028 | Bournemouth  | 2017 - 19 | 0
        E06000028 | Bournemouth  | 2020 - 22 | 0
    """
    names = ("Area Code", "Area Name", "Time period", "Value", "Sex")
    kept_out = """
        E06000999 | Atlantis   | 2019/20         | 20   | Persons   | area_code | unknown_area_code
        E06000001 | Hartlepool | Aug 2018        | 20   | Persons   | period    | unknown_period
        E06000001 | Hartlepool | 2021 - 22       | 20   | Persons   | period    | unknown_period
        E06000001 | Hartlepool | 2016/17 - 17/18 | 20   | Persons   | period    | unknown_period
        E06000001 | Hartlepool | 2019/21         | 20   | Persons   | period    | unknown_period
        E06000001 | Hartlepool | 2019/20         | 20   | Anyone    | sex       | unknown_sex
        E06000001 | Hartlepool | 2019/20         | some | Persons   | Value     | not_a_number
        E06000001 | Hartlepool | 2019/20         | 90   | Persons   | Value     | value_outside_limits
        E06000059 | Dorset     | 2019/20         | 23   | Persons   | Area Code | duplicated_row
    """
    bad = [row | {FIGURES[1]: "10", FIGURES[2]: "30"} for row in of(kept_out, *names)]
    path = write(tmp_path / "a.csv", *of(dorset, *names), *bad, header=[*HEADER, "Benchmark"])
    taken_in(SOURCE, path)
    gather(SOURCE, warehouse)

    assert rejects(warehouse) == [(line, *said[5:]) for line, said in enumerate(cells(kept_out), start=7)]
    assert figures(warehouse, "area_code, period, value, status, note") == cells("""
        E10000009 | 2018-19 | 21.0 | ok            |
        E10000009 | 2019-20 |      | not_published | the area had ended: its zero counts nobody
        E06000059 | 2019-20 | 22.0 | ok            |
        E06000028 | 2017-19 | 0.0  | ok            |
        E06000028 | 2020-22 |      | not_published | the area had ended: its zero counts nobody
    """)
    assert notes(warehouse, "unknown_column") == [("Benchmark", 1)]


def test_a_renamed_column_is_refused(tmp_path: Path, taken_in: TakeIn) -> None:
    old, new = "Time period", "Time periods"
    path = write(tmp_path / "a.csv", {}, header=renamed(HEADER, old, new))
    with pytest.raises(Refused, match=re.escape(f"it lacks {old}. Was {old} renamed '{new}'?")):
        taken_in(SOURCE, path)


@pytest.mark.published_files
def test_every_figure_of_the_real_downloads(
    shared_data: Path, tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse
) -> None:
    """Of common mental disorders nothing is read; under the number of an indicator that is, each area is there once."""
    folder = shared_data / "fingertips"
    samples = [folder / f"fingertips_{name}_SAMPLE.csv" for name in ("93517_unmet_OCU", "93532_unmet_alcohol")]
    disorders = folder / "fingertips_93495_all_areas_2017.csv"
    as_if_read = tmp_path / "as_if_read.csv"
    as_if_read.write_text(disorders.read_text(encoding="utf-8-sig").replace("\n93495,", "\n93193,"), encoding="utf-8")
    intakes = taken_in(SOURCE, *samples, disorders, as_if_read)
    gather(SOURCE, warehouse)

    assert [(intake.read, intake.rejected) for intake in intakes] == [(13, 0), (17, 0), (704, 0), (704, 0)]
    columns = (*FIGURES, "Count", "Denominator")
    measures = {"93517": "opiate_crack_unmet_need", "93532": "alcohol_unmet_need", "93193": "dependent_drinkers"}
    wanted = {}
    for path in (*samples, as_if_read):
        for line, row in enumerate(read_csv(path), start=2):
            place = (row["Area Code"], row["Time period"].replace("/", "-"), row["Age"].removesuffix(" yrs"))
            numbers = [float(row[name]) if row[name] else None for name in columns]
            if re.match("E06|E08|E09|E10|E12|E92", row["Area Code"]):
                wanted[path.name, line] = (
                    measures[row["Indicator ID"]],
                    *place,
                    "all",
                    *numbers,
                    row["Value note"] or None,
                )
    # Buckinghamshire is listed as the county it was and as the authority it is
    both = {row[1]: key for key, row in wanted.items() if row[1] in ("E10000002", "E06000060")}
    del wanted[both["E10000002"]]
    renumbered = {
        "E08000038": "E08000016",
        "E08000039": "E08000019",
        "E06000065": "E10000023",
        "E06000066": "E10000027",
    }
    found = {
        (file, line): (
            measure,
            renumbered.get(area, area),
            *said,
            note and (re.sub("(; )?published under.*", "", note) or None),
        )
        for file, line, measure, area, *said, note in warehouse.rows(
            """
            select file, line, measure, area_code, period, age_band, sex, value, value_low, value_high,
                numerator, denominator, note
            from mart.published_figure where status = 'ok'
            """
        )
    }
    assert found == wanted
    assert warehouse.one("select count(*) from mart.published_figure") == 13 + 17 + 162

    kinds = Counter(row["Area Code"][:3] for row in read_csv(disorders))
    assert sum(kinds[kind] for kind in ("E06", "E08", "E09", "E10", "E12", "E92")) == 163
    assert notes(warehouse, "left_out") == [(NHS, 704 - 163), (UNUSED, 704)]
    assert notes(warehouse, "unknown_column") == []


@pytest.mark.published_files
def test_wilson_limits_are_those_published(shared_data: Path, warehouse: Warehouse) -> None:
    """Completions of treatment for non-opiates, 35 authorities in 2018: to the four decimals that are printed."""
    path = shared_data / "fingertips" / "fingertips_90245_nonopiate_completion_UTLA_subset_2018.csv"
    authorities = [row for row in read_csv(path) if row["denominator"]]
    limits = warehouse.rows(
        """
        select round(100 * wilson_low(x, n), 4), round(100 * wilson_high(x, n), 4), round(100 * over(x, n), 4)
        from (select unnest(?::double[]) as x, unnest(?::double[]) as n)
        """,
        [[float(row[name]) for row in authorities] for name in ("numerator", "denominator")],
    )

    assert len(authorities) == 35
    assert limits == [tuple(float(row[name]) for name in ("lower_ci", "upper_ci", "value")) for row in authorities]
