"""The self-audit's questions as a form asks them: parts, labels, and answers in words."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

import polars as pl

AREA = "area_code"
"""Answered by the choice above the page."""
NOT_KNOWN, CHOOSE = "Not known", "Choose one"
PARTS = {
    "key": "The service",
    "provision": "What it offers women",
    "workforce": "The people who work there",
    "residential": "Residential places",
    "governance": "Who decides",
    "evidence": "How you know",
}
WORDS = {
    "co_located": "Co-located",
    "co_located_idva": "Co-located IDVA",
    "foi": "FOI",
    "lero": "LERO",
    "onsite": "On site",
    "self_report": "The service says so",
    "yes_separate_site": "Yes, a separate site",
    "yes_separate_time": "Yes, a separate time",
}
"""Where the code does not read well as it is."""
OF_RULES = {"not_a_date": "Not a real day, or written in another way."}
"""Where a rule of every source speaks of publishers, and here a service is meant."""


@dataclass(frozen=True)
class Field:
    """A question of the form."""

    column: str
    kind: str
    answers: tuple[str, ...]
    is_needed: bool
    expected: str
    part: str
    question: str
    note: str

    @property
    def options(self) -> tuple[str, ...]:
        """The codes to choose from; an empty one, not known, first where an answer is not needed."""
        known = tuple(answer for answer in self.answers if answer != "unknown")
        return known if self.is_needed else ("", *known)

    @property
    def label(self) -> str:
        """The question, with whether it is needed."""
        return f"{self.question} (needed)" if self.is_needed else self.question

    @property
    def hint(self) -> str:
        """What helps to answer it, in words; nothing where the question says it all."""
        note = self.note
        for answer in self.answers:
            note = re.sub(rf"\b{answer}(?=:)", in_words(answer), note)
        is_typed = self.kind in ("date", "integer", "number")
        form = f"{self.expected[0].upper()}{self.expected[1:]}." if is_typed else ""
        return " ".join(words for words in (note, form) if words)


def fields_of(questions: pl.DataFrame) -> tuple[Field, ...]:
    """The questions of a build."""
    return tuple(
        Field(
            column=row["column_name"],
            kind=row["kind"],
            answers=tuple(row["answers"]),
            is_needed=row["is_needed"],
            expected=row["expected"],
            part=row["part"],
            question=row["question"],
            note=row["note"] or "",
        )
        for row in questions.iter_rows(named=True)
    )


def in_parts(fields: Iterable[Field]) -> Iterator[tuple[str, str, tuple[Field, ...]]]:
    """Each part's code, heading and questions but the area, which is chosen above the page."""
    asked = [field for field in fields if field.column != AREA]
    for part, own in groupby(asked, key=lambda field: field.part):
        yield part, PARTS.get(part, in_words(part)), tuple(own)


def in_words(answer: str) -> str:
    """An answer for people."""
    return WORDS.get(answer) or (answer.replace("_", " ").capitalize() if answer else NOT_KNOWN)
