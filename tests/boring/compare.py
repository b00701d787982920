"""Where a built marts file and the recount differ, in words."""

import math
from collections.abc import Iterable

import duckdb

from tests.boring.blocks import is_quarter
from tests.boring.hide import LARGEST, SMALLEST
from tests.boring.recount import Recount
from tests.boring.shares import wilson
from tests.boring.waits import WaitSummary, summary_of

COUNTS_OF_FILES = ["rows_read", "rows_accepted", "rows_rejected", "superseded_rows", "extracted_on"]
COUNTS_OF_WAITS = ["waits", "within_3_weeks", "over_3_weeks", "over_3_to_6_weeks", "over_6_weeks"]
REST_OF_WAITS = [
    "within_3_weeks_share", "within_3_weeks_share_low", "within_3_weeks_share_high",
    "median_days", "median_low_days", "median_high_days", "p90_days", "mean_days", "status",
]  # fmt: skip
HIDDEN_WHOLE = (*[None] * (len(COUNTS_OF_WAITS) + len(REST_OF_WAITS) - 1), "suppressed")
"""A row of a quarter in a block that is hidden, noughts and all."""
FEWEST_FOR_QUANTILES = 50
"""Waits from which the middle and the ninth decile say nothing of one person."""

SHARE_OF = {
    "womens_share_in_treatment": "people_in_treatment",
    "womens_share_of_new_presentations": "new_presentations",
}


def rows(marts: duckdb.DuckDBPyConnection, query: str) -> list[dict[str, object]]:
    """The rows of a query, by column."""
    cursor = marts.cursor().execute(query)
    columns = [column[0] for column in cursor.description or []]
    return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]


def is_close(found: object, wanted: object) -> bool:
    """Whether two values are the same: numbers but for the last places, all else exactly."""
    if isinstance(found, int | float) and isinstance(wanted, int | float):
        return math.isclose(found, wanted, rel_tol=1e-9, abs_tol=1e-9)
    return found is wanted or found == wanted


def differences(
    built: Iterable[tuple[tuple[object, ...], object]], counted: Iterable[tuple[tuple[object, ...], object]]
) -> list[str]:
    """What only one side has, what a side has twice, and what is not the same, one sentence each."""
    engine, boring = list(built), list(counted)
    by_engine, by_recount = dict(engine), dict(boring)
    found = ["the engine has rows twice"] if len(by_engine) < len(engine) else []
    for key, value in by_engine.items():
        if key not in by_recount:
            found.append(f"{key}: only the engine has it: {value}")
        elif not same(value, by_recount[key]):
            found.append(f"{key}: engine {value}, recount {by_recount[key]}")
    for key, value in by_recount.items():
        if key not in by_engine:
            found.append(f"{key}: only the recount has it: {value}")
    if len(by_recount) < len(boring):
        found.append("the recount has rows twice")
    return found


def same(found: object, wanted: object) -> bool:
    """Whether two values, or two rows of values, are the same."""
    if found == wanted:
        return True
    if isinstance(found, tuple) and isinstance(wanted, tuple):
        return len(found) == len(wanted) and all(map(is_close, found, wanted))
    return is_close(found, wanted)


def differences_in_rejects(marts: duckdb.DuckDBPyConnection, recounted: Recount) -> list[str]:
    """Rejected rows, and the counts of records by file."""
    built = [
        ((row["file"], row["line"], row["column_name"], row["rule"]), 1)
        for row in rows(marts, "select * from rejected_row where source = 'ndtms_records'")
    ]
    files = [
        ((row["file"],), tuple(row[column] for column in COUNTS_OF_FILES))
        for row in rows(marts, "select * from source_file where source = 'ndtms_records'")
    ]
    reading = recounted.reading
    counted_files = []
    for file, records in reading.records.items():
        rejected = reading.rejected_records(file)
        void, extracted_on = reading.superseded[file], reading.extracted_on[file]
        counted_files.append(((file,), (records, records - rejected, rejected, void, extracted_on)))
    return differences(built, [(reject, 1) for reject in reading.rejects]) + differences(files, counted_files)


def differences_in_people(marts: duckdb.DuckDBPyConnection, recounted: Recount, may_hide: bool = False) -> list[str]:
    """People in treatment and new presentations, noughts included, and never hidden."""
    built: list[tuple[tuple[object, ...], object]] = []
    counted: list[tuple[tuple[object, ...], object]] = []
    hidden = set()
    for row in rows(
        marts, "select * from indicator_value where indicator in ('people_in_treatment', 'new_presentations')"
    ):
        cell = (row["indicator"], row["area_code"], row["period"], row["sex"], row["substance_group"])
        built.append((cell, tuple(row[c] for c in ("numerator", "value", "status", "breakdown", "category"))))
        if may_hide and row["numerator"] is None:
            hidden.add(cell)
    for cell, count in recounted.people.items():
        if cell in hidden and count > 0:
            counted.append((cell, (None, None, "suppressed", "all", "all")))
        else:
            counted.append((cell, (count, count, "ok", "all", "all")))
    return differences(built, counted)


def differences_in_shares(marts: duckdb.DuckDBPyConnection, recounted: Recount) -> list[str]:
    """Women's shares with their limits; a share of nobody is null."""
    built = []
    for row in rows(marts, "select * from indicator_value where indicator like 'womens_share_%'"):
        key = (row["indicator"], row["area_code"], row["period"], row["sex"], row["substance_group"])
        counts = (row["numerator"] or 0, row["denominator"] or 0)
        built.append((key, (*counts, row["value"], row["value_low"], row["value_high"], row["status"])))
    counted: list[tuple[tuple[object, ...], object]] = []
    for indicator, people in SHARE_OF.items():
        for counted_as, place, year, sex, group in recounted.people:
            if counted_as != people or sex != "all":
                continue
            women = recounted.people[(people, place, year, "female", group)]
            total = women + recounted.people[(people, place, year, "male", group)]
            share = (None, None, None, "too_few") if total == 0 else (women / total, *wilson(women, total), "ok")
            counted.append(((indicator, place, year, "all", group), (women, total, *share)))
    return differences(built, counted)


def differences_in_waits(marts: duckdb.DuckDBPyConnection, recounted: Recount, may_hide: bool = False) -> list[str]:
    """Waits by band, their share within three weeks, middle, ninth decile and mean; no row means no wait."""
    built: list[tuple[tuple[object, ...], object]] = []
    hidden: dict[tuple[object, ...], set[str]] = {}
    for row in rows(marts, "select * from waiting_time where waits is null or waits > 0"):
        cell = tuple(
            row[column] for column in ("area_code", "period", "sex", "substance_group", "intervention_order", "clock")
        )
        built.append((cell, tuple(row[column] for column in (*COUNTS_OF_WAITS, *REST_OF_WAITS))))
        hidden[cell] = {column for column in COUNTS_OF_WAITS if may_hide and row[column] is None}
    counted: list[tuple[tuple[object, ...], object]] = []
    for cell, days in recounted.waits.days.items():
        is_hidden_whole = is_quarter(cell[1]) and "waits" in hidden.get(cell, set())
        said = published_waits(summary_of(days), hidden.get(cell, set()))
        counted.append((cell, HIDDEN_WHOLE if is_hidden_whole else said))
    return differences(built, counted)


def published_waits(summary: WaitSummary, hidden: set[str]) -> tuple[object, ...]:
    """What the table of waits should say of some waits when it hides some of their counts; never a nought."""
    waits, within = summary.waits, summary.within_3_weeks
    counts = []
    for column in COUNTS_OF_WAITS:
        count = getattr(summary, column)
        counts.append(None if column in hidden and count > 0 else count)
    rests_on_hidden = hidden & {"waits", "within_3_weeks"}
    share = (None, None, None) if rests_on_hidden else (within / waits, *wilson(within, waits))
    # Where the waits themselves are hidden, showing these would say that there are so many.
    shows_quantiles = not hidden or ("waits" not in hidden and waits >= FEWEST_FOR_QUANTILES)
    quantiles = (summary.median_days, summary.median_low_days, summary.median_high_days, summary.p90_days)
    mean = None if hidden else summary.mean_days
    return (
        *counts,
        *share,
        *(quantiles if shows_quantiles else [None] * len(quantiles)),
        mean,
        "suppressed" if "waits" in hidden else "ok",
    )


def differences_in_notes(marts: duckdb.DuckDBPyConnection, recounted: Recount, may_hide: bool = False) -> list[str]:
    """How many records warn of what, came without consent or could not be placed; in no number, no note."""
    built: list[tuple[tuple[object, ...], object]] = []
    for row in rows(marts, "select * from build_note where subject = 'ndtms_records'"):
        topic = row["topic"]
        if topic == "warning":
            built.append(((topic, str(row["detail"]).partition(":")[0].removesuffix(" ()")), row["rows"]))
        elif topic in ("without_consent", "not_placed", "outside_the_years"):
            built.append(((topic,), row["rows"]))
    reading = recounted.reading
    notes: dict[tuple[object, ...], int] = {
        ("without_consent",): reading.without_consent,
        ("not_placed",): recounted.not_placed,
        ("outside_the_years",): recounted.waits.outside,
    }
    for (rule, column), warned in reading.warnings.items():
        notes[("warning", f"{rule} ({column})" if column else rule)] = warned
    counted: list[tuple[tuple[object, ...], object]] = []
    for note, records in notes.items():
        is_hidden = may_hide and SMALLEST <= records <= LARGEST
        if records > 0:
            counted.append((note, None if is_hidden else records))
    return differences(built, counted)
