"""Self-audits: what made-up services would say they offer women, three rounds of them, with faults planted."""

import csv
import random
from pathlib import Path

from pipelines.origin import SYNTHETIC_COLUMN
from pipelines.sample.world import Provider, providers
from pipelines.sources.provision_audit import QUESTIONS, Question

# Each round, the day its answers were checked, and the share of services that had answered by then. The audits go on
# after the records end, so that the demonstration shows fresh answers beside stale ones.
ROUNDS = (("2024Q1", "2024-03-20", 0.35), ("2025Q1", "2025-03-18", 0.5), ("2026Q1", "2026-03-24", 0.6))
EVIDENCE = ("self_report", "self_report", "self_report", "self_report", "contract", "foi")
NOT_OFFERED = ("no", "none", "not_guaranteed", "informal")
# Row's place in the last round's file, and what goes wrong there.
FAULTS: tuple[tuple[int, dict[str, str]], ...] = (
    (3, {"women_only_group": "sometimes"}),
    (7, {"women_only_hours_per_week": "200"}),
    (11, {"verified_date": "2026-02-30"}),
    (15, {"area_code": "E99999999"}),
)


def write(folder: Path, seed: int) -> None:
    """Write a file for each round into `folder`."""
    for number, (audit_round, checked_on, answering) in enumerate(ROUNDS):
        rows = [
            _row(provider, audit_round, checked_on, seed)
            for provider in providers()
            if _drawn(f"{seed} {provider.agency} answers").random() < answering
        ]
        if number == len(ROUNDS) - 1:
            for place, changes in FAULTS:
                rows[place].update(changes)
            rows.append(dict(rows[0]))  # sent twice
            rows[1]["notes"] = "=1+1"  # what a spreadsheet would take for a formula is text
        with (folder / f"provision_audit_{audit_round}.csv").open("w", encoding="utf-8", newline="") as file:
            columns = [asked.column for asked in QUESTIONS]
            writer = csv.DictWriter(file, (*columns, SYNTHETIC_COLUMN), lineterminator="\n")
            writer.writeheader()
            writer.writerows({**row, SYNTHETIC_COLUMN: "Y"} for row in rows)


def _row(provider: Provider, audit_round: str, checked_on: str, seed: int) -> dict[str, str]:
    """A service's answers: some services offer much, others little, and all a little more each round."""
    leaning = _drawn(f"{seed} {provider.agency} leaning").random()
    later = 0.06 * [name for name, *_ in ROUNDS].index(audit_round)
    told = {
        "area_code": provider.area_code,
        "audit_round": audit_round,
        "provider": provider.name,
        "service_id": provider.agency,
        "service_type": "community_adult",
        "commissioned_status": "commissioned",
        "evidence_type": _drawn(f"{seed} {provider.agency} evidence").choice(
            ("self_report",) * 4 + ("contract", "foi")
        ),
        "verified_date": checked_on,
        "verified_by": "service manager",
    }
    answers = {
        asked.column: _answer(asked, _drawn(f"{seed} {provider.agency} {asked.column}"), 0.15 + 0.6 * leaning + later)
        for asked in QUESTIONS
        if asked.group not in ("key", "evidence")
    }
    return answers | told


def _drawn(words: str) -> random.Random:
    """Chance that is the same for the same words."""
    return random.Random(words)


def _answer(asked: Question, drawn: random.Random, chance: float) -> str:
    """An answer, or nothing where the service does not know."""
    if drawn.random() < 0.2:
        return "unknown" if "unknown" in asked.answers else ""
    there = drawn.random() < chance
    if asked.answers:
        yes = [answer for answer in asked.answers if answer not in (*NOT_OFFERED, "planned", "unknown")]
        no = [answer for answer in asked.answers if answer in NOT_OFFERED]
        planned = ["planned"] if drawn.random() < 0.15 else no
        return drawn.choice(yes if there else planned)
    match asked.type:
        case "integer":
            return str(drawn.randint(1, 6) if there else 0)
        case "number":
            least, greatest = (limit or 0.0 for limit in asked.limits)
            top = 20.0 if greatest > 100 else greatest
            return f"{least + top * (0.8 + 0.2 * drawn.random() if there else 0.8 * drawn.random()):.0f}"
        case "date":
            return f"20{drawn.randint(21, 23)}-0{drawn.randint(1, 9)}-15"
    return ""
