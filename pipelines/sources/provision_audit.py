"""The self-audit of what services offer women: one row per service, area and round, as the template sets out.

Which columns there are, what may stand in them and how they are asked is data: reference/provision_audit_column.csv.
Whatever a return leaves out is not known: no answer is never a no.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass

from pipelines.return_rules import AREAS_OF_RETURNS, UNKNOWN_AREA_CODE
from pipelines.source import Column, ColumnType, Rule, Source, must_be_filled
from pipelines.warehouse import PACKAGE

NEEDED = ("area_code", "audit_round", "provider", "service_type", "evidence_type", "verified_date")
TYPES: dict[str, ColumnType] = {
    "code": "code",
    "date": "date",
    "enum": "code",
    "integer": "integer",
    "number": "number",
    "round": "code",
    "text": "text",
}
# One service, however its return spells it: by its code, or by who runs it and what it is.
SERVICE = "coalesce(service_id, upper(provider) || ' / ' || service_type)"
TODAY = "getvariable('today')"
ONE_LINE = ("provider", "service_id")
"""What tells a service from others, however its spaces are written."""
FAR_IN_MONTHS = 18
TO_DO = {
    "not_an_answer_to_this": "Write one of these words.",
    "out_of_range": "Write a number within these limits.",
    "share_for_a_percentage": "Write the percentage, as 80.",
    "unknown_area_code": "Write the authority's code, as E08000035 for Leeds.",
    "round_in_future": "Write the quarter in which the answers were given.",
    "date_in_future": "Write the day it was done, not one to come.",
    "day_far_from_round": "Write the day the answers of this round were checked, or the round they belong to.",
    "second_return_of_a_service": "Keep one row for each service, area and round.",
    "wrong_number_of_columns": "Put quotation marks round a cell with a comma, or save the file from a spreadsheet.",
    "broken_quoting": "Write a quotation mark within a cell twice, or save the file from a spreadsheet.",
}
"""Where the words for what may stand in the column do not say it."""


@dataclass(frozen=True)
class Question:
    """A column of the return: what may stand in it and how it is asked."""

    column: str
    type: str
    allowed: str
    group: str
    question: str
    note: str

    @property
    def answers(self) -> tuple[str, ...]:
        """The words one of which is the answer; none where it is free."""
        return tuple(self.allowed.split("|")) if self.type == "enum" else ()

    @property
    def limits(self) -> tuple[float | None, float | None]:
        """The least and the greatest number there may be."""
        least, _, greatest = self.allowed.partition("-") if self.type in ("integer", "number") else ("", "", "")
        return (float(least) if least else None, float(greatest) if greatest else None)

    @property
    def is_percentage(self) -> bool:
        """Whether its number is out of a hundred."""
        return self.type == "number" and self.limits == (0, 100)

    @property
    def expected(self) -> str:
        """What may stand there, in words."""
        least, greatest = self.limits
        match self.type:
            case "enum":
                return "one of " + ", ".join(self.answers)
            case "round":
                return "a year and a quarter, as 2026Q1"
            case "date":
                return "day/month/year, as 31/03/2026"
            case "integer" | "number":
                return f"a {'whole ' if self.type == 'integer' else ''}number" + (
                    f" from {least:g} to {greatest:g}" if greatest is not None else f" from {least:g}"
                )
        return "text"


def questions() -> list[Question]:
    """Every column of the return, in the order of the template."""
    path = PACKAGE / "reference" / "provision_audit_column.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return [Question(**row) for row in csv.DictReader(file)]


def what_to_do(column: str | None, rule: str) -> str:
    """How to mend a row that broke a rule, for whoever filled it in."""
    asked = next((asked for asked in QUESTIONS if asked.column == column), None)
    wanted = TO_DO.get(rule) or f"Write {asked.expected if asked else 'it again'}."
    is_free = asked is not None and asked.column not in NEEDED
    return f"{wanted} Leave it empty where nobody knows." if is_free else wanted


def _rules_of(asked: Question) -> Iterator[Rule]:
    name = asked.column
    if asked.answers:
        words = ", ".join(f"'{answer.upper()}'" for answer in asked.answers)
        yield Rule(
            "not_an_answer_to_this",
            name,
            f"Not {asked.expected}.",
            f"{name} is not null and {name} not in ({words})",
        )
    least, greatest = asked.limits
    if least is not None:
        beyond = f" or {name} > {greatest}" if greatest is not None else ""
        yield Rule("out_of_range", name, f"Not {asked.expected}.", f"{name} < {least}{beyond}")
    if asked.is_percentage:
        yield Rule("share_for_a_percentage", name, "Below 1: write 80 for 80 per cent.", f"{name} > 0 and {name} < 1")
    if asked.type == "date":
        yield Rule("date_in_future", name, "A day still to come when this was read.", f"{name} > {TODAY}")


QUESTIONS = questions()
SOURCE = Source(
    name="provision_audit",
    title="Self-audit of services for women",
    publisher="the service",
    licence="shared by the service with its partnership",
    origin="local_return",
    patterns=("*.csv", "*.xlsx"),
    columns=tuple(
        Column(
            asked.column,
            TYPES[asked.type],
            required=asked.column in NEEDED,
            is_one_line=asked.column in ONE_LINE,
        )
        for asked in QUESTIONS
    ),
    prepare=AREAS_OF_RETURNS,
    derived={
        "service": SERVICE,
        "round_begins": r"""
            case when regexp_full_match(audit_round, '20\d\dQ[1-4]')
                then make_date(audit_round[1:4]::integer, audit_round[6]::integer * 3 - 2, 1)
            end
        """,
    },
    rules=(
        *must_be_filled(NEEDED),
        UNKNOWN_AREA_CODE,
        Rule(
            "not_a_round",
            "audit_round",
            "Not a year and a quarter, as 2026Q1.",
            "audit_round is not null and round_begins is null",
        ),
        Rule("round_in_future", "audit_round", "A quarter that has not begun.", f"round_begins > {TODAY}"),
        *(rule for asked in QUESTIONS for rule in _rules_of(asked)),
        Rule(
            "day_far_from_round",
            "verified_date",
            f"More than {FAR_IN_MONTHS} months before the first day of its round, or after the last.",
            f"""round_begins <= {TODAY} and verified_date <= {TODAY} and (
                verified_date < round_begins - interval {FAR_IN_MONTHS} month
                or verified_date > round_begins + interval 3 month - interval 1 day + interval {FAR_IN_MONTHS} month
            )""",
        ),
        Rule(
            "second_return_of_a_service",
            "audit_round",
            "Another row has the same service, area and round. Take out the one that does not hold.",
            """row_number() over (
                partition by getvariable('area_of_return')[area_code], service, audit_round
                order by file_number, row
            ) > 1""",
            across_rows=("service", "audit_round"),
            suspect_when="count(*) > 1",
        ),
    ),
    date_formats=("%Y-%m-%d", "%d/%m/%Y"),
    nulls=("NA", "N/A"),
    allows_comments=True,
    is_guarded=True,
    known_columns=("SYNTHETIC_DEMONSTRATION",),
)
