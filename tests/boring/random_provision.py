"""Returns, examples and women drawn from a number: the same in every run."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

from tests.boring.code_lists import REFERENCE, Places
from tests.boring.provision import (
    FAR_IN_MONTHS,
    STALE_AFTER_MONTHS,
    first_day,
    is_far,
    last_day,
    months_later,
    read_offers,
)
from tests.provision_files import RETURN, lay_audit, lay_register, lay_women

ROUNDS = [f"{year}Q{quarter}" for year in (2022, 2023, 2024, 2025) for quarter in (1, 2, 3, 4)]
TYPES = ("community_adult", "residential", "outreach", "lero")
WORDS_FOR_NOTHING = ("", "NA", "n/a")
AREAS = 40
RETURNS = 200
EXAMPLES = 60


@dataclass(frozen=True)
class RandomProvision:
    """A made-up country, as it is written to a raw folder."""

    returns: list[dict[str, str]]
    examples: list[dict[str, str]]
    women: dict[tuple[str, str], int | str]
    """By authority and year, such as 2021/22; NULL where they were not asked for."""

    def write(self, raw: Path) -> None:
        """In two files of returns, one of examples and one of women."""
        half = len(self.returns) // 2
        lay_audit(raw, self.returns[:half], "a.csv")
        lay_audit(raw, self.returns[half:], "b.csv")
        lay_register(raw, self.examples)
        lay_women(raw, [(*key, count) for key, count in self.women.items()])

    def women_counted(self) -> dict[tuple[str, str], float]:
        """By authority and year as the tables write it."""
        return {
            (area, year.replace("/", "-")): float(count)
            for (area, year), count in self.women.items()
            if isinstance(count, int) and not area.startswith("E12")
        }


def provision_of(number: int, today: date, places: Places) -> RandomProvision:
    """The country of a number, on a day."""
    random = Random(number)
    chosen = random.sample(sorted(places.region_of), AREAS)
    return RandomProvision(
        list(_returns(random, chosen, today).values()),
        _examples(random, chosen, today),
        _women(random, sorted(places.region_of)),
    )


def _returns(random: Random, areas: list[str], today: date) -> dict[tuple[str, ...], dict[str, str]]:
    with (REFERENCE / "provision_audit_column.csv").open(encoding="utf-8", newline="") as file:
        questions = list(csv.DictReader(file))
    edges = _days_at_the_edge(today)
    begun = [audit_round for audit_round in ROUNDS if first_day(audit_round) <= today]
    rows: dict[tuple[str, ...], dict[str, str]] = {}
    while len(rows) < RETURNS:
        area, audit_round = random.choice(areas), random.choice(begun)
        service, kind = random.choice(("N0001", "n0002", f"N1{random.randrange(3)}", "", "")), random.choice(TYPES)
        answers_mostly = random.random()
        row = {
            question["column"]: _answer(random, question)
            for question in questions
            if question["column"] not in RETURN and random.random() < answers_mostly
        }
        verified_on = _verified_on(random, audit_round, edges, today)
        row |= {
            "area_code": _old_code(random, area),
            "audit_round": audit_round,
            "provider": random.choice(("Elm", "ELM", "Oak", "Oak  Tree", "oak\ntree")),
            "service_id": service,
            "service_type": kind,
            "evidence_type": random.choice(("self_report", "website", "contract", "foi")),
            "verified_date": verified_on.strftime(random.choice(("%d/%m/%Y", "%Y-%m-%d"))),
            "evidence_url": random.choice(("", "https://example.org/a")),
            "notes": random.choice(("", f"Note {len(rows)}")),
        }
        named = service.upper() or f"{' '.join(row['provider'].upper().split())} {kind}"
        rows.setdefault((area, named, audit_round), row)
    return rows


def _verified_on(random: Random, audit_round: str, edges: list[date], today: date) -> date:
    """A day that is not far from its round, often one that nearly is."""
    nearly = [months_later(first_day(audit_round), -FAR_IN_MONTHS), months_later(last_day(audit_round), FAR_IN_MONTHS)]
    while True:
        any_day = today - timedelta(days=random.randrange(0, 2000))
        drawn = random.choice(edges) if random.random() < 0.2 else any_day
        chosen = random.choice(nearly) if random.random() < 0.1 else drawn
        if chosen <= today and not is_far(chosen, audit_round):
            return chosen


def _days_at_the_edge(today: date) -> list[date]:
    """The days about 18 months before today, and before the ends of rounds."""
    back = months_later(today, -STALE_AFTER_MONTHS)
    days = [back + timedelta(days=n) for n in (-3, -2, -1, 0, 1, 2, 3)]
    for audit_round in ROUNDS[-8:]:
        end = months_later(first_day(audit_round), 3) - timedelta(days=1)
        days += [months_later(end, -STALE_AFTER_MONTHS) + timedelta(days=n) for n in (-1, 0, 1)]
    return [day for day in days if day <= today]


def _old_code(random: Random, area: str) -> str:
    """Sometimes a code the area had before, or one written small."""
    past = {"E08000038": ["E08000016"], "E08000039": ["E08000019"], "E06000058": ["E06000028", "E06000029"]}
    return random.choice([area, area.lower(), *past.get(area, [])])


def _answer(random: Random, question: Mapping[str, str]) -> str:
    """Something a question allows; for free text, nothing."""
    match question["type"]:
        case "enum":
            return random.choice([*question["allowed"].split("|"), *WORDS_FOR_NOTHING])
        case "integer":
            return random.choice(["0", "1", "7", ""])
        case "number":
            return random.choice(["0", "79.9", "80", "80.0", "100", ""])
    return ""


def _examples(random: Random, areas: list[str], today: date) -> list[dict[str, str]]:
    offers = [offer.name for offer in read_offers(REFERENCE)]
    edges = _days_at_the_edge(today)
    rows = []
    for number in range(EXAMPLES):
        named = random.sample(areas, random.choice((0, 1, 1, 1, 2)))
        any_day = today - timedelta(days=random.randrange(0, 1200))
        rows.append(
            {
                "example_id": f"x{number:03}",
                "area_codes": " ".join(named),
                "no_area_reason": "" if named else "The document names none.",
                "offers": " ".join(random.sample(offers, random.choice((0, 1, 2, 3)))),
                "status": random.choice(("running", "planned", "pilot", "ended")),
                "sentence": f"Sentence {number}.",
                "published_on": random.choice([any_day, *edges[:2]]).isoformat(),
            }
        )
    return rows


def _women(random: Random, areas: list[str]) -> dict[tuple[str, str], int | str]:
    """Women of three years: of the last too few authorities are counted, of the one before just enough or not.

    The regions of the last year are no authorities.
    """
    best = random.randrange(20, 60)
    counted = {"2021/22": best, "2022/23": (best + random.choice((0, 1))) // 2, "2023/24": best // 2 - 4}
    regions: dict[tuple[str, str], int | str] = {(f"E1200000{n}", "2023/24"): 1000 for n in range(1, 10)}
    return regions | {
        (area, year): random.choice([0, *range(5, 500, 5)]) if place < number else "NULL"
        for year, number in counted.items()
        for place, area in enumerate(random.sample(areas, number + 3))
    }
