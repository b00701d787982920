"""A self-audit filled in on a page: its answers as the file a build reads, checked by the build's own rules.

The only module of the dashboard that may go through the door (pipelines/upload.py).
"""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from dashboard.audit_words import AREA, OF_RULES, Field
from dashboard.spreadsheet import csv_of_cells
from pipelines import upload

KIND = "provision_audit"
CHOOSE_ABOVE = "Choose an authority of England, as it is today, at the top of the page."
SAFE = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,40}")


@dataclass(frozen=True)
class Mistake:
    """A rule that an answer breaks."""

    column: str
    question: str
    wrote: str
    wrong: str
    to_do: str


@dataclass(frozen=True)
class Checked:
    """What became of a form: mistakes to mend, or the file to take away and what it shows."""

    area_code: str
    mistakes: tuple[Mistake, ...] = ()
    refused: str = ""
    """Why it could not be read at all."""
    file_name: str = ""
    contents: bytes = b""
    states: pl.DataFrame | None = None
    """One row per offer: name, meaning, state."""
    is_stale: bool = False

    @property
    def is_sound(self) -> bool:
        """Whether nothing is left to mend."""
        return not (self.mistakes or self.refused)


@dataclass(frozen=True)
class Sent:
    """What became of a file that was filled in elsewhere."""

    name: str
    read: int = 0
    rejected: int = 0
    rejects: pl.DataFrame | None = None
    services: pl.DataFrame | None = None
    """One row per return that broke no rule: who, and how many offers are in each state."""
    unknown_columns: tuple[str, ...] = ()
    refused: str = ""


def check(fields: Sequence[Field], area_code: str, answers: Mapping[str, str]) -> Checked:
    """Judge the answers as a build would."""
    given = {field.column: answers.get(field.column, "").strip() for field in fields} | {AREA: area_code}
    contents = csv_of_cells(list(given), [list(given.values())])
    try:
        taken = upload.take(KIND, "form.csv", contents)
    except upload.Refused as refusal:
        return Checked(area_code, refused=str(refusal))
    if taken.rejects.height:
        return Checked(area_code, mistakes=tuple(_mistakes(fields, given, taken.rejects)))
    row = taken.accepted.row(0, named=True)
    return Checked(
        area_code,
        file_name=file_name(row["area_code"], row["service"], row["audit_round"]),
        contents=contents,
        states=taken.found,
        is_stale=row["is_stale"],
    )


def check_file(name: str, contents: bytes) -> Sent:
    """Judge a file that was filled in elsewhere."""
    try:
        taken = upload.take(KIND, name, contents)
    except upload.Refused as refusal:
        return Sent(name, refused=str(refusal))
    counted = taken.found.group_by("line").agg(
        (pl.col("state") == state).sum().alias(state) for state in ("offered", "planned", "not_offered", "not_known")
    )
    services = taken.accepted.select("line", "area_code", "provider", "service_type", "audit_round", "is_stale")
    return Sent(
        name=name,
        read=taken.read,
        rejected=taken.rejected,
        rejects=taken.rejects,
        services=services.join(counted, on="line").sort("line"),
        unknown_columns=taken.unknown_columns,
    )


def template(suffix: str) -> bytes:
    """The empty return: `.csv` or `.xlsx`."""
    return upload.template(KIND, suffix)


def _mistakes(fields: Sequence[Field], given: Mapping[str, str], rejects: pl.DataFrame) -> Iterator[Mistake]:
    questions = {field.column: field.question for field in fields}
    chosen = [field.column for field in fields if field.answers]
    for row in rejects.iter_rows(named=True):
        column = row["column_name"] or ""
        wrote = given.get(column, "")
        wrong, to_do = in_own_words(row), row["what_to_do"]
        if row["rule"] == "missing":
            wrong, to_do = ("Nothing is chosen.", "Choose one.") if column in chosen else ("Nothing is written.", to_do)
        if column == AREA:
            to_do = CHOOSE_ABOVE
        yield Mistake(column, questions.get(column, "The whole return"), wrote, wrong, to_do)


def in_own_words(reject: Mapping[str, str]) -> str:
    """What is wrong, for whoever filled it in."""
    return OF_RULES.get(reject["rule"], reject["sentence"])


def file_name(area_code: str, service: str, audit_round: str) -> str:
    """A name with nothing in it that a system could take for more than a name; one service has one name."""
    return f"self-audit_{_safe(area_code)}_{_safe(service)}_{_safe(audit_round)}.csv"


def _safe(words: str) -> str:
    if SAFE.fullmatch(words):
        return words
    # what is left out may be all that tells two services apart
    told_apart = hashlib.sha256(words.encode()).hexdigest()[:8]
    plain = re.sub(r"[^A-Za-z0-9]+", "-", words).strip("-")[:32].rstrip("-")
    return f"{plain}-{told_apart}" if plain else told_apart
