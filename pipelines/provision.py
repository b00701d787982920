"""Provision for women: what an area can offer, the standards that ask for it, and what shows that it is there.

Offers and standards are data (reference/offers.toml, reference/standards.toml); so are the columns of the self-audit.
What is composed into SQL here are their names, which are checked as they are read.
"""

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl

from pipelines.errors import Refused
from pipelines.sources import provision_audit
from pipelines.warehouse import PACKAGE, Warehouse

ASKED_OF = ("service", "commissioner", "partnership", "government", "other_provider")
STATES = ("offered", "planned", "not_offered")
SAID_OF_A_COLUMN = ("column", *STATES, "offered_from")
# In the order they are made: each rests on those before it.
STEPS = ("provision_place", "provision_answer", "provision_evidence")


def describe(warehouse: Warehouse, *marts: str) -> None:
    """Put offers, standards and the self-audit's questions into their marts, whether or not anybody has answered.

    If marts are named, into these alone.
    """
    described = _described(PACKAGE / "reference")
    for mart, rows in ((mart, described[mart]) for mart in marts or described):
        columns = warehouse.columns(mart)
        frame = pl.DataFrame(
            [{column: row.get(column) for column in columns} for row in rows], infer_schema_length=None
        )
        warehouse.add(f"mart.{mart}", frame)


@cache
def _described(folder: Path) -> Mapping[str, Sequence[Mapping[str, object]]]:
    """The rows of each mart. Read once for all builds of a process: a test run makes hundreds."""
    offers = _told(folder / "offers.toml", "offer", ("offer", "name", "meaning", "asked"))
    frameworks = _told(folder / "standards.toml", "framework", ("framework", "name", "document", "about"))
    standards = _told(
        folder / "standards.toml",
        "standard",
        ("standard", "framework", "section", "name", "asks", "asked_of", "offers", "counts_as_met", "evidence"),
    )
    answers = [answer for offer in offers for answer in _answers(offer)]
    known = {offer["offer"] for offer in offers}
    for standard in standards:
        _check_standard(standard, known, {framework["framework"] for framework in frameworks})

    return {
        "offer": [{**offer, "needs": offer.get("needs", "any")} for offer in offers],
        "offer_answer": answers,
        "framework": frameworks,
        "standard": standards,
        "standard_offer": [
            {"standard": standard["standard"], "offer": offer} for standard in standards for offer in standard["offers"]
        ],
        "provision_question": [
            {
                "column_name": asked.column,
                "place": place,
                "kind": asked.type,
                "answers": list(asked.answers),
                "is_needed": asked.column in provision_audit.NEEDED,
                "expected": asked.expected,
                "part": asked.group,
                "question": asked.question,
                "note": asked.note or None,
            }
            for place, asked in enumerate(provision_audit.QUESTIONS, start=1)
        ],
    }


def gather(warehouse: Warehouse) -> None:
    """What every return and example says of each offer, as `staging.provision_evidence`, on the day of the build."""
    for step in STEPS:
        warehouse.script("staging", f"{step}.sql")


def _told(path: Path, kind: str, wanted: Sequence[str]) -> list[dict[str, Any]]:
    """The entries of one kind in the order of the file; refuses one that leaves something out, or is there twice."""
    entries: list[dict[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8")).get(kind, [])
    seen: set[str] = set()
    for place, entry in enumerate(entries, start=1):
        name = entry.get(kind, f"number {place}")
        lacking = [key for key in wanted if key not in entry]
        if lacking:
            raise Refused(f"{path.name}: {kind} {name} lacks {', '.join(lacking)}.")
        if name in seen:
            raise Refused(f"{path.name}: {kind} {name} is there twice.")
        seen.add(name)
        entry["place"] = place
    return entries


def _answers(offer: Mapping[str, Any]) -> list[dict[str, object]]:
    """One row per answer of the self-audit that tells whether the offer is there, or per number it is told by."""
    name = f"offers.toml: {offer['offer']}"
    if offer.get("needs", "any") not in ("any", "all"):
        raise Refused(f"{name} needs {offer['needs']}; expected any or all.")
    if not offer["asked"]:
        raise Refused(f"{name} asks for no column of the self-audit.")
    questions = {asked.column: asked for asked in provision_audit.QUESTIONS}
    rows: list[dict[str, object]] = []
    for asked in offer["asked"]:
        column = asked["column"]
        question = questions.get(column)
        if question is None:
            raise Refused(f"{name} asks for {column}, which the self-audit does not have.")
        strangers = [key for key in asked if key not in SAID_OF_A_COLUMN]
        if strangers:
            raise Refused(f"{name}: {column} has {', '.join(strangers)}; expected {', '.join(SAID_OF_A_COLUMN)}.")
        if ("offered_from" in asked) != (question.type in ("integer", "number")):
            raise Refused(f"{name}: {column} is {question.expected}; offered_from is for numbers, which need it.")
        of_column = {"offer": offer["offer"], "column_name": column, "answer": None, "offered_from": None}
        if "offered_from" in asked:
            rows.append({**of_column, "state": "offered", "offered_from": float(asked["offered_from"])})
            continue
        told = {state: list(asked.get(state, [])) for state in STATES}
        if "planned" in question.answers and not told["planned"]:
            told["planned"] = ["planned"]
        every = [answer for answers in told.values() for answer in answers]
        for state, answers in told.items():
            for answer in answers:
                if answer not in question.answers:
                    raise Refused(f"{name}: {column} cannot be {answer}; expected {question.expected}.")
                if every.count(answer) > 1:
                    raise Refused(f"{name}: {column} has {answer} twice.")
                rows.append({**of_column, "state": state, "answer": answer})
    return rows


def _check_standard(standard: Mapping[str, Any], offers: set[str], frameworks: set[str]) -> None:
    name = f"standards.toml: {standard['standard']}"
    if standard["framework"] not in frameworks:
        raise Refused(f"{name} belongs to {standard['framework']}, which is no framework of that file.")
    strangers = [offer for offer in standard["offers"] if offer not in offers]
    if strangers:
        raise Refused(f"{name} asks for {', '.join(strangers)}; offers stand in offers.toml.")
    if standard["asked_of"] not in ASKED_OF:
        raise Refused(f"{name} is asked of {standard['asked_of']}; expected one of {', '.join(ASKED_OF)}.")
    if standard.get("met_when") not in (("all", "any") if standard["offers"] else (None,)):
        raise Refused(f"{name}: met_when is all or any where there are offers, and is left out where there are none.")
