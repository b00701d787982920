"""Where the tables made from records in depth (measures, days, caseloads, periods) and the recount differ."""

from collections.abc import Iterator
from statistics import fmean

import duckdb

from tests.boring.code_lists import Places
from tests.boring.compare import differences, rows
from tests.boring.measure_list import MEASURES, WHOLES, WOMENS_SHARE_OF
from tests.boring.provider_caseload import caseload_rows
from tests.boring.recount import Recount
from tests.boring.time_to_start import curve_rows, open_rows
from tests.boring.waits import quantile

SHARE = ["share", "share_low", "share_high", "status"]
BANDS_OF_WAITING = ["within_3_weeks", "over_3_to_6_weeks", "over_6_weeks"]

Found = Iterator[tuple[tuple[object, ...], tuple[object, ...]]]
"""Rows, each as its key and the rest."""


def keyed(marts: duckdb.DuckDBPyConnection, table: str, key: list[str], rest: list[str], where: str = "true") -> Found:
    """The rows of a table, each as its key and the rest."""
    cursor = marts.cursor().execute(f"select {', '.join([*key, *rest])} from {table} where {where}")
    for row in cursor.fetchall():
        yield row[: len(key)], row[len(key) :]


def differences_in_depth(marts: duckdb.DuckDBPyConnection, recounted: Recount, places: Places) -> list[str]:
    """Every difference in the tables that look at records in depth."""
    return [
        *differences_in_periods(marts, recounted),
        *differences_in_measures(marts, recounted, places),
        *differences_in_wait_days(marts, recounted),
        *differences_in_still_waiting(marts, recounted),
        *differences_in_treatment_days(marts, recounted),
        *differences_in_caseloads(marts, recounted),
        *differences_in_curves(marts, recounted),
    ]


def differences_in_periods(marts: duckdb.DuckDBPyConnection, recounted: Recount) -> list[str]:
    """Years and quarters: their days, and whether the records reach their end."""
    built = keyed(marts, "period", ["period"], ["period_kind", "year", "start_on", "end_on", "is_complete"])
    last = recounted.last_on
    counted: list[tuple[tuple[object, ...], object]] = []
    for year in recounted.years:
        counted.append(
            ((year.label,), ("year", year.label, year.start, year.end, last is not None and year.end <= last))
        )
    for quarter in recounted.quarters:
        is_complete = last is not None and quarter.end <= last
        said = ("quarter", quarter.year.label, quarter.start, quarter.end, is_complete)
        counted.append(((quarter.label,), said))
    return differences(built, counted)


def in_counted_periods(recounted: Recount) -> str:
    """What picks the rows of the periods that were counted again."""
    labels = ", ".join(f"'{period.label}'" for period in recounted.measures.periods)
    return f"period in ({labels})" if labels else "true"


def differences_in_measures(marts: duckdb.DuckDBPyConnection, recounted: Recount, places: Places) -> list[str]:
    """Every measure, category by category."""
    key = ["category", "area_code", "period", "sex", "substance_group"]
    known = [*WHOLES, *WOMENS_SHARE_OF, *MEASURES]
    found = []
    for row in rows(marts, "select distinct measure from treatment_measure"):
        if row["measure"] not in known:
            found.append(f"the engine has a measure that is none: {row['measure']}")
    for measure in known:
        where = f"measure = '{measure}' and {in_counted_periods(recounted)}"
        built = keyed(marts, "treatment_measure", key, ["people", "out_of", *SHARE], where)
        found += [f"{measure} {said}" for said in differences(built, recounted.measures.rows(measure, places))]
    return found


def differences_in_wait_days(marts: duckdb.DuckDBPyConnection, recounted: Recount) -> list[str]:
    """Every number of days somebody waited."""
    key = [
        "area_code", "year", "quarter", "sex", "substance_group", "intervention_order", "clock", "days_from",
    ]  # fmt: skip
    built = keyed(marts, "wait_days", key, ["days_to", "waits"])
    return differences(built, ((cell, (cell[-1], waits)) for cell, waits in recounted.waits.by_day.items()))


def differences_in_still_waiting(marts: duckdb.DuckDBPyConnection, recounted: Recount) -> list[str]:
    """Who waits at the end of each quarter, by band."""
    key = ["area_code", "period", "sex", "substance_group", "intervention_order", "clock"]
    built = keyed(marts, "still_waiting", key, ["waiting", *BANDS_OF_WAITING, "median_days", "status"])
    counted = (
        (
            cell,
            (
                len(days),
                sum(1 for one in days if one <= 21),
                sum(1 for one in days if 21 < one <= 42),
                sum(1 for one in days if one > 42),
                quantile(days, 0.5),
                "ok",
            ),
        )
        for cell, days in recounted.still_waiting.items()
    )
    return differences(built, counted)


def differences_in_treatment_days(marts: duckdb.DuckDBPyConnection, recounted: Recount) -> list[str]:
    """Days to leaving and in treatment: middle, ninth decile and mean."""
    key = ["measure", "area_code", "period", "sex", "substance_group"]
    rest = ["people", "median_days", "p90_days", "mean_days", "status"]
    built = keyed(marts, "treatment_days", key, rest, in_counted_periods(recounted))
    counted = (
        (cell, (len(days), quantile(days, 0.5), quantile(days, 0.9), fmean(days), "ok"))
        for cell, days in recounted.treatment_days.items()
    )
    return differences(built, counted)


def differences_in_caseloads(marts: duckdb.DuckDBPyConnection, recounted: Recount) -> list[str]:
    """Whom each provider has in treatment."""
    key = ["provider_code", "area_code", "period", "sex", "substance_group"]
    rest = ["people", "womens_share", "womens_share_low", "womens_share_high", "status"]
    built = keyed(marts, "provider_caseload", key, rest, in_counted_periods(recounted))
    return differences(built, caseload_rows(recounted.caseloads))


def differences_in_curves(
    marts: duckdb.DuckDBPyConnection, recounted: Recount, of_open_build: Places | None = None
) -> list[str]:
    """By which day people had started or left; of an open build, given its places."""
    key = ["area_code", "period", "sex", "day"]
    rest = [
        "journeys", "started_share", "started_share_low", "started_share_high", "left_share", "left_share_low",
        "left_share_high", "waiting_share", "half_started_days", "status", "rounded_to",
    ]  # fmt: skip
    built = keyed(marts, "time_to_start", key, rest, in_counted_periods(recounted))
    counted = curve_rows(recounted.curves) if of_open_build is None else open_rows(recounted.curves, of_open_build)
    return differences(built, counted)
