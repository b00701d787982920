"""What does this area offer women, what does it not, and what does nobody know?"""

from typing import Any

import polars as pl

from dashboard import numbers
from dashboard.answers import provision_words as words
from dashboard.audit_words import in_words
from dashboard.exhibit import Exhibit
from dashboard.reading import Reading

QUESTION = "What are women offered here, and what does nobody know?"


def answer(reading: Reading) -> Exhibit:
    """Every offer with its state and evidence; what is not known is counted as such."""
    area = reading.area
    rows = reading.ask("provision_of_area", area_code=area.code)
    source = f"{_sources(rows)} Built {reading.build.built_on}."
    return Exhibit(
        key="provision",
        question=QUESTION,
        statement=_statement(area.name, rows, reading.build.built_on),
        source=source,
        board=_board(rows),
        table=_table(rows),
        is_of_words=True,
        rows=rows.with_columns(pl.lit(area.code).alias("area_code")),
        notes=tuple(_notes(rows, reading)),
        cannot_tell=(
            "That something is offered does not say how many women it reaches, how good it is or how long they wait.",
            "Services say of themselves what they offer; nobody has tested it unless the evidence is a visit.",
            "An example in a report shows what an area has. It says nothing of what others have not.",
        ),
        to_discuss=_to_discuss(rows),
        synthetic_note=reading.synthetic_note,
    )


def _statement(name: str, rows: pl.DataFrame, built_on: str) -> str:
    found = words.counts(rows["state"])
    if found["not_known"] == rows.height:
        return f"{name}: nobody has said yet what women are offered; all {rows.height} offers are not known."
    return f"{name}: of {rows.height} offers for women, {words.listed(found)} ({built_on})."


def _sources(rows: pl.DataFrame) -> str:
    kinds = set(rows["evidence_kind"].drop_nulls())
    named = [
        what
        for what, of in (("self-audits of services", {"audit", "contract"}), ("examples in reports", {"example"}))
        if kinds & of
    ]
    return f"Source: {' and '.join(named) or 'no evidence held'}."


def _table(rows: pl.DataFrame) -> pl.DataFrame:
    return pl.DataFrame(
        [
            {
                "Offer": row["name"],
                "State": words.state(row),
                "Evidence": _evidence(row),
            }
            for row in rows.iter_rows(named=True)
        ]
    )


def _evidence(row: dict[str, Any]) -> str:
    """What a state rests on, and how many of several services have it; of what is not known, who did not tell."""
    if row["evidence_kind"] is None:
        return "No service told" if row["services"] else "No return"
    return f"{words.evidence(row)}{_of_services(row)}{_of_members(row)}"


def _of_services(row: dict[str, Any]) -> str:
    """How many of those that answered have it: always beside an example, which none of them may bear out."""
    answering, offering = row["services_answering"], row["services_offering"]
    if answering < (1 if row["evidence_kind"] == "example" else 2):
        return ""
    services, offer = ("service", "offers") if answering == 1 else ("services", "offer")
    return f"; {offering} of {answering} {services} that answered {offer} it"


def _of_members(row: dict[str, Any]) -> str:
    """Of a partnership, in how many of its authorities it is known and there."""
    if row["areas"] is None:
        return ""
    return f"; known in {row['areas_known']} of its {row['areas']} authorities, offered in {row['areas_offered']}"


def _notes(rows: pl.DataFrame, reading: Reading) -> list[str]:
    notes = []
    stale = int(rows["is_stale"].fill_null(False).sum())
    if stale:
        notes.append(f"{numbers.counted(stale, 'answer rests', 'answers rest')} on evidence {words.STALE}.")
    examples = int((rows["evidence_kind"] == "example").sum())
    if examples:
        shown = numbers.counted(examples, "answer rests", "answers rest")
        notes.append(f"{shown} on an example in a report.")
        if reading.build.is_synthetic:
            notes.append(words.REAL_EXAMPLES)
    return notes


def _to_discuss(rows: pl.DataFrame) -> str:
    unknown = int((rows["state"] == "not_known").sum())
    if unknown:
        what = "the offer" if unknown == 1 else f"the {unknown} offers"
        return f"Who finds out about {what} nobody knows of, and by when?"
    missing = int((rows["state"] == "not_offered").sum())
    return "Which of what is missing comes first?" if missing else "Does it reach every woman who needs it?"


def _board(rows: pl.DataFrame) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Every offer under its state, with the month of its evidence: what a meeting reads first."""
    found = []
    for state, name in words.STATES.items():
        own = rows.filter(state=state)
        listed = tuple(_dated(row) for row in own.iter_rows(named=True))
        found.append((f"{words.SIGNS[state]} {name}: {own.height}", listed))
    return tuple(found)


def _dated(row: dict[str, Any]) -> str:
    if row["evidence_on"] is None:
        name: str = row["name"]
        return name
    old = ", old evidence" if row["is_stale"] else ""
    where = f"in {row['evidence_area_name']}, " if row["evidence_area_name"] else ""
    return f"{row['name']} ({where}{words.month(row['evidence_on'])}{old})"


def who_could_tell(reading: Reading) -> list[str]:
    """For what is not known: who has not answered, and whom to ask. Empty where all is known."""
    rows = reading.ask("provision_of_area", area_code=reading.area.code)
    unknown = rows.filter(state="not_known")["name"].to_list()
    if not unknown:
        return []
    services = reading.ask("provision_services", area_code=reading.area.code)
    told = [f"Not known: {'; '.join(unknown)}."]
    if not services.height:
        told.append(
            f"No service in {reading.area.name} has sent a self-audit. The authority's commissioner can ask each "
            "service to fill one in: the Self-audit page has the form."
        )
    providers = services["provider"].to_list()
    for row in services.iter_rows(named=True):
        of_type = f" ({in_words(row['service_type']).lower()})" if providers.count(row["provider"]) > 1 else ""
        left = row["offers"] - row["offers_told"]
        if left:
            told.append(
                f"{row['provider']}{of_type} left {left} of {row['offers']} offers open on "
                f"{words.day(row['verified_on'])}: its manager could tell."
            )
    return told


def evidence_list(reading: Reading) -> list[tuple[str, str, str]]:
    """For each answer: the offer and state, where its evidence stands, and its address if it has one."""
    rows = reading.ask("provision_of_area", area_code=reading.area.code)
    return [
        (
            f"{row['name']}: {words.STATES[row['state']].lower()}",
            f"{words.evidence(row)}; {words.source_of(row)}.{words.note(row)}",
            words.link(row),
        )
        for row in rows.iter_rows(named=True)
        if row["evidence_kind"]
    ]
