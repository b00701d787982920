"""Alcohol dependence prevalence: drawn by hand, and every row of the real file beside its own totals for England."""

import re
from collections import Counter
from pathlib import Path

import pytest

from pipelines.errors import Refused
from pipelines.sources.alcohol_prevalence import SOURCE
from pipelines.warehouse import Warehouse
from tests.sources.conftest import TakeIn
from tests.sources.csv_files import notes, read_csv, rejects, renamed, write_csv
from tests.sources.published_figures import gather
from tests.sources.workbooks import cells, drawing

HEADER = ("PHE_Centre", "Local_Authority", "Area_Code_GSS", "Alcohol_dependent", "Alcohol_lower_CI", "Alcohol_upper_CI")
HEADER = (*HEADER, "Year")


def write(path: Path, drawn: str, header: list[str] | tuple[str, ...] = HEADER) -> Path:
    """Drawn: authority | code | estimate | lower | upper | year."""
    rows = [dict(zip(header, ["NA", *said], strict=False)) for said in cells(drawn)]
    return write_csv(path, header, rows, bom=True, ends="\r\n")


def figures(warehouse: Warehouse) -> list[list[str]]:
    return drawing(
        warehouse.rows("""
            select area_code, period, value, value_low, value_high, status
            from mart.published_figure order by line
        """)
    )


def test_estimates_and_limits_by_area_and_year(tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse) -> None:
    """Calendar years until 2014, without limits; Cornwall's code stands for the pair where the name says so."""
    path = write(
        tmp_path / "a.csv",
        """
        Barnet                     | E09000003 | 3012  | NA   | NA    | 2014
        Barnet                     | E09000003 | 3,050 | 2538 | 4779  | 2015/16
        England                    | E92000001 | 586780 | 485444 | 742305 | 2017/18
        Cornwall                   | E06000052 | 6000  | 5000 | 7000  | 2017/18
        Cornwall & Isles of Scilly | E06000052 | 6775  | 5412 | 8648  | 2016/17
        Cornwall & Isles of Scilly | E0999     | 6589  | NA   | NA    | 2014
        Dorset                     | E10000009 | 3335  | 2523 | 4571  | 2017/18
        Dorset                     | E06000059 | 2900  | 2100 | 3900  | 2019/20
        Barnsley                   | E08000016 | 2500  | 2000 | 3000  | 2017/18
        Buckinghamshire            | E10000002 | 4500  | 4000 | 5000  | 2017/18
        Poole                      | E06000029 | NA    | NA   | NA    | 2017/18
        Poole                      | E06000029 | 0     | 0    | 0     | 2019/20
        Poole                      | E06000029 | 0     | 0    | 0     | 2018/19
    """,
    )
    (counted,) = taken_in(SOURCE, path)
    gather(SOURCE, warehouse)

    assert (counted.read, counted.rejected) == (13, 0)
    assert figures(warehouse) == cells("""
        E09000003           | 2014    | 3012.0   |          |          | ok
        E09000003           | 2015-16 | 3050.0   | 2538.0   | 4779.0   | ok
        E92000001           | 2017-18 | 586780.0 | 485444.0 | 742305.0 | ok
        E06000052           | 2017-18 | 6000.0   | 5000.0   | 7000.0   | ok
        E06000052+E06000053 | 2016-17 | 6775.0   | 5412.0   | 8648.0   | ok
        E06000052+E06000053 | 2014    | 6589.0   |          |          | ok
        E10000009           | 2017-18 | 3335.0   | 2523.0   | 4571.0   | ok
        E06000059           | 2019-20 | 2900.0   | 2100.0   | 3900.0   | ok
        E08000038           | 2017-18 | 2500.0   | 2000.0   | 3000.0   | ok
        E06000060           | 2017-18 | 4500.0   | 4000.0   | 5000.0   | ok
        E06000029           | 2017-18 |          |          |          | not_published
        E06000029           | 2019-20 |          |          |          | not_published
        E06000029           | 2018-19 | 0.0      | 0.0      | 0.0      | ok
    """)
    assert warehouse.rows("select area_code, note from mart.published_figure where note is not null order by all") == [
        ("E06000029", "the area had ended: its zero counts nobody"),
        ("E06000060", "published under E10000002, the code before the present one"),
        ("E08000038", "published under E08000016, the code before the present one"),
    ]


def test_a_row_that_cannot_be_trusted_is_kept_out_and_a_column_more_is_told(
    tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse
) -> None:
    path = write(
        tmp_path / "a.csv",
        """
        Barnet   | E09000003 | 3050 | 2538 | 4779 | 2015/16 | 1
        Atlantis | E09000004 | 3050 | 2538 | 4779 | 2015/16 | 1
        Bexley   | E09000005 | 3050 | 2538 | 4779 | 2015/16 | 1
        Dorset   | E06000059 | 3050 | 2538 | 4779 | 2015/16 | 1
        Bexley   | E09000004 | 2500 | 2538 | 4779 | 2015/16 | 1
        Bexley   | E09000004 | 5000 | 2538 | 4779 | 2015/16 | 1
        Bexley   | E09000004 | 3050 | 2538 | 4779 | 15/16   | 1
        Bexley   | E09000004 | many | 2538 | 4779 | 2015/16 | 1
        Barnet   | E09000003 | 3060 | 2538 | 4779 | 2015/16 | 1
    """,
        [*HEADER, "Rate"],
    )
    taken_in(SOURCE, path)
    gather(SOURCE, warehouse)

    assert rejects(warehouse) == [
        (3, "area_name", "unknown_area"),
        (4, "Area_Code_GSS", "name_and_code_differ"),
        (5, "Area_Code_GSS", "name_and_code_differ"),
        (6, "Alcohol_dependent", "estimate_outside_limits"),
        (7, "Alcohol_dependent", "estimate_outside_limits"),
        (8, "period", "unknown_period"),
        (9, "Alcohol_dependent", "not_a_number"),
        (10, "period", "duplicated_row"),
    ]
    assert figures(warehouse) == [["E09000003", "2015-16", "3050.0", "2538.0", "4779.0", "ok"]]
    assert notes(warehouse, "unknown_column") == [("Rate", 1)]


def test_a_renamed_column_is_refused(tmp_path: Path, taken_in: TakeIn) -> None:
    old, new = "Alcohol_dependent", "Alcohol_dependence"
    path = write(tmp_path / "a.csv", "Barnet | E09000003 | 1 | NA | NA | 2014", renamed(HEADER, old, new))
    with pytest.raises(Refused, match=re.escape(f"it lacks {old}. Was {old} renamed '{new}'?")):
        taken_in(SOURCE, path)


@pytest.mark.published_files
def test_every_row_of_the_real_file(shared_data: Path, taken_in: TakeIn, warehouse: Warehouse) -> None:
    path = shared_data / "prevalence" / "alcohol_dependence_prevalence_LA_2010_2017-18.csv"
    (counted,) = taken_in(SOURCE, path)
    gather(SOURCE, warehouse)
    written = read_csv(path)

    def number(said: str) -> float | None:
        return None if said == "NA" else float(said)

    limits = ("Alcohol_dependent", "Alcohol_lower_CI", "Alcohol_upper_CI")
    wanted = {
        line: (row["Year"].replace("/", "-"), *(number(row[name]) for name in limits))
        for line, row in enumerate(written, start=2)
    }
    found = {
        line: tuple(said)
        for line, *said in warehouse.rows(
            "select line, period, value, value_low, value_high from mart.published_figure where status = 'ok'"
        )
    }
    assert (counted.read, counted.rejected, len(written)) == (1211, 0, 1211)
    assert found == wanted
    assert warehouse.one("select count(*) from mart.published_figure") == 1211

    # areas: by the file's code, but for the pair and for what has been renumbered since
    renumbered = {"E08000016": "E08000038", "E08000019": "E08000039"}
    renumbered |= {"E10000002": "E06000060", "E10000023": "E06000065", "E10000027": "E06000066"}
    for line, area in warehouse.rows("select line, area_code from mart.published_figure"):
        row = written[line - 2]
        given = row["Area_Code_GSS"]
        is_pair = "Scilly" in row["Local_Authority"]
        assert area == ("E06000052+E06000053" if is_pair else renumbered.get(given, given)), row

    # authorities are whole people, so that their sum may differ from England's by half a person each; it does by four
    sums: Counter[str] = Counter()
    for area, period, people in warehouse.rows("select area_code, period, value from mart.published_figure"):
        sums[period] += people if area != "E92000001" else 0
    england = dict(warehouse.rows("select period, value from mart.published_figure where area_code = 'E92000001'"))
    assert england == {"2015-16": 595856, "2016-17": 589101, "2017-18": 586780}
    assert all(abs(sums[period] - people) <= 4 for period, people in england.items())
    # England's earlier totals stand in the release of SDG 3.5.1, under financial years
    assert {period: sums[period] for period in sums if period not in england} == {
        "2010": 580974,
        "2011": 580095,
        "2012": 578498,
        "2013": 596394,
        "2014": 595132,
    }
