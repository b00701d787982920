"""The national tables that are read: sex, parental status, waits and exits, each found by the words of its title.

Titles and row labels of 2017-18 were verified in a public repository that read that workbook; those marked as
remembered stand in later reports, and their tables were not seen.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import polars as pl

from pipelines.sources.ohid_adult_tables.figures import said_of
from pipelines.tables.sheet_words import key, title

PARENTS = {
    "parent living with children": "lives_with_own_children",
    "other contact living with children": "lives_with_other_children",
    "parents not with children": "own_children_elsewhere",
    "not parent no contact with children": "no_children",
    "incomplete data": "not_stated",
    # remembered
    "parent living with own children": "lives_with_own_children",
    "living with children own or other": "lives_with_children",
    "parents not living with children": "own_children_elsewhere",
    "not a parent no contact with children": "no_children",
    "not parent no child contact": "no_children",
    "inconsistent missing": "not_stated",
    "missing inconsistent": "not_stated",
    "missing": "not_stated",
    "not stated": "not_stated",
}
EXITS = {
    "completed free of dependence no drug or alcohol use": "completed_without_use",
    "completed free of dependence": "completed_with_some_use",
    "treatment completed free of dependence subtotal": "completed",
    "dropped out left": "dropped_out",
    "transferred not in custody": "transferred",
    "transferred in custody": "transferred_in_custody",
    "treatment declined": "declined",
    "died": "died",
    "prison": "in_custody",
    "treatment withdrawn": "withdrawn",
    "exit reason inconsistent": "inconsistent",
    # remembered
    "treatment completed": "completed",
    "treatment completed free of dependence": "completed",
    "successful completion": "completed",
    "dropped out": "dropped_out",
    "treatment withdrawn breach of contract": "withdrawn",
    "retained in custody": "in_custody",
    "inconsistent missing": "inconsistent",
}
COMPLETIONS = ("completed_without_use", "completed_with_some_use")
"""What the subtotal of completions counts together."""


@dataclass(frozen=True)
class Subject:
    """What a table is about: how its title says so, and what its rows are."""

    measure: str
    title: str
    numbers: tuple[str, ...]
    """Its number in the workbook of 2017-18, for a sheet whose title and name say nothing."""
    wanted: tuple[tuple[str, str, str], ...]
    """Fields and values that its labels name, as the publisher writes each."""
    categories: Mapping[str, str] = field(default_factory=dict)
    """What rows are called, where they are not substance groups, and what each counts as."""
    whole: str = ""
    """The measure its total is, when everyone is in it."""

    def category(self, label: str) -> str | None:
        """The category of a row by the words that tell it; none for words that are not known."""
        if not self.categories:
            return "all" if label == "" else None
        return self._by_words.get(label)

    @cached_property
    def _by_words(self) -> dict[str, str]:
        return {said_of(words)[1]: name for words, name in self.categories.items()}


SEXES = (("sex", "female", "Female"), ("sex", "male", "Male"))
GROUPS = (
    ("substance_group", "opiate", "Opiate"),
    ("substance_group", "non_opiate", "Non-opiate only"),
    ("substance_group", "non_opiate_and_alcohol", "Non-opiate and alcohol"),
    ("substance_group", "alcohol", "Alcohol only"),
)
FIRST_WAITS = (("order", "first", "First intervention"), ("wait", "within_3_weeks", "3 weeks or under"))
NOT_THESE = r"trend|\bage\b|ethnic|sexual|disab|religion|housing|referral|death|mortality|early help|number of children"
SUBJECTS = (
    Subject(
        "people_in_treatment",
        r"^(?!.*(?:parental|exit|wait|new|start)).*\b(?:sex|gender)\b.*\bin treatment",
        ("4 3 1",),
        SEXES,
    ),
    # remembered: the workbook of 2017-18 has none
    Subject(
        "new_presentations",
        r"^(?!.*(?:parental|exit|wait)).*\b(?:sex|gender)\b.*\b(?:new presentations|starting treatment)",
        (),
        SEXES,
    ),
    Subject(
        "parental_status_of_new_presentations",
        r"parental status.*\b(?:new presentations|new to treatment|starting treatment)",
        ("4 12 1",),
        (),
        PARENTS,
        whole="new_presentations",
    ),
    Subject("parental_status_in_treatment", r"parental status.*\bin treatment", (), (), PARENTS),
    Subject("waits", r"\bwaiting times?\b.*\bfirst\b", ("5 1 1",), FIRST_WAITS),
    Subject("exit_reason", r"\bexit reasons?\b", ("6 1 1",), (), EXITS),
)


def subject_of(name: str, rows: pl.DataFrame) -> Subject | None:
    """What a sheet is about, by its title and name; none for one that is not read."""
    above = title(rows)
    words = key(re.sub(r"[._]", " ", f"{name} {above}"))
    if re.search(NOT_THESE, words):
        return None
    numbered = re.sub(r"^table ", "", words)
    return next(
        (subject for subject in SUBJECTS if re.search(subject.title, words) or numbered in subject.numbers),
        None,
    )
