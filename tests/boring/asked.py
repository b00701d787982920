"""What a row answers to what was asked of everybody, and what is odd in its answers."""

from tests.boring.record_codes import (
    ASKED,
    CATEGORY_OF,
    CHILDREN_DECLINED,
    MOST_CHILDREN,
    NEVER_NOT_ASKED,
    NOT_ASKED,
)

Answers = dict[str, str | None]
"""The answer by field: a listed code, null, or that it was not asked."""
OddAnswer = tuple[str, str]
"""The rule that warns, and the column."""


def answers_of(cells: dict[str, str | None]) -> tuple[Answers, list[OddAnswer]]:
    """The answers in the cells of a row, with the reason for leaving; what cannot be meant is null."""
    answers: Answers = {}
    odd: list[OddAnswer] = []
    for field in [*ASKED, "DISRSN"]:
        if field not in cells:
            was_asked = field in NEVER_NOT_ASKED or field == "DISRSN"
            answers[field] = None if was_asked else NOT_ASKED
            continue
        given = cells[field]
        answers[field] = None
        if given is None:
            continue
        if field == "CHILDWTH":
            answers[field] = children(given)
            if answers[field] is None:
                odd.append(("out_of_range", field))
        elif given.upper() not in CATEGORY_OF[field]:
            odd.append(("unlisted_code", field))
        elif field == "PREGNANT" and given.upper() == "Y" and cells["SEX"] == "M":
            odd.append(("pregnant_man", field))
        else:
            answers[field] = given.upper()
    return answers, odd


def children(given: str) -> str | None:
    """A number of children, or that it was declined, written plainly; null for anything else."""
    if not all(letter in "0123456789" for letter in given):
        return None
    number = int(given)
    return str(number) if number <= MOST_CHILDREN or number == CHILDREN_DECLINED else None
