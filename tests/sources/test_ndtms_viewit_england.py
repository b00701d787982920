"""NDTMS ViewIt for England: drawn by hand, and every row of the real export beside the series made of it."""

import re
from pathlib import Path

import pytest

from pipelines.errors import Refused
from pipelines.sources.ndtms_viewit_england import SOURCE
from pipelines.warehouse import Warehouse
from tests.sources.conftest import TakeIn
from tests.sources.csv_files import notes, read_csv, rejects, renamed, write_csv
from tests.sources.published_figures import gather
from tests.sources.workbooks import cells, drawing

HEADER = ("ReportingPeriod_Data", "Area_Data", "DrugGroup_Data", "Gender_Data", "AgeGroup_Data")
HEADER = (*HEADER, "Num_InTreatment_AllInTx", "Eth_White_AllInTx", "Eth_Mixed_AllInTx")


def write(path: Path, drawn: str, header: list[str] | tuple[str, ...] = HEADER) -> Path:
    """An export with byte order mark; its columns of ethnic groups are filled."""
    rows = [dict(zip(header, [*said, "7", "1"], strict=False)) for said in cells(drawn)]
    return write_csv(path, header, rows, bom=True, ends="\r\n")


def figures(warehouse: Warehouse) -> list[list[str]]:
    return drawing(
        warehouse.rows("""
            select area_code, period, sex, substance_group, age_band, value, status, rounded_to
            from mart.published_figure order by line
        """)
    )


def test_people_in_treatment_by_year_group_sex_and_age(tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse) -> None:
    """Its words are not those of the export by area, and turn to capitals in the last year."""
    path = write(
        tmp_path / "a.csv",
        """
        2009/10 | England | Total                   | Total | Total | 1203
        2009/10 | England | opiates                 | F     | 18-29 | 12
        2009/10 | England | non-opiates only        | M     | 30-49 | 1,041
        2020/21 | England | alcohol only            | F     | 50+   | 0
        2020/21 | England | alcohol & non-opiates   | F     | Total | *
        2020/21 | England | alcohol & non-opiates   | M     | Total | NULL
        2020/21 | England | alcohol & non-opiates   | Total | Total |
        2021/22 | England | TOTAL                   | TOTAL | TOTAL | 1199
        2021/22 | England | ALCOHOL & NON-OPIATES   | F     | 50+   | 33
        2021/22 | England | NON-OPIATES ONLY        | F     | 50+   | c
    """,
    )
    (counted,) = taken_in(SOURCE, path)
    gather(SOURCE, warehouse)

    assert (counted.read, counted.rejected) == (10, 0)
    assert figures(warehouse) == cells("""
        E92000001 | 2009-10 | all    | all                    | all   | 1203.0 | ok            | 1
        E92000001 | 2009-10 | female | opiate                 | 18-29 | 12.0   | ok            | 1
        E92000001 | 2009-10 | male   | non_opiate             | 30-49 | 1041.0 | ok            | 1
        E92000001 | 2020-21 | female | alcohol                | 50+   | 0.0    | ok            | 1
        E92000001 | 2020-21 | female | non_opiate_and_alcohol | all   |        | suppressed    | 1
        E92000001 | 2020-21 | male   | non_opiate_and_alcohol | all   |        | not_collected | 1
        E92000001 | 2020-21 | all    | non_opiate_and_alcohol | all   |        | not_published | 1
        E92000001 | 2021-22 | all    | all                    | all   | 1199.0 | ok            | 1
        E92000001 | 2021-22 | female | non_opiate_and_alcohol | 50+   | 33.0   | ok            | 1
        E92000001 | 2021-22 | female | non_opiate             | 50+   |        | suppressed    | 1
    """)
    assert notes(warehouse, "left_out_columns") == [("columns of people by ethnic group", 2)]


def test_a_row_nobody_can_place_is_kept_out_and_a_column_more_is_told(
    tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse
) -> None:
    path = write(
        tmp_path / "a.csv",
        """
        2021/22 | England  | Total | F     | Total | 1200
        2021/22 | Atlantis | Total | F     | Total | 1200
        2021    | England  | Total | F     | Total | 1200
        2021/22 | England  | Total | X     | Total | 1200
        2021/22 | England  | Crack | F     | Total | 1200
        2021/22 | England  | Total | M     | Total | 12.5
        2021/22 | England  | TOTAL | F     | TOTAL | 1300
    """,
        [*HEADER, "Num_Veterans"],
    )
    taken_in(SOURCE, path)
    gather(SOURCE, warehouse)

    assert rejects(warehouse) == [
        (3, "area_name", "unknown_area"),
        (4, "period", "unknown_period"),
        (5, "sex", "unknown_sex"),
        (6, "substance_group", "unknown_substance_group"),
        (7, "Num_InTreatment_AllInTx", "not_a_whole_number"),
        (8, "period", "duplicated_row"),
    ]
    assert figures(warehouse) == [["E92000001", "2021-22", "female", "all", "all", "1200.0", "ok", "1"]]
    assert notes(warehouse, "unknown_column") == [("Num_Veterans", 1)]


def test_a_renamed_column_is_refused(tmp_path: Path, taken_in: TakeIn) -> None:
    old, new = "Gender_Data", "Gender_of_Data"
    path = write(tmp_path / "a.csv", "2021/22 | England | Total | F | Total | 5", renamed(HEADER, old, new))
    with pytest.raises(Refused, match=re.escape(f"it lacks {old}. Was {old} renamed '{new}'?")):
        taken_in(SOURCE, path)


@pytest.mark.published_files
def test_every_row_of_the_real_export(
    shared_data: Path, shared_domain: Path, taken_in: TakeIn, warehouse: Warehouse
) -> None:
    path = shared_data / "ndtms" / "ndtms_viewit_export_England_2009-10_2021-22.csv"
    (counted,) = taken_in(SOURCE, path)
    gather(SOURCE, warehouse)

    sexes = {"F": "female", "M": "male", "TOTAL": "all"}
    groups = {
        "TOTAL": "all",
        "OPIATES": "opiate",
        "NON-OPIATES ONLY": "non_opiate",
        "ALCOHOL ONLY": "alcohol",
        "ALCOHOL & NON-OPIATES": "non_opiate_and_alcohol",
    }
    wanted = {
        (
            row["ReportingPeriod_Data"].replace("/", "-"),
            sexes[row["Gender_Data"].upper()],
            groups[row["DrugGroup_Data"].upper()],
            row["AgeGroup_Data"].lower().replace("total", "all"),
        ): (float(row["Num_InTreatment_AllInTx"]), line)
        for line, row in enumerate(read_csv(path), start=2)
    }
    found = {
        tuple(key): tuple(said)
        for *key, said in (
            (period, sex, group, age, (value, line))
            for period, sex, group, age, value, line in warehouse.rows(
                """
                select period, sex, substance_group, age_band, value, line from mart.published_figure
                where area_code = 'E92000001' and status = 'ok'
                """
            )
        )
    }
    assert (counted.read, counted.rejected, len(wanted)) == (780, 0, 780)
    assert found == wanted

    people = {key: value for key, (value, _) in found.items()}
    assert people["2021-22", "female", "all", "all"] == 94135
    assert people["2021-22", "all", "all", "all"] == 289215
    for period, _, group, age in people:
        women, men, everyone = (people[period, who, group, age] for who in ("female", "male", "all"))
        assert women + men == everyone, (period, group, age)

    series = read_csv(shared_domain / "england_in_treatment_by_sex_2009_2022.csv")
    theirs = {"All": "all", "Opiate": "opiate", "Non-opiate only": "non_opiate", "Alcohol only": "alcohol"}
    theirs["Non-opiate and alcohol"] = "non_opiate_and_alcohol"
    assert {
        (row["year"].replace("/", "-"), sex, theirs[row["substance_group"]], "all"): float(row[column])
        for row in series
        for column, sex in (("Female", "female"), ("Male", "male"), ("All", "all"))
    } == {key: value for key, value in people.items() if key[3] == "all"}
