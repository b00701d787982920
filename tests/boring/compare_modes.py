"""Where a marts file in open mode says anything but what the one in restricted mode says, or nothing."""

import duckdb

from tests.boring.compare import is_close, rows
from tests.boring.compare_shares import WOMEN_MORE

KEYS = {
    "indicator_value": ["indicator", "area_code", "period", "sex", "substance_group", "breakdown", "category"],
    "waiting_time": ["area_code", "period", "sex", "substance_group", "intervention_order", "clock"],
    "womens_share": ["area_code", "period", "substance_group", "measure", "comparator"],
    "share_change": ["area_code", "substance_group", "measure", "from_period", "to_period"],
}
WORDS = {"status", "comparison", "direction", "source", "note"}
AGAINST_ANOTHER = {"comparator_share", *WOMEN_MORE}


def differences_between_modes(published: duckdb.DuckDBPyConnection, restricted: duckdb.DuckDBPyConnection) -> list[str]:
    """Numbers that are not the restricted ones, and hidden ones in a row that says it is all right."""
    found = []
    for table, key in KEYS.items():
        whole = {tuple(row[column] for column in key): row for row in rows(restricted, f"select * from {table}")}
        for row in rows(published, f"select * from {table}"):
            name = tuple(row[column] for column in key)
            for column in row.keys() - set(key) - WORDS:
                value, wanted = row[column], whole[name][column]
                if value is not None and not is_close(value, wanted):
                    found.append(f"{table} {name}: {column} is {value}, not {wanted}")
                if value is None and wanted is not None and not may_be_hidden(table, row, column):
                    found.append(f"{table} {name}: {column} is hidden beside status ok")
    return found


def may_be_hidden(table: str, row: dict[str, object], column: str) -> bool:
    """Whether a number of a row may be hidden; the waits that may are a matter for `published_waits`."""
    is_other_hidden = table == "womens_share" and row["comparator_share"] is None and column in AGAINST_ANOTHER
    return row["status"] != "ok" or table == "waiting_time" or is_other_hidden
