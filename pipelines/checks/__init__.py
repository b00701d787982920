"""One query a promise: each returns the rows that break it, and a build whose checks return any is not published."""

import duckdb

from pipelines.warehouse import PACKAGE

SHOWN = 5


def broken_promises(marts: duckdb.DuckDBPyConnection) -> list[str]:
    """A line for each check that found rows, with the first few of them; none when all is well.

    The rows are of published tables, so they hold nothing about a person.
    """
    found = []
    for path in sorted((PACKAGE / "checks").glob("*.sql")):
        try:
            answer = marts.execute(path.read_text(encoding="utf-8"))
            columns = [column[0] for column in answer.description or []]
            rows = answer.fetchall()
        except duckdb.Error as error:
            found.append(f"{path.stem}: cannot be run, {str(error).splitlines()[0]}")
            continue
        if rows:
            shown = "; ".join(
                ", ".join(f"{name} {value}" for name, value in zip(columns, row, strict=True)) for row in rows[:SHOWN]
            )
            found.append(f"{path.stem}: {len(rows)} rows break it, first {shown}")
    return found
