"""Met need for alcohol treatment: two releases drawn by hand, and every row of the two real ones."""

import re
from collections import defaultdict
from pathlib import Path

import pytest

from pipelines.errors import Refused
from pipelines.sources.ons_alcohol_met_need import SOURCE
from pipelines.warehouse import Warehouse
from tests.sources.conftest import TakeIn
from tests.sources.csv_files import notes, read_csv, rejects, renamed, write_csv
from tests.sources.published_figures import gather
from tests.sources.workbooks import cells, drawing

FIRST = ("Year", "Units", "Local Authority", "Deprivation decile", "Unit multiplier", "Unit measure", "Value")
LATER = ("Year", "Series", "Units", "Local Authority", "Deprivation decile", "Unit multiplier", "Unit measure")
LATER = (*LATER, "GeoCode", "Value")

BY_DEPRIVATION = "authorities grouped by deprivation"
ENDED = "authorities that ended in 2009: the last people counted under them are in no area of today"
PREVALENCE, TREATED, MET = "alcohol_dependent_adults", "in_alcohol_treatment", "alcohol_met_need"
SERIES = {
    "Estimated prevalence": PREVALENCE,
    "Number of people in treatment": TREATED,
    "People in treatment": TREATED,
    "Met need (%)": MET,
    "Met need": MET,
}


def first(path: Path, drawn: str) -> Path:
    """The first release: no codes, and the series called units. Drawn: year | series | authority | decile | value."""
    rows = [
        {"Year": year, "Units": series, "Local Authority": name, "Deprivation decile": decile, "Value": value}
        for year, series, name, decile, value in cells(drawn)
    ]
    return write_csv(path, FIRST, rows, bom=True, ends="\r\n")


def later(path: Path, drawn: str, header: tuple[str, ...] | list[str] = LATER) -> Path:
    """A later release. Drawn: year | series | authority | decile | code | value."""
    names = ("Year", "Series", "Local Authority", "Deprivation decile", "GeoCode", "Value")
    rows = [dict(zip(names, said, strict=True)) | {"Units": "Number"} for said in cells(drawn)]
    for row in rows:
        row["Series"] = row["Series"] and f"Alcohol - {row['Series']}"
    return write_csv(path, header, rows, ends="\r\n")


def figures(
    warehouse: Warehouse, columns: str = "measure, area_code, period, value, status, rounded_to"
) -> list[list[str]]:
    return drawing(
        warehouse.rows(f"select {columns} from mart.published_figure order by measure, area_code, period, line")
    )


def test_areas_series_and_what_is_rounded(tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse) -> None:
    path = later(
        tmp_path / "later.csv",
        """
        2010/11 | Estimated prevalence | Barnet                     |   | E09000003 | 3012.0
        2017/18 | People in treatment  | Barnet                     |   | E09000003 | 400.0
        2018/19 | People in treatment  | Barnet                     |   | E09000003 | 389.0
        2018/19 | Estimated prevalence | Barnet                     |   | E09000003 | 3017.666667
        2018/19 | Met need             | Barnet                     |   | E09000003 | 12.89074
        2018/19 | Met need             | Bristol, City of           |   |           | 20.5
        2018/19 | Met need             | Cornwall & Isles of Scilly |   |           | 21.5
        2017/18 | Met need             | Cornwall and Isles of Scilly | | E06000052 | [x]
        2018/19 | Met need             | Dorset                     |   |           | 22.5
        2019/20 | Met need             | Dorset                     |   |           | 23.5
        2018/19 | Met need             | Barnsley                   |   | E08000016 | 24.5
        2018/19 | Met need             | Bournemouth                |   | E06000028 | 25.5
        2019/20 | People in treatment  | Bournemouth                |   | E06000028 | 0.0
        2017/18 | People in treatment  |                            |   |           | 103471.0
        2018/19 | Met need             |                            | 1 |           | 99.0
        2010/11 | People in treatment  | Cheshire (Discontinued)    |   |           | 1475.0
        2016/17 | People in treatment  | Cheshire (Discontinued)    |   |           | 0.0
    """,
    )
    (counted,) = taken_in(SOURCE, path)
    gather(SOURCE, warehouse)

    assert (counted.read, counted.rejected) == (17, 0)
    assert figures(warehouse) == cells("""
        alcohol_dependent_adults | E09000003 | 2010-11 | 3012.0      | ok            | 1
        alcohol_dependent_adults | E09000003 | 2018-19 | 3017.666667 | ok            | 1
        alcohol_met_need         | E06000023 | 2018-19 | 20.5        | ok            | 1
        alcohol_met_need         | E06000028 | 2018-19 | 25.5        | ok            | 1
        alcohol_met_need         | E06000052+E06000053 | 2017-18 |      | not_published | 1
        alcohol_met_need         | E06000052+E06000053 | 2018-19 | 21.5 | ok            | 1
        alcohol_met_need         | E06000059 | 2019-20 | 23.5        | ok            | 1
        alcohol_met_need         | E08000038 | 2018-19 | 24.5        | ok            | 1
        alcohol_met_need         | E09000003 | 2018-19 | 12.89074    | ok            | 1
        alcohol_met_need         | E10000009 | 2018-19 | 22.5        | ok            | 1
        in_alcohol_treatment     | E06000028 | 2019-20 |             | not_published | 1
        in_alcohol_treatment     | E09000003 | 2017-18 | 400.0       | ok            | 5
        in_alcohol_treatment     | E09000003 | 2018-19 | 389.0       | ok            | 1
        in_alcohol_treatment     | E92000001 | 2017-18 | 103471.0    | ok            | 1
    """)
    assert notes(warehouse, "left_out") == [(BY_DEPRIVATION, 1), (ENDED, 2)]
    assert notes(warehouse, "unknown_column") == []
    assert warehouse.rows("select distinct sex, substance_group, age_band from mart.published_figure") == [
        ("all", "all", "18+")
    ]


def test_a_later_release_replaces_the_first_and_a_figure_given_twice_is_resolved(
    tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse
) -> None:
    """Whatever the files are called; the first release has figures that the later one has not."""
    taken_in(
        SOURCE,
        first(
            tmp_path / "z first.csv",
            """
            2018/19 | Number of people in treatment | Barnet   |   | 389
            2018/19 | Number of people in treatment | Barnet   |   | 390
            2018/19 | Number of people in treatment | Cumbria  |   | 700
            2018/19 | Met need (%)                  | Barnet   |   | 12.9
            2018/19 | Met need (%)                  |          |   | 17.6
            2018/19 | Met need (%)                  |          | 3 | 15
        """,
        ),
        later(
            tmp_path / "a later.csv",
            """
            2018/19 | People in treatment | Barnet | | E09000003 | 389.0
            2018/19 | Met need            | Barnet | | E09000003 | 13.4
            2018/19 | Met need            |        | |           | 17.60000001
        """,
        ),
    )
    gather(SOURCE, warehouse)

    assert figures(warehouse, "measure, area_code, value, file") == cells("""
        alcohol_met_need     | E09000003 | 13.4        | a later.csv
        alcohol_met_need     | E92000001 | 17.60000001 | a later.csv
        in_alcohol_treatment | E09000003 | 389.0       | a later.csv
        in_alcohol_treatment | E10000006 | 700.0       | z first.csv
    """)
    assert rejects(warehouse) == [(3, "Value", "stated_twice")]
    assert notes(warehouse, "earlier_edition") == [
        ("figures of an earlier edition or file, replaced by a later one; 1 of them were revised since", 3)
    ]


def test_a_row_nobody_can_place_is_kept_out_and_a_column_more_is_told(
    tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse
) -> None:
    path = later(
        tmp_path / "later.csv",
        """
        2018/19 | Met need     | Barnet   | | E09000003 | 12
        2018/19 | Met need     | Atlantis | |           | 12
        2018/19 | Met need     | Barnet   | | E09999999 | 12
        2018    | Met need     | Barnet   | | E09000003 | 12
        2018/19 | Deaths       | Barnet   | | E09000003 | 12
        2017/18 | Met need     | Barnet   | | E09000003 | about 12
    """,
        [*LATER, "Observation status"],
    )
    taken_in(SOURCE, path)
    gather(SOURCE, warehouse)

    assert rejects(warehouse) == [
        (3, "Local Authority", "unknown_area"),
        (4, "Local Authority", "unknown_area"),
        (5, "period", "unknown_period"),
        (6, "Series", "unknown_series"),
        (7, "Value", "not_a_number"),
    ]
    assert figures(warehouse, "measure, value") == [["alcohol_met_need", "12.0"]]
    assert notes(warehouse, "unknown_column") == [("Observation status", 1)]


def test_a_renamed_column_is_refused(tmp_path: Path, taken_in: TakeIn) -> None:
    old, new = "Local Authority", "Local Authorities"
    path = later(tmp_path / "a.csv", "2018/19 | Met need | Barnet | | E09000003 | 12", renamed(LATER, old, new))
    with pytest.raises(Refused, match=re.escape(f"it lacks {old}. Was {old} renamed '{new}'?")):
        taken_in(SOURCE, path)


@pytest.mark.published_files
def test_every_row_of_the_two_real_releases(shared_data: Path, taken_in: TakeIn, warehouse: Warehouse) -> None:
    paths = [shared_data / "ndtms" / f"ons_sdg_3-5-1_alcohol_met_need_LA_v{day}.csv" for day in ("2020-11", "2023-04")]
    intakes = taken_in(SOURCE, *paths)
    gather(SOURCE, warehouse)

    # by release: each figure with its lines, in the order they stand in
    given: list[dict[tuple[str, str, str], list[tuple[int, float]]]] = []
    for path in paths:
        held = defaultdict(list)
        for line, row in enumerate(read_csv(path), start=2):
            series = row.get("Series") or row["Units"]
            if not row["Deprivation decile"] and not row["Local Authority"].endswith("(Discontinued)"):
                key = (SERIES[series.removeprefix("Alcohol - ")], row["Local Authority"], row["Year"])
                held[key].append((line, float(row["Value"])))
        given.append(held)
    old, new = given

    # the releases have the same figures, and agree on each
    assert old.keys() == new.keys()
    assert all(abs(old[key][0][1] - new[key][0][1]) <= 1e-6 for key in new)
    assert notes(warehouse, "earlier_edition") == [
        ("figures of an earlier edition or file, replaced by a later one; 0 of them were revised since", len(new))
    ]

    # what is given twice is kept out the second time, by line; but for England the second is in fives, of two groups
    # that are rounded one by one
    twice = [
        (path.name, lines[1][0])
        for path, held in zip(paths, given, strict=True)
        for lines in held.values()
        if lines[1:]
    ]
    assert len(twice) == 125
    assert all(len(lines) <= 2 for held in given for lines in held.values())
    assert all(abs(lines[0][1] - lines[-1][1]) < 5 for held in given for lines in held.values())
    again = {key: lines[1][1] for key, lines in old.items() if lines[1:] and key[1]}
    assert {(measure, year) for measure, _, year in again} == {(TREATED, "2018/19")}
    assert len(again) == 122
    assert all(value % 5 == 0 for value in again.values())
    assert sorted(warehouse.rows("select file, line from mart.rejected_row")) == sorted(twice)
    assert [(intake.read, intake.rejected) for intake in intakes] == [(4246, 124), (4123, 1)]

    # every figure of the later release, by the line it stands in
    wanted = {lines[0][0]: (measure, year.replace("/", "-"), lines[0][1]) for (measure, _, year), lines in new.items()}
    found = {
        line: tuple(said)
        for line, *said in warehouse.rows(
            "select line, measure, period, value from mart.published_figure where status = 'ok' and file = ?",
            [paths[1].name],
        )
    }
    assert found == wanted
    assert warehouse.one("select count(*) from mart.published_figure") == len(wanted) == 4078
    left_out = [intake.read - intake.rejected for intake in intakes]
    assert left_out == [len(old) + 30 + 14, len(new) + 30 + 14]
    assert notes(warehouse, "left_out") == [(BY_DEPRIVATION, 60), (ENDED, 28)]

    _check_codes(warehouse, paths[1])


def _check_codes(warehouse: Warehouse, path: Path) -> None:
    """Each row's area: by the code it gives, else by its name; two authorities have been renumbered since."""
    renumbered = {
        "E08000016": "E08000038",
        "E08000019": "E08000039",
        "E08000020": "E08000037",
        "E06000048": "E06000057",
    }
    names = dict(warehouse.rows("select area_name, area_code from reference.area where valid_to is null"))
    names |= {"": "E92000001", "Dorset": "E10000009", "Northamptonshire": "E10000021", "Cumbria": "E10000006"}
    names |= {"Cornwall & Isles of Scilly": "E06000052+E06000053", "Bristol, City of": "E06000023"}
    names |= {"Herefordshire, County of": "E06000019", "Kingston upon Hull, City of": "E06000010"}
    written = dict(enumerate(read_csv(path), start=2))
    for line, area in warehouse.rows("select line, area_code from mart.published_figure"):
        row = written[line]
        code = row["GeoCode"] or names[row["Local Authority"]]
        assert area == renumbered.get(code, code), row
