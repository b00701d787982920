"""What provision is called in words: states, evidence and its age. Not known is never said as a no."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlsplit

import polars as pl

from dashboard import numbers

STATES = {
    "offered": "Offered",
    "planned": "Planned",
    "not_offered": "Not offered",
    "not_known": "Not known",
}
SIGNS = {"offered": "✓", "planned": "→", "not_offered": "–", "not_known": "?"}
"""Beside the word, so that the eye finds it; none is a sign of a fault."""
EVIDENCE = {
    "self_report": "the service's self-audit",
    "site_visit": "a visit",
    "contract": "the contract",
    "foi": "a freedom of information answer",
    "website": "a website",
    "document": "an example in a report",
}
STANDARD_STATES = {"met": "Met", "not_met": "Not met", "not_known": "Not known"}
ADDRESS = re.compile(r"https?://[^\s\"<>()\[\]\\`]+", re.IGNORECASE)  # what stays one link, whatever stands around it
STALE = "older than 18 months"
REAL_EXAMPLES = (
    "Examples from reports and the standards are real, also in this made-up build; everything else here is made up."
)
NEVER_NO = "Examples in reports never say no: where nothing else is known, no share can be told from them."


def state(row: Mapping[str, Any]) -> str:
    """A state with its sign, and whether its evidence is old."""
    old = ", by old evidence" if row["is_stale"] else ""
    return f"{SIGNS[row['state']]} {STATES[row['state']]}{old}"


def day(when: date) -> str:
    """A day in words."""
    return f"{when.day} {when:%B %Y}"


def month(when: date) -> str:
    """A month in words, short enough for a chart."""
    return f"{when:%b %Y}"


def evidence(row: Mapping[str, Any]) -> str:
    """What an answer rests on and when that was checked."""
    what = EVIDENCE.get(row["evidence_type"], row["evidence_type"])
    old = f", {STALE}" if row["is_stale"] else ""
    where = f", in {row['evidence_area_name']}" if row.get("evidence_area_name") else ""
    return f"{what[0].upper()}{what[1:]}{where}, {day(row['evidence_on'])}{old}"


def source_of(row: Mapping[str, Any]) -> str:
    """Where the evidence can be found: the file and line of a return, or the number of an example."""
    if row["evidence_kind"] == "example":
        return f"example {row['evidence_id']} of the register of good practice"
    return f"{row['provider']}, line {row['line']} of {row['file']}"


def link(row: Mapping[str, Any]) -> str:
    """The address of the evidence, when it is one a browser may open."""
    address: str = row["source_url"] or ""
    if not ADDRESS.fullmatch(address) or not address.isprintable() or "@" in address.split("/")[2]:
        return ""
    try:
        return address if urlsplit(address).hostname else ""
    except ValueError:  # a letter that stands for a part of an address
        return ""


def note(row: Mapping[str, Any]) -> str:
    """What a report says in its example; what a service adds is its own, and quoted."""
    text = " ".join((row["note"] or "").split())
    if not text:
        return ""
    return f" {text}" if row["evidence_kind"] == "example" else f" Its note: “{text}”."


def example(row: Mapping[str, Any]) -> str:
    """What a report says is there, and whether it is there yet, on trial or no more."""
    sentence: str = row["sentence"]
    return sentence if row["status"] == "running" else f"{sentence} ({row['status']})"


def counts(states: pl.Series) -> dict[str, int]:
    """How many are in each state."""
    return {state: int((states == state).sum()) for state in STATES}


def listed(found: Mapping[str, int]) -> str:
    """“9 are offered, 1 is planned, 4 are not offered and 8 are not known”, leaving out what there is none of."""
    words = [
        f"{numbers.counted(count, 'is', 'are')} {STATES[state].lower()}" for state, count in found.items() if count
    ]
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else words[0]


def by_examples(kinds: pl.Series) -> bool:
    """Whether all that is known rests on examples, which never say no: then there is no share to tell."""
    known = kinds.drop_nulls()
    return known.len() > 0 and bool((known == "example").all())


def on_examples(count: int, known: int, what: tuple[str, str]) -> list[str]:
    """How many of what is known rest on examples alone, where there are any: “2 of 5 answers rest on …”."""
    if not count:
        return []
    rest = "rests" if count == 1 else "rest"
    return [f"{numbers.people(count)} of {numbers.counted(known, *what)} {rest} on examples in reports alone."]


def too_few_women(row: Mapping[str, Any]) -> str:
    """That women are counted in too few authorities to speak of them all; nothing where they are in enough."""
    if row["areas_with_women"] * 2 >= row["areas"]:
        return ""
    return (
        f"Women in treatment are counted in {numbers.people(row['areas_with_women'])} of "
        f"{numbers.counted(row['areas'], 'authority', 'authorities')}: too few to say how many live where it is "
        "offered."
    )
