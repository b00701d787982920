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
    2009/10 | Barnet      | F     | Total | Total                | E09000003 | 2009-10 | female | all   | all
    2020/21 | Barnet      | M     | 18-29 | Opiate               | E09000003 | 2020-21 | male   | 18-29 | opiate
    2020/21 | Barnet      | Total | 30-49 | Non-opiate only      | E09000003 | 2020-21 | all    | 30-49 | non_opiate
    2020/21 | Barnet      | M     | 50+   | Alcohol only         | E09000003 | 2020-21 | male   | 50+   | alcohol
    2020/21 | Barnet      | M     | Total | Non-opiate & alcohol | E09000003 | 2020-21 | male   | all   | non_opiate_and_alcohol
    2021/22 | BARNET      | TOTAL | TOTAL | TOTAL                | E09000003 | 2021-22 | all    | all   | all
    2021/22 | BARNET      | F     | 18-29 | NON-OPIATE & ALCOHOL | E09000003 | 2021-22 | female | 18-29 | non_opiate_and_alcohol
    2021/22 | England     | F     | Total | Total                | E92000001 | 2021-22 | female | all   | all
    2021/22 | London      | F     | Total | Total                | E12000007 | 2021-22 | female | all   | all
    2018/19 | Bournemouth | F     | Total | Total                | E06000028 | 2018-19 | female | all   | all
    2018/19 | Dorset      | F     | Total | Total                | E10000009 | 2018-19 | female | all   | all
    2019/20 | Dorset      | F     | Total | Total                | E06000059 | 2019-20 | female | all   | all
    2017/18 | Dorset (Pre April 2019) | F | Total | Total        | E10000009 | 2017-18 | female | all   | all
    2020/21 | Cornwall & Isles of Scilly | F | Total | Total     | E06000052+E06000053 | 2020-21 | female | all | all
    2020/21 | North Yorkshire (pre April 2023) | F | Total | Total | E06000065 | 2020-21 | female | all | all
    2020/21 | Northamptonshire (Pre April 2022) | F | Total | Total | E10000021 | 2020-21 | female | all | all
    2020/21 | Barnsley (discontinued) | F | Total | Total        | E08000038 | 2020-21 | female | all   | all
    2020/21 | Southend    | F     | Total | Total                | E06000033 | 2020-21 | female | all   | all
    2020/21 | Durham      | F     | Total | Total                | E06000047 | 2020-21 | female | all   | all
    2020/21 | Bedford Borough | F | Total | Total                | E06000055 | 2020-21 | female | all   | all
"""


def test_its_words_for_areas_years_sexes_ages_and_groups(
    tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse
) -> None:
    """Capitals come with the last year; Dorset is the county until March 2019 and another authority from then on."""
    wanted = cells(WORDS)
    rows = [
        dict(zip(KEYS, said, strict=True)) | {"intreatment_allintx": str(5 * number)}
        for number, (*said, _, _, _, _, _) in enumerate(wanted, start=1)
    ]
    taken_in(SOURCE, write(tmp_path / "a.csv", *rows, header=FEWER))
    gather(SOURCE, warehouse)

    assert rejects(warehouse) == []
    assert drawing(
        warehouse.rows("""
            select value::integer, area_code, period, sex, age_band, substance_group from mart.published_figure
            where measure = 'people_in_treatment' order by line
        """)
    ) == [[str(5 * number), *meant[5:]] for number, meant in enumerate(wanted, start=1)]


ENDED = """
    Bournemouth                  | 2018/19 | 0   | E06000028 | 0.0   | ok            |
    Bournemouth                  | 2019/20 | 0   | E06000028 |       | not_published | the area had ended: its zero counts nobody
    Poole                        | 2019/20 | 5   | E06000029 | 5.0   | ok            |
    Barnsley (discontinued)      | 2026/27 | 0   |           |       |               |
    Barnsley (from April 2026)   | 2026/27 | 850 | E08000038 | 850.0 | ok            |
    Sheffield (from April 2026)  | 2026/27 | 960 | E08000039 | 960.0 | ok            |
    Sheffield                    | 2026/27 | 0   |           |       |               |
"""


def test_what_an_area_that_has_ended_is_listed_with_counts_nobody(
    tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse
) -> None:
    """Neither its zero, nor that of a discontinued name beside the name the area has now, whichever comes first.

    The edition has a column more, lacks some, and calls one something else: all of that is said.
    """
    before, after = "waitssub_over6weeks_newtx", "waitssub_morethan6weeks_newtx"
    rows = [{"Area": name, "ReportingPeriod": year, FEWER[5]: people} for name, year, people, *_ in cells(ENDED)]
    header = [*renamed(FEWER, before, after), "veterans"]
    taken_in(SOURCE, write(tmp_path / "a.csv", *({after: "5"} | row for row in rows), header=header))
    gather(SOURCE, warehouse)

    assert drawing(
        warehouse.rows("""
            select area_code, value, status, note from mart.published_figure
            where measure = 'people_in_treatment' order by all
        """)
    ) == [said for _, _, _, *said in cells(ENDED) if said[0]]

    found = figures(warehouse)
    poole = ("E06000029", "2019-20", "female", "all")
    assert len(found) == 5 * 66
    assert {said for (measure, *_), said in found.items() if measure == "completion_and_return"} == {
        (None, "not_collected", None)
    }
    assert found["subsequent_waits", "over_6_weeks", *poole] == (None, "not_collected", None)
    assert found["subsequent_waits", "within_3_weeks", *poole] == (0, "ok", None)
    assert notes(warehouse, "unknown_column") == [("veterans", 1), (after, 1)]


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
    """One that is not rounded is let in, with a warning."""
    good = {"intreatment_allintx": "40"}
    again = {"intreatment_allintx": "45"}
    exact = {"sex": "M", "intreatment_allintx": "43", "exits_died_allintx": "3"}
    rows = [good, *(row for row, _, _ in BROKEN), again, exact]
    (counted,) = taken_in(SOURCE, write(tmp_path / "a.csv", *rows, header=FEWER))
    gather(SOURCE, warehouse)

    assert (counted.read, counted.rejected) == (len(BROKEN) + 3, len(BROKEN) + 1)
    assert rejects(warehouse) == [
        *((line, column, rule) for line, (_, column, rule) in enumerate(BROKEN, start=3)),
        (len(BROKEN) + 3, "period", "duplicated_row"),
    ]
    ((words, warned),) = notes(warehouse, "warning")
    assert words.startswith("not_rounded (intreatment_allintx): A count is not a multiple of 5")
    assert warned == 1
    found = figures(warehouse)
    assert found["people_in_treatment", *WOMEN] == (40, "ok", None)
    assert found["people_in_treatment", "all", BARNET, "2020-21", "male", "all"] == (43, "ok", None)


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

    # Barnet, women, 2021-22: more first waits than people newly in treatment
    of_women = {
        (measure, category): said
        for (measure, category, _, period, sex, age), said in _of_everyone(warehouse).items()
        if (period, sex, age) == ("2021-22", "female", "all")
    }
    assert of_women["new_presentations", "all"] == (215, "ok", None)
    assert of_women["first_waits", "within_3_weeks"] == (260, "ok", 260)
    _check_wholes(warehouse, written)


def _of_everyone(warehouse: Warehouse) -> dict[tuple[str, ...], tuple[object, ...]]:
    """Figures of all substance groups together."""
    return {
        tuple(key): (value, status, denominator)
        for *key, value, status, denominator in warehouse.rows(
            """
            select measure, category, area_code, period, sex, age_band, value, status, denominator
            from mart.published_figure where substance_group = 'all'
            """
        )
    }


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
