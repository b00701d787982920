"""Whether an analyst's tables say the same as the marts of our build, cell by cell; a loud end when they do not.

People in treatment, new presentations and waits by band, in every place, sex and substance group; years always, and
quarters where the marts have them. A cell that only one of the two holds is zero in the other.
"""

import sys
from pathlib import Path

import duckdb

PEOPLE = """
    select area_code, period, sex, substance_group, measure, people
    from marts.treatment_measure
    where measure in ('people_in_treatment', 'new_presentations') and category = 'all'
"""
THEIR_PEOPLE = """
    unpivot (
        select area_code, period, sex, substance_group, people as people_in_treatment,
            new_people as new_presentations
        from read_csv('{folder}/people.csv', header = true)
    ) on people_in_treatment, new_presentations into name measure value people
"""
WAITS = """
    select area_code, period, sex, substance_group, intervention_order, clock, waits, within_3_weeks,
        over_3_to_6_weeks, over_6_weeks
    from {table}
"""


def differences(marts: Path, folder: Path) -> list[str]:
    """A sentence for each cell (the first five of a table, England's before others) in which the two differ."""
    with duckdb.connect() as connection:
        connection.execute(f"attach '{marts}' as marts (read_only)")
        pairs = [
            (PEOPLE, THEIR_PEOPLE.format(folder=folder), "people"),
            (
                WAITS.format(table="marts.waiting_time"),
                WAITS.format(table=f"read_csv('{folder}/waits.csv', header = true)"),
                "waits, within_3_weeks, over_3_to_6_weeks, over_6_weeks",
            ),
        ]
        return [found for ours, theirs, counts in pairs for found in _compare(connection, ours, theirs, counts)]


def _compare(connection: duckdb.DuckDBPyConnection, ours: str, theirs: str, counts: str) -> list[str]:
    """Cells of our periods whose counts differ; refuses to call two empty tables the same."""
    columns = [name for name, *_ in connection.execute(f"describe {ours}").fetchall()]
    cell = ", ".join(name for name in columns if name not in counts.split(", "))
    differs = " or ".join(f"coalesce(o.{name}, 0) <> coalesce(t.{name}, 0)" for name in counts.split(", "))
    shown = ", ".join(
        f"'ours ' || coalesce(o.{name}, 0) || ', theirs ' || coalesce(t.{name}, 0)" for name in counts.split(", ")
    )
    connection.execute(f"create or replace temp table ours as {ours}")
    connection.execute(
        f"create or replace temp table theirs as select * from ({theirs}) where period in (select period from ours)"
    )
    compared = connection.execute("select least((select count(*) from ours), (select count(*) from theirs))").fetchall()
    if compared[0][0] == 0:
        return [f"nothing to compare: {cell}"]
    found = connection.execute(
        f"""
        select concat_ws(' | ', {cell}, {shown})
        from ours as o full join theirs as t using ({cell})
        where {differs}
        order by area_code <> 'E92000001', area_code, period
        limit 5
        """
    ).fetchall()
    return [str(words) for (words,) in found]


if __name__ == "__main__":
    marts_file, *folders = map(Path, sys.argv[1:])
    wrong = {folder: found for folder in folders if (found := differences(marts_file, folder))}
    for folder, found in wrong.items():
        print(f"{folder} does not count as the build does:", *found, sep="\n  ")
    sys.exit(bool(wrong))
