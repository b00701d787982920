"""One provider's records: what was left out and why, what is empty, which files it sent."""

from dataclasses import dataclass
from typing import Any

import polars as pl

from dashboard import numbers, statements
from dashboard.answers import marks, record_quality, record_words
from dashboard.reading import Reading

HIDDEN = "1 to 4"
NOT_IN_EDITION = "not in this edition"


@dataclass(frozen=True)
class ProviderQuality:
    """What a page says of one provider. The tables are for reading: all text."""

    code: str
    sentence: str
    rejected: pl.DataFrame
    warned: pl.DataFrame
    fields: pl.DataFrame
    files: pl.DataFrame
    notes: tuple[str, ...]

    @property
    def tables(self) -> tuple[tuple[str, str, pl.DataFrame, str], ...]:
        """Title, key, table, and what to say when the table is empty."""
        return (
            (
                "Rows left out, and the rule they broke",
                "left_out_rules",
                self.rejected,
                "None of its rows broke a rule.",
            ),
            ("Rows used, with something to check", "warned_rules", self.warned, "Nothing in its rows needs a check."),
            ("Fields left empty in the rows used", "empty_fields", self.fields, "None of its rows were used."),
            ("Its files", "files_read", self.files, "No file."),
        )


def answer(reading: Reading, code: str) -> ProviderQuality:
    """Everything a build says of one provider's records."""
    files = reading.ask("record_files")
    own = files.filter(pl.col("provider_code") == code)
    checks = reading.ask("record_checks").filter(pl.col("provider_code") == code)
    everyone = record_quality.providers(reading)
    row = everyone.filter(pl.col("provider_code") == code).row(0, named=True)
    return ProviderQuality(
        code=code,
        sentence=statements.rows_used(code, row),
        rejected=_rules(checks, "rejected_by_rule"),
        warned=_rules(checks, "warned_by_rule"),
        fields=_fields(checks),
        files=_files(own),
        notes=_notes(own, files),
    )


def _rules(checks: pl.DataFrame, topic: str) -> pl.DataFrame:
    columns = ("What is wrong, and what to do", "Field", "Rule", "Rows")
    return pl.DataFrame(
        [
            {
                columns[0]: f"{record_words.what_is_wrong(row['rule'], row['sentence'])} "
                f"{record_words.what_to_do(row['rule'])}",
                columns[1]: row["column_name"] or "whole row",
                columns[2]: marks.IN_A_WORD.get(row["mark"], "not known"),
                columns[3]: rows_in_words(row),
            }
            for row in checks.filter(pl.col("topic") == topic).iter_rows(named=True)
            if row["rows"] != 0
        ],
        schema=dict.fromkeys(columns, pl.String),
    )


def rows_in_words(row: dict[str, Any]) -> str:
    """A count of rows; null was hidden because it is 1 to 4."""
    return HIDDEN if row["rows"] is None else numbers.people(row["rows"])


def _fields(checks: pl.DataFrame) -> pl.DataFrame:
    """Emptiest first; then the fields that may rightly be empty; last what the file's edition does not have."""
    columns = ("Field", "Needed to see", "Empty")
    found = (
        checks.filter(pl.col("topic") == "empty_field")
        .with_columns(
            (pl.col("rows").fill_null(1) / pl.max_horizontal(1, "out_of")).alias("share"),
            (pl.col("note") == NOT_IN_EDITION).fill_null(False).alias("is_absent"),
            pl.col("detail").is_in(record_words.RIGHTLY_EMPTY).alias("is_rightly_empty"),
        )
        .sort("is_absent", "is_rightly_empty", "share", "detail", descending=[False, False, True, False])
    )
    return pl.DataFrame(
        [
            {
                columns[0]: record_words.field_name(row["detail"]),
                columns[1]: _capital(record_words.what_for(row["detail"])),
                columns[2]: _empty(row),
            }
            for row in found.iter_rows(named=True)
        ],
        schema=dict.fromkeys(columns, pl.String),
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _empty(row: dict[str, Any]) -> str:
    if row["is_absent"]:
        return "not in this file's edition"
    of = record_words.OF_WHICH_ROWS.get(row["detail"], "rows")
    if not row["out_of"]:
        return f"no {of}" if of != "rows" else "no rows used"
    whole = f"{numbers.people(row['out_of'])} {of}"
    if row["rows"] is None:
        return f"{HIDDEN} of {whole}"
    if row["rows"] == 0:
        return f"none of {whole}"
    return f"{numbers.percent_in_words(row['rows'] / row['out_of'])} ({numbers.people(row['rows'])} of {whole})"


def _files(own: pl.DataFrame) -> pl.DataFrame:
    columns = ("File", "Extract of", "What became of its rows")
    return pl.DataFrame(
        [
            {
                columns[0]: row["file"],
                columns[1]: row["extracted_on"] or "not recorded",
                columns[2]: _fate(row),
            }
            for row in own.sort("is_replaced", "extracted_on", "file", descending=[False, True, False]).iter_rows(
                named=True
            )
        ],
        schema=dict.fromkeys(columns, pl.String),
    )


def _fate(row: dict[str, Any]) -> str:
    read, rejected, without = (
        numbers.between(row[f"{what}_least"], row[f"{what}_most"]) for what in ("read", "rejected", "without_consent")
    )
    if row["is_replaced"]:
        return f"{read} read, none used: replaced by a later extract"
    return f"{read} read, {rejected} rejected, {without} without consent"


def _notes(own: pl.DataFrame, files: pl.DataFrame) -> tuple[str, ...]:
    """What the counts above leave out or take in."""
    notes = []
    nobodys = files.filter(
        pl.col("file").is_in(own["file"].implode()) & (pl.col("provider_code") == record_quality.NOBODY)
    )
    if nobodys.height:
        rows = numbers.between(*(int(nobodys[f"read_{end}"].sum()) for end in ("least", "most")))
        notes.append(
            f"{rows} rows in its files hold no code of a provider that can be read; they are not counted here."
        )
    if own["is_replaced"].any():
        notes.append(
            "Rules and empty fields are counted over its latest extract alone: nothing in a replaced one needs mending."
        )
    return tuple(notes)
