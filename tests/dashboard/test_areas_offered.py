"""The list of areas offers those a partnership of England or Wales can be, of all that publishers have numbers for."""

import duckdb

from dashboard.marts import QUERIES
from pipelines.warehouse import PACKAGE

OFFERED = {"england", "england_and_wales", "wales", "region", "local_authority", "combined"}


def test_areas_of_scotland_and_of_justice_are_not_offered() -> None:
    with duckdb.connect() as connection:
        connection.execute(
            "create table area as from read_csv(?, header = true, all_varchar = true)",
            [str(PACKAGE / "reference" / "area.csv")],
        )
        rows = connection.sql((QUERIES / "areas.sql").read_text(encoding="utf-8")).fetchall()
        known = dict(connection.sql("select area_code, area_kind from area").fetchall())

    assert {kind for _, _, kind, *_ in rows} == OFFERED
    assert {code for code, *_ in rows} == {code for code, kind in known.items() if kind in OFFERED}
    assert ("E06000052+E06000053", "Cornwall and Isles of Scilly", "combined") in {tuple(row[:3]) for row in rows}
