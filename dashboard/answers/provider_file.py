"""A file to send to a provider: what to mend, and where. No value of any record is in it, nor in the marts."""

from collections.abc import Iterator
from typing import Any

import polars as pl

from dashboard.answers import marks, provider_quality, record_words
from dashboard.answers.provenance import file_of
from dashboard.reading import Reading, source_name

KINDS = {
    "rejected_by_rule": "rows rejected by a rule",
    "warned_by_rule": "rows used, with a warning",
    "empty_field": "rows used, field empty",
}
REJECTED_ROW = "rejected row"
COLUMNS = {
    "what": pl.String,
    "file": pl.String,
    "line": pl.Int64,
    "column_name": pl.String,
    "rule": pl.String,
    "what_is_wrong": pl.String,
    "what_to_do": pl.String,
    "rule_is": pl.String,
    "rows": pl.Int64,
    "rows_in_words": pl.String,
    "out_of": pl.Int64,
    "providers_in_file": pl.Int64,
}


def to_send(reading: Reading, code: str) -> bytes:
    """A CSV: the provider's counts by rule and its empty fields, then the place of each rejected row."""
    source = f"Source: {source_name('ndtms_records')}. Built {reading.build.built_on}."
    rows = pl.DataFrame([*_counts(reading, code), *_places(reading, code)], schema=COLUMNS, orient="row")
    rows = rows.select(
        pl.lit(code).alias("provider_code"),
        pl.all(),
        pl.lit(provider_quality.answer(reading, code).sentence).alias("statement"),
        pl.lit(source).alias("source"),
    )
    return file_of(rows, reading.synthetic_note)


def _counts(reading: Reading, code: str) -> Iterator[dict[str, Any]]:
    checks = reading.ask("record_checks").filter((pl.col("provider_code") == code) & pl.col("topic").is_in(list(KINDS)))
    for row in checks.iter_rows(named=True):
        if row["rows"] == 0 or row["note"] == provider_quality.NOT_IN_EDITION:
            continue
        words = _of_field(row["detail"]) if row["topic"] == "empty_field" else _of_rule(row)
        rows_in_words = provider_quality.rows_in_words(row)
        counts = {"rows": row["rows"], "rows_in_words": rows_in_words, "out_of": row["out_of"]}
        yield {"what": KINDS[row["topic"]], **words, **counts}


def _places(reading: Reading, code: str) -> Iterator[dict[str, Any]]:
    for row in reading.take("record_rejected_rows", provider_code=code).iter_rows(named=True):
        place = {name: row[name] for name in ("file", "line", "providers_in_file")}
        yield {"what": REJECTED_ROW, **place, **_of_rule(row)}


def _of_rule(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "column_name": row["column_name"],
        "rule": row["rule"],
        "what_is_wrong": record_words.what_is_wrong(row["rule"], row["sentence"]),
        "what_to_do": record_words.what_to_do(row["rule"]),
        "rule_is": marks.IN_A_WORD.get(row["mark"], "not known"),
    }


def _of_field(field: str) -> dict[str, Any]:
    return {
        "column_name": field,
        "what_is_wrong": f"Empty: {record_words.field_name(field)}",
        "what_to_do": f"Fill it in where it is known. Needed to see {record_words.what_for(field)}.",
    }
