"""Similar areas: a table that the reader brings, by today's codes, each neighbour and each rank once."""

import re
from pathlib import Path

import pytest

from pipelines.errors import Refused
from pipelines.intake import stand_in
from pipelines.sources.neighbours import SOURCE
from pipelines.warehouse import PACKAGE, Warehouse
from tests.sources.conftest import TakeIn
from tests.sources.csv_files import notes, rejects, renamed, write_csv
from tests.sources.workbooks import cells, drawing

HEADER = ("area_code", "neighbour_code", "rank", "distance", "method")
CHECK = PACKAGE / "checks" / "neighbour__areas_are_known.sql"


def write(path: Path, drawn: str, header: tuple[str, ...] | list[str] = HEADER, above: str = "") -> Path:
    """A table with byte order mark, and what people wrote above it."""
    write_csv(path, header, [dict(zip(header, said, strict=False)) for said in cells(drawn)], ends="\r\n")
    path.write_bytes(b"\xef\xbb\xbf" + above.encode() + path.read_bytes())
    return path


def neighbours(warehouse: Warehouse) -> list[list[str]]:
    for mart in ("area", "neighbour"):
        warehouse.script("marts", f"{mart}.sql")
    return drawing(
        warehouse.rows(
            """
            select method, area_code, rank, neighbour_code, distance from mart.neighbour
            order by method, area_code, rank
            """
        )
    )


def test_a_table_is_read_by_method_and_todays_codes(tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse) -> None:
    path = write(
        tmp_path / "peers.csv",
        """
        E08000035 | E08000032 | 1 | 0.25 | peers
        e08000035 | E08000016 | 2 | 0.5  | peers
        E08000016 | E08000035 | 1 | 0    | peers
        E08000035 | E08000038 | 1 |      | statisticians
        E10000023 | E10000002 | 15 | 12  | peers
    """,
        above="# made by hand\r\n",
    )
    (counted,) = taken_in(SOURCE, path)

    assert (counted.read, counted.rejected) == (5, 0)
    assert neighbours(warehouse) == cells("""
        peers         | E06000065 | 15 | E06000060 | 12.0
        peers         | E08000035 | 1  | E08000032 | 0.25
        peers         | E08000035 | 2  | E08000038 | 0.5
        peers         | E08000038 | 1  | E08000035 | 0.0
        statisticians | E08000035 | 1  | E08000038 |
    """)
    assert warehouse.rows(CHECK.read_text(encoding="utf-8").replace("from neighbour", "from mart.neighbour")) == []


def test_a_row_that_cannot_be_used_is_kept_out_and_a_column_more_is_told(
    tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse
) -> None:
    wanted = """
        E08000035 | E08000032 | 1   | 0.2 | peers | |
        E08000035 | E08000099 | 2   | 0.3 | peers | neighbour_code | unknown_area_code
        E08000099 | E08000032 | 2   | 0.3 | peers | area_code      | unknown_area_code
        E08000035 | E06000028+ | 2  | 0.3 | peers | neighbour_code | unknown_area_code
        E08000035 | E07000048 | 2   | 0.3 | peers | neighbour_code | unknown_area_code
        E08000038 | E08000016 | 1   | 0.3 | peers | neighbour_code | own_neighbour
        E08000035 | E08000019 | 0   | 0.3 | peers | rank           | rank_below_one
        E08000035 | E08000019 | 1.5 | 0.3 | peers | rank           | not_a_whole_number
        E08000035 | E08000019 | 2   | -1  | peers | distance       | negative_distance
        E08000035 | E08000019 | 2   | far | peers | distance       | not_a_number
        E08000035 | E08000019 |     | 0.3 | peers | rank           | missing
        E08000035 | E08000019 | 2   | 0.3 |       | method         | missing
        E08000035 |           | 2   | 0.3 | peers | neighbour_code | missing
        E08000035 | E08000032 | 2   | 0.3 | peers | neighbour_code | duplicated_neighbour
        E08000035 | E08000037 | 1   | 0.3 | peers | rank           | duplicated_rank
        E08000035 | E08000039 | 2   | 0.3 | peers | |
        E08000035 | E08000019 | 3   | 0.4 | peers | neighbour_code | duplicated_neighbour
    """
    rows = cells(wanted)
    (counted,) = taken_in(SOURCE, write(tmp_path / "a.csv", wanted, [*HEADER, "notes"]))

    assert [(line, *said[5:]) for line, said in enumerate(rows, start=2) if said[5]] == rejects(warehouse)
    assert counted.accepted == 2
    assert neighbours(warehouse) == [
        ["peers", "E08000035", "1", "E08000032", "0.2"],
        ["peers", "E08000035", "2", "E08000039", "0.3"],
    ]
    assert notes(warehouse, "unknown_column") == [("notes", 1)]


def test_a_neighbour_may_not_be_given_twice_by_two_files(
    tmp_path: Path, taken_in: TakeIn, warehouse: Warehouse
) -> None:
    one = write(tmp_path / "a.csv", "E08000035 | E08000032 | 1 | 0.2 | peers")
    other = write(tmp_path / "b.csv", "E08000035 | E08000032 | 4 | 0.2 | peers")
    taken_in(SOURCE, one, other)

    assert rejects(warehouse) == [(2, "neighbour_code", "duplicated_neighbour")]
    assert neighbours(warehouse) == [["peers", "E08000035", "1", "E08000032", "0.2"]]


def test_a_renamed_column_is_refused(tmp_path: Path, taken_in: TakeIn) -> None:
    path = write(tmp_path / "a.csv", "E08000035 | E08000032 | 1 | 0 | peers", renamed(HEADER, "distance", "distances"))
    with pytest.raises(Refused, match=re.escape("it lacks distance. Was distance renamed 'distances'?")):
        taken_in(SOURCE, path)


def test_without_a_table_nobody_has_neighbours(warehouse: Warehouse) -> None:
    stand_in(SOURCE, warehouse)
    assert neighbours(warehouse) == []
