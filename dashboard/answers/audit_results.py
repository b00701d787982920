"""What is said of a self-audit that was just checked. A word somebody wrote is repeated to nobody but them."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import polars as pl

from dashboard import numbers
from dashboard.answers.provision_words import SIGNS, STATES, counts, listed
from dashboard.audit_form import Checked, Mistake, Sent, in_own_words
from dashboard.audit_words import Field, in_words
from dashboard.reading import Area

LONGEST_LIST = 200
LONGEST_QUOTE = 60


def about(area: Area) -> str:
    """What the page is for, and what becomes of what is written there."""
    where = f" in {area.name}" if is_asked(area) else ""
    return (
        f"One return tells what one service{where} offers women in one quarter. Only what is marked as needed must be "
        "answered. Leave the rest at Not known where nobody knows: no answer is never taken for a no. "
        "What you write is kept for this visit only, until you take the file away. Write nothing about any one person."
    )


def is_asked(area: Area) -> bool:
    """Whether a return can be for this area."""
    return area.kind == "local_authority" and area.has_provision


def beside(mistakes: Iterable[Mistake]) -> dict[str, str]:
    """What to say beside each question that is answered wrongly."""
    said: dict[str, list[str]] = {}
    for mistake in mistakes:
        said.setdefault(mistake.column, []).append(f"{mistake.wrong} {mistake.to_do}")
    return {column: " ".join(words) for column, words in said.items()}


def to_mend(checked: Checked) -> str:
    """How much is left to mend."""
    if checked.refused:
        return f"The return could not be read. {checked.refused}"
    wrong = numbers.counted(len({mistake.column for mistake in checked.mistakes}), "answer needs", "answers need")
    return f"{wrong} putting right before the file can be made. Then check again."


def mistake_in_full(mistake: Mistake) -> str:
    """What was written, why it cannot stand, and what can."""
    short = mistake.wrote if len(mistake.wrote) <= LONGEST_QUOTE else f"{mistake.wrote[:LONGEST_QUOTE]}…"
    wrote = f"You wrote “{short}”. " if short else ""
    return f"{wrote}{mistake.wrong} {mistake.to_do}"


def shown(checked: Checked) -> str:
    """What the return shows, counted."""
    assert checked.states is not None
    old = " It was checked more than 18 months ago, so it counts as old evidence." if checked.is_stale else ""
    found = listed(counts(checked.states["state"]))
    return (
        f"Nothing is left to mend. By this return, of {checked.states.height} things a service can have for women, "
        f"{found}.{old}"
    )


def by_state(checked: Checked) -> Iterator[tuple[str, str]]:
    """Each state with what is in it."""
    assert checked.states is not None
    for state, words in STATES.items():
        names = checked.states.filter(pl.col("state") == state)["name"].to_list()
        if names:
            yield f"{SIGNS[state]} {words} ({len(names)})", "; ".join(names)


def of_file(sent: Sent) -> str:
    """How many rows of a file can be used."""
    read, kept_out = numbers.counted(sent.read, "row was", "rows were"), numbers.people(sent.rejected)
    accepted = numbers.people(sent.read - sent.rejected)
    unread = f" Columns not known, and not read: {', '.join(sent.unknown_columns)}." if sent.unknown_columns else ""
    return f"{sent.name}: {read} read, {accepted} accepted and {kept_out} kept out.{unread}"


def tables(sent: Sent, fields: Iterable[Field]) -> Iterator[tuple[str, pl.DataFrame]]:
    """What to mend in a file, and what the rows show that can be used."""
    questions = {field.column: field.question for field in fields}
    if sent.rejects is not None and sent.rejects.height:
        title = "What to mend (row 1 is the header; lines that begin with # are not counted)"
        if sent.rejects.height > LONGEST_LIST:
            title = f"The first {LONGEST_LIST} things of {numbers.people(sent.rejects.height)} to mend"
        yield (
            title,
            pl.DataFrame(
                [
                    {
                        "Row": str(row["line"]),
                        "Column": _column(row["column_name"], questions),
                        "What is wrong, and what to do": f"{in_own_words(row)} {row['what_to_do']}",
                    }
                    for row in sent.rejects.head(LONGEST_LIST).iter_rows(named=True)
                ]
            ),
        )
    if sent.services is not None and sent.services.height:
        yield (
            "What the accepted rows show",
            pl.DataFrame([_service(row) for row in sent.services.iter_rows(named=True)]),
        )


def _column(name: str | None, questions: Mapping[str, str]) -> str:
    return f"{name}: {questions[name]}" if name and name in questions else name or "The whole row"


def _service(row: dict[str, Any]) -> dict[str, str]:
    who = f"{row['provider']} ({in_words(row['service_type'].lower())}), {row['area_code']}, {row['audit_round']}"
    old = ", by old evidence" if row["is_stale"] else ""
    shows = listed({state: row[state] for state in STATES})
    return {"Row": str(row["line"]), "Service": who, "Of what can be offered": f"{shows}{old}"}
