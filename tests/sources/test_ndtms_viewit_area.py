"""NDTMS ViewIt by local authority: every family of counts, drawn by hand; and every cell of the real export."""

import re
from pathlib import Path

import pytest

from pipelines.errors import Refused
from pipelines.sources.ndtms_viewit_area import COUNTS, SOURCE
from pipelines.warehouse import Warehouse
from tests.sources.conftest import TakeIn
from tests.sources.csv_files import Row, notes, read_csv, rejects, renamed, write_csv
from tests.sources.published_figures import figures, gather
from tests.sources.workbooks import cells, drawing

KEYS = ("ReportingPeriod", "Area", "sex", "age_group", "drug_group")
LEFT_OUT = ("eth_white_allintx", "religion_none_newtx", "interventions_psychosocial_community")
HEADER = (*KEYS, *COUNTS, *LEFT_OUT)
USUAL = dict(zip(KEYS, ("2020/21", "Barnet", "F", "Total", "Total"), strict=True)) | dict.fromkeys(COUNTS, "0")
FEWER = (*KEYS, "intreatment_allintx", "newpresentation_newtx", "exits_died_allintx")
FEWER = (*FEWER, *(name for name in COUNTS if name.startswith("waits")))
BARNET, WOMEN = "E09000003", ("all", "E09000003", "2020-21", "female", "all")


def write(path: Path, *rows: Row, header: tuple[str, ...] | list[str] = HEADER, **how: str) -> Path:
    """An export with byte order mark and a row for each of those given, with zeros where nothing else is said."""
    return write_csv(path, header, [USUAL | row for row in rows], bom=True, **how)  # type: ignore[arg-type]


def test_each_column_is_a_count_or_a_part_of_one(tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse) -> None:
    women = {
        "intreatment_allintx": "455",
        "newpresentation_newtx": "215",
        "waitsfirst_3weeksandunder_newtx": "240",
        "waitsfirst_3to6weeks_newtx": "15",
        "waitsfirst_over6weeks_newtx": "5",
        "waitssub_3weeksandunder_newtx": "NULL",
        "housingsituation_urgentproblem_newtx": "10",
        "housingsituation_noproblem_newtx": "1,205",
        "scnr_completion_allintx": "NULL",
        "safeguarding_num_of_children_allintx": "*",
        "safeguarding_num_of_children_newtx": "",
        "eth_white_allintx": "300",
    }
    (counted,) = taken_in(SOURCE, write(tmp_path / "a.csv", women, ends="\r\n"))
    gather(SOURCE, warehouse)

    assert (counted.read, counted.rejected) == (1, 0)
    assert rejects(warehouse) == []
    found = figures(warehouse)
    assert len(found) == 66
    of_women = {(measure, category): said for (measure, category, *_), said in found.items()}
    assert {tuple(place) for _, _, *place in found} == {WOMEN[1:]}
    assert of_women["people_in_treatment", "all"] == (455, "ok", None)
    assert of_women["new_presentations", "all"] == (215, "ok", None)
    # the whole of waits is all their bands, more than the people
    assert of_women["first_waits", "within_3_weeks"] == (240, "ok", 260)
    assert of_women["first_waits", "over_3_to_6_weeks"] == (15, "ok", 260)
    assert of_women["first_waits", "over_6_weeks"] == (5, "ok", 260)
    # and unknown where a band is
    assert of_women["subsequent_waits", "within_3_weeks"] == (None, "not_collected", None)
    assert of_women["subsequent_waits", "over_6_weeks"] == (0, "ok", None)
    assert of_women["housing", "urgent_problem"] == (10, "ok", 1215)
    assert of_women["housing", "no_problem"] == (1205, "ok", 1215)
    assert of_women["completion_and_return", "completed"] == (None, "not_collected", None)
    assert of_women["children_living_with_people_in_treatment", "all"] == (None, "suppressed", None)
    # an empty cell is taken for a column that the edition does not have
    assert of_women["children_living_with_people_newly_in_treatment", "all"] == (None, "not_collected", None)
    assert warehouse.rows("select distinct rounded_to, line, file from mart.published_figure") == [(5, 2, "a.csv")]
    assert warehouse.rows(
        "select column_label from mart.published_figure where measure = 'first_waits' and category = 'within_3_weeks'"
    ) == [("waitsfirst_3weeksandunder_newtx",)]
    assert notes(warehouse, "warning") == notes(warehouse, "unknown_column") == []
    assert notes(warehouse, "left_out_columns") == [
        ("columns of people by ethnic group", 1),
        ("columns of people by intervention and setting", 1),
        ("columns of people by religion", 1),
    ]


WORDS = """
    2009/10 | F     | Total | Total                | 2009-10 | female | all   | all
    2020/21 | M     | 18-29 | Opiate               | 2020-21 | male   | 18-29 | opiate
    2020/21 | Total | 30-49 | Non-opiate only      | 2020-21 | all    | 30-49 | non_opiate
    2020/21 | M     | 50+   | Alcohol only         | 2020-21 | male   | 50+   | alcohol
    2020/21 | M     | Total | Non-opiate & alcohol | 2020-21 | male   | all   | non_opiate_and_alcohol
    2021/22 | TOTAL | TOTAL | TOTAL                | 2021-22 | all    | all   | all
    2021/22 | F     | 18-29 | NON-OPIATE & ALCOHOL | 2021-22 | female | 18-29 | non_opiate_and_alcohol
"""
NAMES = """
    England                           | 2020/21 | 5   | E92000001 | 5.0   | ok
    London                            | 2020/21 | 5   | E12000007 | 5.0   | ok
    LEEDS                             | 2020/21 | 5   | E08000035 | 5.0   | ok
    Southend                          | 2020/21 | 5   | E06000033 | 5.0   | ok
    Durham                            | 2020/21 | 5   | E06000047 | 5.0   | ok
    Bedford Borough                   | 2020/21 | 5   | E06000055 | 5.0   | ok
    Cornwall & Isles of Scilly        | 2020/21 | 5   | E06000052+E06000053 | 5.0 | ok
    North Yorkshire (pre April 2023)  | 2020/21 | 5   | E06000065 | 5.0   | ok
    Northamptonshire (Pre April 2022) | 2020/21 | 5   | E10000021 | 5.0   | ok
    Dorset (Pre April 2019)           | 2017/18 | 5   | E10000009 | 5.0   | ok
    Dorset                            | 2018/19 | 5   | E10000009 | 5.0   | ok
    Dorset                            | 2019/20 | 5   | E06000059 | 5.0   | ok
    Bournemouth                       | 2018/19 | 0   | E06000028 | 0.0   | ok
    Bournemouth                       | 2019/20 | 0   | E06000028 |       | not_published
    Poole                             | 2019/20 | 5   | E06000029 | 5.0   | ok
    Barnsley (discontinued)           | 2025/26 | 5   | E08000038 | 5.0   | ok
    Barnsley (from April 2026)        | 2026/27 | 850 | E08000038 | 850.0 | ok
    Sheffield (from April 2026)       | 2026/27 | 960 | E08000039 | 960.0 | ok
"""


def test_its_words_for_years_sexes_ages_groups_and_areas(
    tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse
) -> None:
    """Capitals come with the last year; Dorset is the county until March 2019 and another authority from then on.

    What an area that has ended is listed with counts nobody: neither its zero, nor that of a discontinued name beside
    the name the area has now, whichever comes first.
    """
    words = [dict(zip(("ReportingPeriod", *KEYS[2:]), said[:4], strict=True)) for said in cells(WORDS)]
    names = [{"Area": name, "ReportingPeriod": year, FEWER[5]: people} for name, year, people, *_ in cells(NAMES)]
    rows = [
        *({FEWER[5]: str(10 * number)} | row for number, row in enumerate(words, start=1)),
        {"Area": "Barnsley (discontinued)", "ReportingPeriod": "2026/27"},
        *names,
        {"Area": "Sheffield", "ReportingPeriod": "2026/27"},
    ]
    taken_in(SOURCE, write(tmp_path / "a.csv", *rows, header=FEWER))
    gather(SOURCE, warehouse)

    of_people = "from mart.published_figure where measure = 'people_in_treatment'"
    assert rejects(warehouse) == []
    assert drawing(
        warehouse.rows(
            f"""
            select (value / 10)::integer, period, sex, age_band, substance_group {of_people}
            and area_code = '{BARNET}' order by line
            """
        )
    ) == [[str(number), *said[4:]] for number, said in enumerate(cells(WORDS), start=1)]
    assert drawing(
        warehouse.rows(f"select area_code, value, status {of_people} and area_code <> '{BARNET}' order by line")
    ) == [said[3:] for said in cells(NAMES)]
    assert warehouse.rows(f"select period, note {of_people} and note is not null") == [
        ("2019-20", "the area had ended: its zero counts nobody")
    ]


BROKEN: list[tuple[Row, str, str]] = [
    ({"Area": "Atlantis"}, "area_name", "unknown_area"),
    ({"Area": ""}, "area_name", "unknown_area"),
    ({"ReportingPeriod": "2021"}, "period", "unknown_period"),
    ({"ReportingPeriod": "2020/22"}, "period", "unknown_period"),
    ({"sex": "Not stated"}, "sex", "unknown_sex"),
    ({"drug_group": "Crack"}, "substance_group", "unknown_substance_group"),
    ({"intreatment_allintx": "-5"}, "intreatment_allintx", "negative"),
    ({"exits_died_allintx": "-5"}, "intreatment_allintx", "negative"),
    ({"exits_died_allintx": "2.5"}, "exits_died_allintx", "not_a_whole_number"),
    ({"exits_died_allintx": "1e30"}, "exits_died_allintx", "not_a_whole_number"),
    ({"exits_died_allintx": "few"}, "exits_died_allintx", "not_a_whole_number"),
]


def test_a_row_that_cannot_be_placed_or_read_is_kept_out(
    tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse
) -> None:
    """One that is not rounded is let in, with a warning.

    The edition has a column more, lacks some, and calls one something else: all of that is said.
    """
    before, after = "waitssub_over6weeks_newtx", "waitssub_morethan6weeks_newtx"
    good = {"intreatment_allintx": "40", after: "5"}
    again = {"intreatment_allintx": "45"}
    exact = {"sex": "M", "intreatment_allintx": "43", "exits_died_allintx": "3"}
    rows = [good, *(row for row, _, _ in BROKEN), again, exact]
    header = [*renamed(FEWER, before, after), "veterans"]
    (counted,) = taken_in(SOURCE, write(tmp_path / "a.csv", *rows, header=header))
    gather(SOURCE, warehouse)

    assert (counted.read, counted.rejected) == (len(BROKEN) + 3, len(BROKEN) + 1)
    assert rejects(warehouse) == [
        *((line, column, rule) for line, (_, column, rule) in enumerate(BROKEN, start=3)),
        (len(BROKEN) + 3, "period", "duplicated_row"),
    ]
    ((words, warned),) = notes(warehouse, "warning")
    assert words.startswith("not_rounded (intreatment_allintx): A count is not a multiple of 5")
    assert warned == 1
    assert notes(warehouse, "unknown_column") == [("veterans", 1), (after, 1)]

    found = figures(warehouse)
    assert len(found) == 2 * 66
    assert found["people_in_treatment", *WOMEN] == (40, "ok", None)
    assert found["people_in_treatment", "all", BARNET, "2020-21", "male", "all"] == (43, "ok", None)
    assert found["subsequent_waits", "within_3_weeks", *WOMEN[1:]] == (0, "ok", None)
    assert found["subsequent_waits", "over_6_weeks", *WOMEN[1:]] == (None, "not_collected", None)
    assert {said for (measure, *_), said in found.items() if measure == "completion_and_return"} == {
        (None, "not_collected", None)
    }


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("newpresentation_newtx", "newpresentations_newtx"),
        ("age_group", "AgeGroup"),
        ("ReportingPeriod", "Reporting_Period"),
    ],
)
def test_a_renamed_column_is_refused(tmp_path: Path, taken_in: TakeIn, old: str, new: str) -> None:
    path = write(tmp_path / "a.csv", {}, header=renamed(HEADER, old, new))
    with pytest.raises(Refused, match=re.escape(f"it lacks {old}. Was {old} renamed '{new}'?")):
        taken_in(SOURCE, path)


def test_a_title_above_the_header_is_refused(tmp_path: Path, taken_in: TakeIn) -> None:
    path = write(tmp_path / "a.csv", {})
    path.write_text("Adults in treatment\n" + path.read_text(encoding="utf-8-sig"), encoding="utf-8")
    with pytest.raises(Refused, match="If there is a title above the header, take it out"):
        taken_in(SOURCE, path)


@pytest.mark.published_files
def test_every_cell_of_the_real_export(shared_data: Path, taken_in: TakeIn, warehouse: Warehouse) -> None:
    path = shared_data / "ndtms" / "ndtms_viewit_export_LA_Barnet_2009-10_2021-22.csv"
    (counted,) = taken_in(SOURCE, path)
    gather(SOURCE, warehouse)
    written = read_csv(path)

    assert (counted.read, counted.rejected, len(written)) == (780, 0, 780)
    assert notes(warehouse, "warning") == notes(warehouse, "unknown_column") == []
    assert sum(columns for _, columns in notes(warehouse, "left_out_columns")) == 244 - len(KEYS) - len(COUNTS)

    sexes = {"F": "female", "M": "male", "TOTAL": "all"}
    groups = {
        "TOTAL": "all",
        "OPIATE": "opiate",
        "NON-OPIATE ONLY": "non_opiate",
        "ALCOHOL ONLY": "alcohol",
        "NON-OPIATE & ALCOHOL": "non_opiate_and_alcohol",
    }
    wanted = {}
    for line, row in enumerate(written, start=2):
        first, second = row["ReportingPeriod"].split("/")
        age = row["age_group"].replace("Total", "all").replace("TOTAL", "all")
        place = (BARNET, f"{first}-{second}", sexes[row["sex"].upper()], groups[row["drug_group"].upper()], age)
        for column in COUNTS:
            said = row[column]
            figure = (None, "not_collected") if said == "NULL" else (float(said), "ok")
            wanted[line, column] = (*place, *figure)
    found = {
        (line, column): tuple(rest)
        for line, column, *rest in warehouse.rows(
            """
            select line, column_label, area_code, period, sex, substance_group, age_band, value, status
            from mart.published_figure
            """
        )
    }
    assert len(wanted) == 780 * 66
    assert found == wanted

    # more first waits than people newly in treatment: waits are counted for each intervention
    assert warehouse.rows(
        """
        select measure, category, value, denominator from mart.published_figure
        where period = '2021-22' and sex = 'female' and age_band = 'all' and substance_group = 'all'
            and measure in ('new_presentations', 'first_waits')
        order by all
        """
    ) == [
        ("first_waits", "over_3_to_6_weeks", 0, 260),
        ("first_waits", "over_6_weeks", 0, 260),
        ("first_waits", "within_3_weeks", 260, 260),
        ("new_presentations", "all", 215, None),
    ]
    _check_wholes(warehouse, written)


def _check_wholes(warehouse: Warehouse, written: list[dict[str, str]]) -> None:
    """What a category is part of is all of its measure's columns in the row, where the row has them all."""
    parts: dict[str, list[str]] = {}
    for column, measure in warehouse.rows("select column_name, measure from reference.viewit_column"):
        parts.setdefault(measure, []).append(column)
    wholes = warehouse.rows(
        """
        select distinct f.line, f.measure, f.denominator from mart.published_figure as f
        join mart.published_measure as m using (source, measure) where m.kind = 'parts'
        """
    )
    assert len(wholes) == 780 * 10
    for line, measure, whole in wholes:
        said = [written[line - 2][column] for column in parts[measure]]
        assert whole == (None if "NULL" in said else sum(map(int, said))), (line, measure)
