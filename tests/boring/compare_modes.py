"""Where a marts file in open mode says anything but what the one in restricted mode says, or nothing."""

from collections.abc import Iterator
from itertools import zip_longest

import duckdb

from tests.boring.compare import is_close, rows
from tests.boring.compare_shares import WOMEN_MORE

KEYS = {
    "indicator_value": ["indicator", "area_code", "period", "sex", "substance_group", "breakdown", "category"],
    "waiting_time": ["area_code", "period", "sex", "substance_group", "intervention_order", "clock"],
    "womens_share": ["area_code", "provider_code", "period", "substance_group", "measure", "comparator"],
    "share_change": ["area_code", "substance_group", "measure", "from_period", "to_period"],
}
IN_DEPTH = {
    "treatment_measure": (
        ["measure", "category", "area_code", "period", "sex", "substance_group"],
        ["people", "out_of", "share", "share_low", "share_high"],
    ),
    "still_waiting": (
        ["area_code", "period", "sex", "substance_group", "intervention_order", "clock"],
        ["waiting", "within_3_weeks", "over_3_to_6_weeks", "over_6_weeks", "median_days"],
    ),
    "treatment_days": (
        ["measure", "area_code", "period", "sex", "substance_group"],
        ["people", "median_days", "p90_days", "mean_days"],
    ),
    "provider_caseload": (
        ["provider_code", "area_code", "period", "sex", "substance_group"],
        ["people", "womens_share", "womens_share_low", "womens_share_high"],
    ),
}
"""The key and the numbers of the tables that are shown or hidden by the row."""
WORDS = {"status", "comparison", "direction", "source", "note", "expected_status", "comparator_source"}
AGAINST_ANOTHER = {"comparator_share", *WOMEN_MORE}
EXPECTED = {
    "expected_share", "observed_over_expected", "ratio_low", "ratio_high", "expected_share_by_age_and_substance",
    "observed_over_expected_by_age_and_substance", "ratio_by_age_and_substance_low", "ratio_by_age_and_substance_high",
}  # fmt: skip
"""What a hidden substance group, or age band of one, leaves unknown."""
OF_SHOWN_AREAS = ("similar", "best_quarter")
"""Comparators that are made of the areas shown, and so may be others in open mode."""


def differences_between_modes(published: duckdb.DuckDBPyConnection, restricted: duckdb.DuckDBPyConnection) -> list[str]:
    """Numbers that are not the restricted ones, and hidden ones in a row that says it is all right."""
    found = []
    for table, key in KEYS.items():
        whole = {tuple(row[column] for column in key): row for row in rows(restricted, f"select * from {table}")}
        for row in rows(published, f"select * from {table}"):
            name = tuple(row[column] for column in key)
            for column in row.keys() - set(key) - WORDS:
                if row.get("comparator") in OF_SHOWN_AREAS and column in AGAINST_ANOTHER | {"comparator_areas"}:
                    continue
                value, wanted = row[column], whole[name][column]
                if value is not None and not is_close(value, wanted):
                    found.append(f"{table} {name}: {column} is {value}, not {wanted}")
                if value is None and wanted is not None and not may_be_hidden(table, row, column):
                    found.append(f"{table} {name}: {column} is hidden beside status ok")
    return found


def may_be_hidden(table: str, row: dict[str, object], column: str) -> bool:
    """Whether a number of a row may be hidden; the waits that may are a matter for `published_waits`."""
    is_other_hidden = table == "womens_share" and row["comparator_share"] is None and column in AGAINST_ANOTHER
    is_expectation = table == "womens_share" and column in EXPECTED
    return row["status"] != "ok" or table == "waiting_time" or is_other_hidden or is_expectation


def differences_in_depth_between_modes(
    published: duckdb.DuckDBPyConnection, restricted: duckdb.DuckDBPyConnection, periods: list[str]
) -> Iterator[str]:
    """Rows of some periods that are neither the restricted ones nor hidden whole, and rows that are gone."""
    chosen = ", ".join(f"'{period}'" for period in periods)
    for table, (key, numbers) in IN_DEPTH.items():
        columns = ", ".join([*key, *numbers, "status"])
        query = f"select {columns} from {table} where period in ({chosen}) order by {', '.join(key)}"
        both = (marts.cursor().execute(query).fetchall() for marts in (published, restricted))
        for row, whole in zip_longest(*both):
            if row is None or whole is None or row[: len(key)] != whole[: len(key)]:
                yield f"{table}: {row} is not of {whole}"
                break
            if row != whole and not is_hidden(row[len(key) :]):
                yield f"{table}: {row} is not {whole}"


def is_hidden(row: tuple[object, ...]) -> bool:
    """Whether a row shows no number and says so."""
    return all(number is None for number in row[:-1]) and row[-1] == "suppressed"
