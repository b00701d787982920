"""Where the numbers come from, as tables for reading."""

from typing import Any

import polars as pl

from dashboard import numbers
from dashboard.answers import marks
from dashboard.reading import RESTRICTED_NOTE, Reading, source_name
from dashboard.spreadsheet import csv_of

FILES_OF_PROVISION = (
    ("What every area offers (CSV)", "provision_in_full"),
    ("Standards met in every area (CSV)", "coverage_in_full"),
    ("The register of good practice (CSV)", "good_practice_in_full"),
)
ORIGINS = {
    "synthetic": "made up for demonstration",
    "published": "published",
    "local_return": "local return",
    "project": "written by this project",
}
LEDGERS = {
    "published_figures": "Women and treatment, from published reports",
    "workforce_census": "The workforce",
}
WORDS_FOR_WHOLES = {
    "people_in_treatment": "people in treatment",
    "new_presentations": "people newly starting treatment",
    "journeys_triaged": "treatment journeys that reached triage",
}


def sources(reading: Reading) -> pl.DataFrame:
    """One row per source: whose it is, from when, and what became of its rows."""
    columns = ("Source", "Rows")
    return pl.DataFrame(
        [{"Source": _whence(row), "Rows": _what_became(row)} for row in reading.ask("sources").iter_rows(named=True)],
        schema=dict.fromkeys(columns, pl.String),
    )


def _whence(row: dict[str, Any]) -> str:
    origin = ORIGINS.get(row["origin"], row["origin"] or "not recorded")
    retrieved = row["retrieved_on"]
    when = f"Retrieved {retrieved.day} {retrieved:%B %Y}" if retrieved else "Date of retrieval not recorded"
    publisher = row["publisher"] or "not recorded"
    return f"{row['title'] or source_name(row['source'])}. Publisher: {publisher}. Origin: {origin}. {when}."


def _what_became(row: dict[str, Any]) -> str:
    read, accepted, rejected = (numbers.people(row[f"rows_{fate}"]) for fate in ("read", "accepted", "rejected"))
    files = numbers.counted(row["files"], "file", "files")
    return f"{files}: {read} rows read, {accepted} accepted, {rejected} kept out"


def rejected(reading: Reading) -> pl.DataFrame:
    """One row per source and rule: how many rows broke it, in the rule's own words. No value of any row."""
    columns = ("Source", "Column", "Why", "Rows")
    return pl.DataFrame(
        [
            {
                "Source": source_name(row["source"]),
                "Column": row["column_name"] or "whole row",
                "Why": row["sentence"] or row["rule"].replace("_", " "),
                "Rows": numbers.people(row["rows_rejected"]),
            }
            for row in reading.ask("rejected_rows").iter_rows(named=True)
        ],
        schema=dict.fromkeys(columns, pl.String),
    )


def breaks(reading: Reading) -> list[str]:
    """What changed of the area itself, in words."""
    if not reading.holds("series_break"):
        return []
    rows = reading.ask("series_breaks", area_code=reading.area.code).iter_rows(named=True)
    return [f"Since {row['broken_on'].day} {row['broken_on']:%B %Y}: {row['words']}" for row in rows]


def notes(reading: Reading) -> pl.DataFrame:
    """One row per note of the build."""
    columns = ("Source", "What", "Rows")
    return pl.DataFrame(
        [
            {
                "Source": source_name(row["subject"] or "the build"),
                "What": f"{row['topic'].replace('_', ' ').capitalize()}: {row['detail'] or ''}",
                "Rows": "1 to 4" if row["rows"] is None else numbers.people(row["rows"]),
            }
            for row in reading.ask("build_notes").iter_rows(named=True)
        ],
        schema=dict.fromkeys(columns, pl.String),
    )


def meanings(reading: Reading) -> list[tuple[str, dict[str, Any]]]:
    """A key and a row for every indicator, then for every measure of treatment that is not an indicator too."""
    indicators = list(reading.ask("indicators").iter_rows(named=True))
    found = [(f"indicator_{row['indicator']}", row) for row in indicators]
    if reading.holds("measure"):
        known = {row["indicator"] for row in indicators}
        measures = reading.ask("measures").iter_rows(named=True)
        found += [(f"measure_{row['measure']}", row) for row in measures if row["measure"] not in known]
    return found


def published_meanings(reading: Reading) -> pl.DataFrame:
    """One row per number of a publisher's that is held: what it is, and what it cannot tell."""
    columns = ("Source", "Figure", "What it is", "What it cannot tell")
    rows = reading.ask("published_measures").iter_rows(named=True) if reading.holds("published_measure") else ()
    return pl.DataFrame(
        [
            {
                "Source": source_name(row["source"]),
                "Figure": f"{row['name']} ({row['unit']})",
                "What it is": row["definition"],
                "What it cannot tell": row["cannot_tell"],
            }
            for row in rows
        ],
        schema=dict.fromkeys(columns, pl.String),
    )


def cited(reading: Reading) -> pl.DataFrame:
    """One row per national figure quoted from a document: what it says, and where it stands."""
    columns = ("Source", "Figure", "Where it stands")
    rows = reading.ask("cited_figures").iter_rows(named=True) if reading.holds("cited_figure") else ()
    return pl.DataFrame(
        [
            {
                "Source": LEDGERS.get(row["ledger"], row["ledger"]),
                "Figure": row["statement"],
                "Where it stands": f"{row['document']}; {row['section']}",
            }
            for row in rows
        ],
        schema=dict.fromkeys(columns, pl.String),
    )


def meaning(row: dict[str, Any]) -> dict[str, str]:
    """What an indicator or a measure is, why it matters and what it cannot tell."""
    texts = {
        "What it is:": row["definition"],
        "Why it matters:": row["why_it_matters"],
        "What it cannot tell:": row["cannot_tell"],
        "Unit:": row["unit"],
        "Source:": row.get("source"),
        "Counted among:": WORDS_FOR_WHOLES.get(row.get("of_whole") or ""),
        "How sure we are of its codes:": marks.IN_FULL.get(row.get("mark") or ""),
    }
    return {label: text for label, text in texts.items() if text}


def measures_held(reading: Reading) -> int:
    """How many figures of measures of treatment are held for the area."""
    if not reading.holds("treatment_measure", "measure", "measure_category"):
        return 0
    return int(reading.ask("treatment_measures_held", area_code=reading.area.code).item())


def measures_of_area(reading: Reading) -> bytes:
    """Them, as CSV."""
    return file_of(reading.take("treatment_measures_of_area", area_code=reading.area.code), reading.synthetic_note)


def file_of(values: pl.DataFrame, synthetic_note: str) -> bytes:
    """The figures as CSV; made-up ones say so on every row."""
    if synthetic_note:
        values = values.with_columns(pl.lit(synthetic_note).alias("data_note"))
    return csv_of(values)


def file_of_all(reading: Reading, query: str) -> bytes:
    """A whole table to take away. The register of good practice is real, also beside made-up figures."""
    return file_of(reading.take(query), "" if query == "good_practice_in_full" else reading.synthetic_note)


def build_lines(reading: Reading) -> list[str]:
    """When, from which code and for whom these figures were built."""
    build = reading.build
    lines = [f"Built {build.built_on} at {build.built_at:%H:%M}.", f"Code version {build.code_version}."]
    lines.append(RESTRICTED_NOTE + "." if build.mode == "restricted" else "Open build: small counts are hidden.")
    if reading.synthetic_note:
        lines.append(reading.synthetic_note + ".")
    return lines
