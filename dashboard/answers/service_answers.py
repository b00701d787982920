"""What did each service here answer, question by question, in the round in use and in those before?"""

from collections.abc import Iterable
from typing import Any

from dashboard.answers import provision_words as words
from dashboard.audit_words import in_words
from dashboard.reading import Reading


def answer(reading: Reading) -> list[tuple[str, str, str]]:
    """For each return: the service, its round and day, and every question it answered, also those no offer uses."""
    rows = reading.ask("service_answers", area_code=reading.area.code)
    returns = rows.partition_by("area_code", "service", "audit_round", maintain_order=True)
    return [(_name(of.row(0, named=True)), _told(of.iter_rows(named=True)), "") for of in returns]


def _name(row: dict[str, Any]) -> str:
    earlier = "" if row["is_in_use"] else " (an earlier round)"
    old = f", {words.STALE}" if row["is_stale"] else ""
    kind = in_words(row["service_type"]).lower()
    return f"{row['provider']}, {kind}: {row['audit_round']}{earlier}, {words.day(row['verified_on'])}{old}"


def _told(rows: Iterable[dict[str, Any]]) -> str:
    return " ".join(f"{row['question']}{'' if row['question'].endswith('?') else ':'} {_answer(row)}." for row in rows)


def _answer(row: dict[str, Any]) -> str:
    """As a person would say it; what a service wrote in its own words is quoted."""
    if row["kind"] == "enum":
        return in_words(row["answer"])
    return f"“{' '.join(row['answer'].split())}”" if row["kind"] == "text" else str(row["answer"])
