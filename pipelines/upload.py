"""The one door: what a page is handed for one uploaded file, taken in by the same rules and SQL as a build.

Everything happens in memory and in a private folder that is gone at the end. Nothing the file holds is logged, kept,
or repeated in a refusal: what comes back are its accepted rows, and where and why the others were kept out.
"""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import polars as pl

from pipelines import audit_template, provision
from pipelines.errors import Refused
from pipelines.intake import rules_of, take_in
from pipelines.origin import given
from pipelines.source import Source
from pipelines.sources import provision_audit
from pipelines.warehouse import Warehouse
from pipelines.workspace import private_folder, remove_left_behind

__all__ = ["KINDS", "Refused", "Taken", "take", "template"]

MEMORY = "500MiB"
LONGEST_NAME = 80
TOLD = ("offer", "offer_answer", "provision_question")


@dataclass(frozen=True)
class Kind:
    """A source whose files may be uploaded, and what its rows need beside them."""

    source: Source
    reference: tuple[str, ...]
    """The lookup tables its rules and steps ask."""
    marts: tuple[str, ...]
    """Tables its steps read."""
    prepare: Callable[[Warehouse], None]
    steps: tuple[str, ...]
    """The SQL of staging that works its answer out."""
    accepted: str
    """One row per row that broke no rule."""
    found: str
    """What the accepted rows show."""
    what_to_do: Callable[[str | None, str], str]


KINDS = {
    "provision_audit": Kind(
        source=provision_audit.SOURCE,
        reference=("area", "residence_code"),
        marts=("source_file", *TOLD),
        prepare=lambda warehouse: provision.describe(warehouse, *TOLD),
        steps=provision.STEPS[:2],  # what others say of the area is no part of one return
        accepted="""
            select a.* exclude (file_number), is_stale_on(verified_date, getvariable('today')) as is_stale
            from staging.provision_audit as a order by line
        """,
        found="""
            select r.line, o.offer, o.name, o.meaning, coalesce(s.state, 'not_known') as state
            from staging.provision_return as r
            cross join mart.offer as o
            left join staging.provision_state as s using (area_code, service, audit_round, offer)
            order by r.line, o.place
        """,
        what_to_do=provision_audit.what_to_do,
    )
}


@dataclass(frozen=True)
class Taken:
    """What became of an uploaded file; read = accepted + rejected, as in a build."""

    read: int
    rejected: int
    accepted: pl.DataFrame
    """Its rows in use, typed, with the line each stood in (a workbook's: the row of its sheet)."""
    rejects: pl.DataFrame
    """One row per rule a row broke: file, line, column_name, rule, sentence, what_to_do."""
    found: pl.DataFrame
    """What the accepted rows show; of a self-audit one row per line and offer, with its state."""
    unknown_columns: tuple[str, ...]
    """Columns that no source knows; they were not read."""


def take(kind: str, name: str, contents: bytes, today: date | None = None) -> Taken:
    """Take one file in; raises Refused, with a sentence to act on, for what is no such file."""
    taking = KINDS[kind]
    shown = _shown(name)
    suffix = Path(shown).suffix.lower()
    patterns = taking.source.patterns
    if f"*{suffix}" not in patterns:
        raise Refused(f"{shown} is not a file that can be read here. Expected {' or '.join(patterns)}.")
    remove_left_behind()
    try:
        with private_folder(Path(tempfile.gettempdir())) as folder, Warehouse(folder, MEMORY) as warehouse:
            path = folder / f"uploaded{suffix}"
            path.write_bytes(contents)
            try:
                return _read(taking, path, shown, warehouse, today or date.today())
            except Refused as refusal:
                raise Refused(str(refusal).replace(str(path), shown)) from None
    except OSError as error:
        raise Refused(f"{shown} could not be kept while it is read ({error.strerror}). Try again later.") from None
    except duckdb.Error as error:  # the engine may quote a cell in its words
        raise Refused(f"{shown} could not be read: the engine stopped ({type(error).__name__}).") from None


def template(kind: str, suffix: str) -> bytes:
    """The empty file to fill in: `.csv` or `.xlsx`."""
    assert kind in KINDS
    return audit_template.as_csv() if suffix == ".csv" else audit_template.as_workbook()


def _shown(name: str) -> str:
    """A file's name as it may be repeated: its last part, without what cannot be printed, not too long."""
    last = name.replace("\\", "/").rpartition("/")[2]
    printable = "".join(letter for letter in last if letter.isprintable()) or "The file"
    return printable if len(printable) <= LONGEST_NAME else f"…{printable[-LONGEST_NAME:]}"


def _read(taking: Kind, path: Path, shown: str, warehouse: Warehouse, today: date) -> Taken:
    source = taking.source
    warehouse.script("macros.sql")
    warehouse.load_reference(*taking.reference)
    for mart in ("rejected_row", "build_note", *taking.marts):
        warehouse.script("marts", f"{mart}.sql")
    taking.prepare(warehouse)
    (intake,) = take_in(source, [given(source, path)], warehouse, today)
    for step in taking.steps:
        warehouse.script("staging", f"{step}.sql")
    unknown = warehouse.rows("select detail from mart.build_note where topic = 'unknown_column' order by all")
    return Taken(
        read=intake.read,
        rejected=intake.rejected,
        accepted=warehouse.frame(taking.accepted),
        rejects=_rejects(taking, shown, warehouse),
        found=warehouse.frame(taking.found),
        unknown_columns=tuple(column for (column,) in unknown),
    )


def _rejects(taking: Kind, shown: str, warehouse: Warehouse) -> pl.DataFrame:
    words = {(rule.column, rule.name): rule.sentence for rule in rules_of(taking.source)}
    places = {column.in_file: place for place, column in enumerate(taking.source.columns)}
    rows = warehouse.rows("select line, column_name, rule from mart.rejected_row")
    listed = [
        (shown, line, column, rule, words[column or "", rule], taking.what_to_do(column, rule))
        for line, column, rule in sorted(rows, key=lambda row: (row[0], places.get(row[1], -1), row[2]))
    ]
    text = ("file", "line", "column_name", "rule", "sentence", "what_to_do")
    schema = {name: pl.Int64 if name == "line" else pl.String for name in text}
    return pl.DataFrame(listed, schema=schema, orient="row")
