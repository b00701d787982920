"""What each area has for women, worked out again in loops from the returns, the register and the rules."""

import csv
import re
import tomllib
from calendar import monthrange
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from tests.boring.code_lists import ENGLAND, REFERENCE, Places

STALE_AFTER_MONTHS = 18
HALF = 2
KINDS = ("audit", "contract", "example")
"""Of evidence that says the same, the earlier kind is shown."""
STATE_OF_STATUS = {"running": "offered", "pilot": "offered", "planned": "planned"}
ASKED_OF_AN_AREA = ("service", "commissioner", "partnership")
NEEDED = ("area_code", "audit_round", "provider", "service_type", "evidence_type", "verified_date")
CODES = ("area_code", "audit_round", "service_id")
"""Columns that are written in any case and read in upper case."""
ONE_LINE = ("provider", "service_id")
FAR_IN_MONTHS = 18

Cell = tuple[str, ...]
Row = tuple[object, ...]
Women = Mapping[tuple[str, str], float]
"""Women in treatment by authority and year."""


@dataclass(frozen=True)
class Offer:
    """Something an area can have for women, and the columns of a return that speak of it."""

    name: str
    needs: str
    asked: Sequence[Mapping[str, Any]]

    def state(self, cells: Mapping[str, str]) -> str | None:
        """What one return says of it; null is not known."""
        said = [state_of_answer(cells.get(asked["column"], ""), asked) for asked in self.asked]
        if self.needs == "all":
            for state in ("not_offered", None, "planned"):
                if state in said:
                    return state
            return "offered"
        for state in ("offered", "planned", None):
            if state in said:
                return state
        return "not_offered"


def state_of_answer(answer: str, asked: Mapping[str, Any]) -> str | None:
    """What an answer to one question shows; null where it shows nothing."""
    if answer == "":
        return None
    if "offered_from" in asked:
        return "offered" if float(answer) >= asked["offered_from"] else "not_offered"
    for state, answers in (
        ("offered", asked["offered"]),
        ("planned", asked.get("planned", ["planned"])),
        ("not_offered", asked["not_offered"]),
    ):
        if answer.lower() in answers:
            return state
    return None


@dataclass(frozen=True)
class Standard:
    """Something a document asks of an area or its services, and the offers that show it."""

    name: str
    framework: str
    met_when: str
    offers: Sequence[str]

    def state(self, of_offer: Mapping[str, str]) -> str:
        """Whether an area meets it, from what is known of each offer."""
        states = [of_offer[offer] for offer in self.offers]
        met = [state == "offered" for state in states]
        known = [state != "not_known" for state in states]
        if self.met_when == "all":
            if all(met):
                return "met"
            is_failed = any(k and not m for k, m in zip(known, met, strict=True))
            return "not_met" if is_failed else "not_known"
        if any(met):
            return "met"
        return "not_met" if all(known) else "not_known"


@dataclass(frozen=True)
class Return:
    """One accepted row of the self-audit."""

    area: str
    service: str
    audit_round: str
    verified_on: date
    cells: Mapping[str, str]


@dataclass(frozen=True)
class Evidence:
    """What one service, or one example of the register, shows of one offer in one authority."""

    kind: str
    type: str
    id: str
    state: str
    on: date
    url: str | None
    note: str | None
    area: str

    def rank(self) -> tuple[int, int, str, str]:
        """The best stands first: by kind, then the latest, then by id, then by the member it is of."""
        return KINDS.index(self.kind), -self.on.toordinal(), self.id, self.area


@dataclass
class Provision:
    """Every table of provision, by its key."""

    provision: dict[Cell, Row]
    standard_state: dict[Cell, Row]
    coverage: dict[Cell, Row]
    reach: dict[Cell, Row]
    rounds: dict[Cell, Row]


def recount_provision(raw: Path, today: date, women: Women, places: Places, reference: Path = REFERENCE) -> Provision:
    """Work everything out from a raw folder as it stands on a day.

    Records give a nought to every authority that sent none of them, so a nought counts no women of an authority.
    """
    women = {key: count for key, count in women.items() if count > 0}
    offers, standards = read_offers(reference), read_standards(reference)
    returns = read_returns(raw / "provision_audit", today, places)
    examples = read_examples(raw / "provision_register")
    provision = provision_of_areas(offers, returns, examples, today, places)
    standard_state = states_of_standards(standards, provision, places)
    return Provision(
        provision,
        standard_state,
        coverage(standards, standard_state, places),
        reach(offers, provision, women, places),
        rounds(offers, returns, places),
    )


def read_offers(reference: Path) -> list[Offer]:
    """The offers, in their order."""
    told = tomllib.loads((reference / "offers.toml").read_text(encoding="utf-8"))
    return [Offer(entry["offer"], entry.get("needs", "any"), entry["asked"]) for entry in told["offer"]]


def read_standards(reference: Path) -> list[Standard]:
    """The standards that an area can be seen to meet or not."""
    told = tomllib.loads((reference / "standards.toml").read_text(encoding="utf-8"))
    return [
        Standard(entry["standard"], entry["framework"], entry["met_when"], entry["offers"])
        for entry in told["standard"]
        if entry["asked_of"] in ASKED_OF_AN_AREA and entry["offers"]
    ]


def read_returns(folder: Path, today: date, places: Places) -> list[Return]:
    """The rows that break no rule; of two of one service, area and round the first."""
    with (REFERENCE / "provision_audit_column.csv").open(encoding="utf-8", newline="") as file:
        questions = list(csv.DictReader(file))
    accepted: dict[Cell, Return] = {}
    for row in rows_of(folder):
        cells = {name: cell.upper() if name in CODES else cell for name, cell in row.items()}
        cells |= {name: " ".join(cells.get(name, "").split()) for name in ONE_LINE}
        area = places.area_of.get(("utla", cells.get("area_code", "")))
        if area is None or any(not cells.get(name) for name in NEEDED):
            continue
        if not all(may_stand(cells.get(question["column"], ""), question, today) for question in questions):
            continue
        named = f"{cells['provider'].upper()} / {cells['service_type'].upper()}"
        service = cells.get("service_id") or named
        verified_on = day(cells["verified_date"])
        assert verified_on is not None
        if is_far(verified_on, cells["audit_round"]):
            continue
        row_key = (area, service, cells["audit_round"])
        accepted.setdefault(row_key, Return(area, service, cells["audit_round"], verified_on, cells))
    return under_their_codes(list(accepted.values()))


def under_their_codes(returns: Sequence[Return]) -> list[Return]:
    """A return without a code is of the service whose one code its provider and type have elsewhere in the area."""

    def runs(row: Return) -> Cell:
        return (row.area, row.cells["provider"].upper(), row.cells["service_type"].lower())

    codes = defaultdict(set)
    for row in returns:
        if row.cells["service_id"]:
            codes[runs(row)].add(row.service)
    service_of = [
        next(iter(codes[runs(row)])) if not row.cells["service_id"] and len(codes[runs(row)]) == 1 else row.service
        for row in returns
    ]
    bearing = Counter((row.area, service, row.audit_round) for row, service in zip(returns, service_of, strict=True))
    return [
        replace(row, service=service) if bearing[(row.area, service, row.audit_round)] == 1 else row
        for row, service in zip(returns, service_of, strict=True)
    ]


def rows_of(folder: Path) -> Iterator[dict[str, str]]:
    """The rows of every CSV of a folder, without lines for people and words for nothing."""
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(line for line in file if not line.startswith("#")):
                stripped = {name: cell.strip() for name, cell in row.items()}
                yield {name: "" if cell.upper() in ("NA", "N/A") else cell for name, cell in stripped.items()}


def may_stand(answer: str, question: Mapping[str, str], today: date) -> bool:
    """Whether an answer is one its question allows; none always is."""
    if answer == "":
        return True
    match question["type"]:
        case "enum":
            return answer.lower() in question["allowed"].split("|")
        case "integer" | "number":
            least, _, greatest = question["allowed"].partition("-")
            form = r"-?\d+" if question["type"] == "integer" else r"-?\d+(\.\d+)?"
            if not re.fullmatch(form, answer):
                return False
            if question["allowed"] == "0-100" and 0 < float(answer) < 1:
                return False
            return float(least) <= float(answer) <= float(greatest or "inf")
        case "date":
            found = day(answer)
            return found is not None and found <= today
        case "round":
            return bool(re.fullmatch(r"20\d\dQ[1-4]", answer)) and first_day(answer) <= today
    return True


def day(text: str) -> date | None:
    """A day written as 31/03/2026 or 2026-03-31."""
    british = re.fullmatch(r"(\d\d)/(\d\d)/(\d{4})", text)
    iso = "-".join(reversed(british.groups())) if british else text
    try:
        return date.fromisoformat(iso)
    except ValueError:
        return None


def read_examples(folder: Path) -> list[tuple[str, str, Evidence]]:
    """Area, offer and what it shows, of every example of the register that shows something somewhere."""
    found = []
    for row in rows_of(folder):
        state = STATE_OF_STATUS.get(row["status"].lower())
        published_on = date.fromisoformat(row["published_on"])
        for area in set(row["area_codes"].upper().split()):
            for offer in set(row["offers"].lower().split()):
                if state is not None:
                    evidence = Evidence(
                        "example",
                        "document",
                        row["example_id"].upper(),
                        state,
                        published_on,
                        None,
                        row["sentence"],
                        area,
                    )
                    found.append((area, offer, evidence))
    return found


def months_later(start: date, months: int) -> date:
    """The same day some months later, or the last of a month that is too short."""
    years, month = divmod(start.month - 1 + months, 12)
    year = start.year + years
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def is_stale(checked: date, today: date) -> bool:
    """Whether more than 18 months have passed."""
    return months_later(checked, STALE_AFTER_MONTHS) < today


def first_day(audit_round: str) -> date:
    """The first day of a round."""
    return date(int(audit_round[:4]), int(audit_round[5]) * 3 - 2, 1)


def last_day(audit_round: str) -> date:
    """The last day of a round."""
    return months_later(first_day(audit_round), 3) - timedelta(days=1)


def is_far(checked: date, audit_round: str) -> bool:
    """Whether more than 18 months lie between a day and the round it was checked for."""
    return (
        checked < months_later(first_day(audit_round), -FAR_IN_MONTHS)
        or months_later(last_day(audit_round), FAR_IN_MONTHS) < checked
    )


def latest_of_each_service(returns: Iterable[Return]) -> dict[str, list[Return]]:
    """The latest return of each service, by authority."""
    latest: dict[tuple[str, str], Return] = {}
    for row in returns:
        key = (row.area, row.service)
        if key not in latest or latest[key].audit_round < row.audit_round:
            latest[key] = row
    by_area = defaultdict(list)
    for row in latest.values():
        by_area[row.area].append(row)
    return by_area


def state_of_all(states: Sequence[str]) -> str:
    """What several say together who are equally fresh."""
    for state in ("offered", "planned", "not_offered"):
        if state in states:
            return state
    return "not_known"


def provision_of_areas(
    offers: Sequence[Offer],
    returns: Iterable[Return],
    examples: Iterable[tuple[str, str, Evidence]],
    today: date,
    places: Places,
) -> dict[Cell, Row]:
    """Every authority of today, and every partnership with the evidence of its members, and offer."""
    latest = latest_of_each_service(returns)
    of_register = defaultdict(list)
    for named_area, named_offer, example in examples:
        of_register[(named_area, named_offer)].append(example)
    rows: dict[Cell, Row] = {}
    for place, members in members_of_places(places).items():
        own = [row for area in members for row in latest.get(area, [])]
        for offer in offers:
            answered = [evidence for row in own if (evidence := evidence_of(row, offer)) is not None]
            told = [example for area in members for example in of_register[(area, offer.name)]]
            shown = shown_evidence([*answered, *told], today)
            # an old answer does not count beside fresh evidence, be it an example
            as_fresh = [evidence for evidence in answered if shown[5] is True or not is_stale(evidence.on, today)]
            offering = sum(evidence.state == "offered" for evidence in as_fresh)
            rows[(place, offer.name)] = (*shown, len(own), len(as_fresh), offering)
    return rows


def members_of_places(places: Places) -> dict[str, list[str]]:
    """Every place that has an answer, and the authorities whose evidence it is."""
    return {area: [area] for area in places.region_of} | places.members_of


def evidence_of(row: Return, offer: Offer) -> Evidence | None:
    """What a return shows of an offer; null where it says nothing of it."""
    state = offer.state(row.cells)
    if state is None:
        return None
    evidence_type = row.cells["evidence_type"].lower()
    kind = "contract" if evidence_type == "contract" else "audit"
    url, note = row.cells.get("evidence_url") or None, row.cells.get("notes") or None
    return Evidence(kind, evidence_type, row.service, state, row.verified_on, url, note, row.area)


def shown_evidence(evidence: Sequence[Evidence], today: date) -> Row:
    """State, and the evidence that stands for it: kind, type, id, day, whether it is stale, address, note, member."""
    fresh = [piece for piece in evidence if not is_stale(piece.on, today)]
    heard = fresh or evidence
    state = state_of_all([piece.state for piece in heard])
    agreeing = sorted((piece for piece in heard if piece.state == state), key=Evidence.rank)
    if not agreeing:
        return (state, None, None, None, None, None, None, None, None)
    best = agreeing[0]
    old = is_stale(best.on, today)
    return (state, best.kind, best.type, best.id, best.on, old, best.url, best.note, best.area)


def states_of_standards(
    standards: Sequence[Standard], provision: Mapping[Cell, Row], places: Places
) -> dict[Cell, Row]:
    """Every authority and standard that can be seen: its state, and whether any of its evidence is stale."""
    rows: dict[Cell, Row] = {}
    for area in members_of_places(places):
        for standard in standards:
            of_offers = {offer: provision[(area, offer)] for offer in standard.offers}
            state = standard.state({offer: str(row[0]) for offer, row in of_offers.items()})
            rows[(area, standard.name)] = (state, any(row[5] is True for row in of_offers.values()))
    return rows


def coverage(standards: Sequence[Standard], states: Mapping[Cell, Row], places: Places) -> dict[Cell, Row]:
    """Every authority and framework: items, known, met, met of known, known of items."""
    of_framework = defaultdict(list)
    for standard in standards:
        of_framework[standard.framework].append(standard.name)
    rows: dict[Cell, Row] = {}
    for area in members_of_places(places):
        for framework, names in of_framework.items():
            found = Counter(states[(area, name)][0] for name in names)
            met, known = found["met"], found["met"] + found["not_met"]
            rows[(area, framework)] = (len(names), known, met, met / known if known else None, known / len(names))
    return rows


def authorities_by_place(places: Places) -> dict[str, list[str]]:
    """England and each region with its authorities."""
    by_place: dict[str, list[str]] = {ENGLAND: list(places.region_of)}
    for area, region in places.region_of.items():
        by_place.setdefault(region, []).append(area)
    return by_place


def year_of_women(women: Women, places: Places) -> str | None:
    """The latest year in which at least half as many authorities are counted as in the best."""
    counted = Counter(year for area, year in women if area in places.region_of)
    if not counted:
        return None
    return max(year for year, areas in counted.items() if areas * HALF >= max(counted.values()))


def reach(offers: Sequence[Offer], provision: Mapping[Cell, Row], women: Women, places: Places) -> dict[Cell, Row]:
    """England, each region and offer: authorities by state, and the women who live in them."""
    states = ("offered", "planned", "not_offered", "not_known")
    year = year_of_women(women, places)
    rows: dict[Cell, Row] = {}
    for place, areas in authorities_by_place(places).items():
        counts = {area: women[(area, year)] for area in areas if year is not None and (area, year) in women}
        for offer in offers:
            state_of = {area: provision[(area, offer.name)][0] for area in areas}
            by_state = Counter(state_of.values())
            of_women = [sum(n for area, n in counts.items() if state_of[area] == state) for state in states]
            old = [area for area in areas if state_of[area] == "offered" and provision[(area, offer.name)][5] is True]
            of_women.insert(1, sum(counts.get(area, 0) for area in old))
            told: Sequence[object] = (
                [year, len(counts), sum(counts.values()), *of_women] if counts else [None, 0, *[None] * 6]
            )
            of_areas = [by_state[state] for state in states]
            of_areas.insert(1, len(old))
            rows[(place, offer.name)] = (len(areas), *of_areas, *told)
    return rows


def rounds(offers: Sequence[Offer], returns: Sequence[Return], places: Places) -> dict[Cell, Row]:
    """Each round, place and offer as it stood at the round's end: authorities, with a return, and by state."""
    rows: dict[Cell, Row] = {}
    for audit_round in {row.audit_round for row in returns}:
        latest = latest_of_each_service(row for row in returns if row.audit_round <= audit_round)
        heard = {
            area: [row for row in own if not is_stale(row.verified_on, last_day(audit_round))]
            for area, own in latest.items()
        }
        for place, areas in authorities_by_place(places).items():
            with_return = sum(bool(heard.get(area)) for area in areas)
            for offer in offers:
                found = Counter(state_of_all(_known(offer.state, heard.get(area, []))) for area in areas)
                by_state = (found["offered"], found["planned"], found["not_offered"])
                rows[(audit_round, place, offer.name)] = (len(areas), with_return, *by_state)
    return rows


def _known(state: Callable[[Mapping[str, str]], str | None], returns: Iterable[Return]) -> list[str]:
    return [found for row in returns if (found := state(row.cells)) is not None]
