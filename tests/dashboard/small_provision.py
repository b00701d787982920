"""Provision of the small marts: two services in Leeds, an area where all is known, one where nothing is, two rounds.

Leeds has every state, evidence that is old, an answer by example alone, a contract, addresses that are links and one
that is none, and notes that a spreadsheet or a page could take for more than words. Bradford offers everything;
nobody has told anything of Rutland. Women are counted in England and its North, and nowhere in London.
"""

from datetime import date
from typing import NamedTuple

from pipelines.sources.provision_audit import NEEDED, QUESTIONS

# fmt: off
SCHEMA = """
create table offer (offer varchar, place smallint, name varchar, meaning varchar, needs varchar);
create table offer_answer (offer varchar, column_name varchar, answer varchar, offered_from double, state varchar);
create table framework (framework varchar, place smallint, name varchar, document varchar, about varchar);
create table standard (standard varchar, place smallint, framework varchar, section varchar, name varchar,
    asks varchar, asked_of varchar, met_when varchar, counts_as_met varchar, evidence varchar);
create table standard_offer (standard varchar, offer varchar);
create table provision_question (column_name varchar, place smallint, kind varchar, answers varchar[],
    is_needed boolean, expected varchar, part varchar, question varchar, note varchar);
create table provision_return (area_code varchar, service varchar, audit_round varchar, is_in_use boolean,
    provider varchar, service_id varchar, service_type varchar, commissioned_status varchar, evidence_type varchar,
    evidence_url varchar, verified_on date, is_stale boolean, notes varchar, file varchar, line integer);
create table provision_answer (area_code varchar, service varchar, audit_round varchar, column_name varchar,
    answer varchar);
create table provision_evidence (area_code varchar, offer varchar, evidence_kind varchar, evidence_type varchar,
    evidence_id varchar, audit_round varchar, state varchar, evidence_on date, is_stale boolean, source_url varchar,
    note varchar);
create table provision (area_code varchar, offer varchar, state varchar, evidence_kind varchar, evidence_type varchar,
    evidence_id varchar, evidence_area_code varchar, evidence_on date, is_stale boolean, source_url varchar,
    services integer, services_answering integer, services_offering integer, note varchar);
create table standard_state (area_code varchar, standard varchar, state varchar, is_stale boolean);
create table provision_coverage (area_code varchar, framework varchar, items integer, known integer, met integer,
    coverage double, known_share double);
create table provision_reach (area_code varchar, offer varchar, areas integer, areas_offered integer,
    areas_offered_stale integer, areas_planned integer, areas_not_offered integer, areas_not_known integer,
    period varchar, areas_with_women integer, women bigint, women_offered bigint, women_offered_stale bigint,
    women_planned bigint, women_not_offered bigint, women_not_known bigint);
create table provision_round (audit_round varchar, area_code varchar, offer varchar, areas integer,
    areas_with_return integer, areas_offered integer, areas_planned integer, areas_not_offered integer);
create table good_practice (example_id varchar, place_as_written varchar, area_codes varchar[],
    no_area_reason varchar, recommendation smallint, section varchar, offers varchar[], sentence varchar,
    status varchar, setting varchar, result varchar, repeats varchar, document varchar, heading varchar,
    published_on date);
create table justice_area (area_code varchar, police_area_code varchar, probation_region_code varchar);
create table area_position (area_code varchar, "column" smallint, "row" smallint);
create table rehabilitative_service (contract_reference varchar, area_code varchar, service varchar, title varchar,
    allows_women boolean, allows_men boolean, minimum_age integer, maximum_age integer, starts_on date, ends_on date,
    provider_code varchar);
create table similar_area (area_code varchar, similar_code varchar, rank integer, distance double, basis varchar,
    method varchar, period varchar, known_weight double);
"""
# fmt: on
TABLES = [line.split()[2] for line in SCHEMA.splitlines() if line.startswith("create table")]

LEEDS, BRADFORD, BARNSLEY, BIRMINGHAM = "E08000035", "E08000032", "E08000038", "E08000025"
HACKNEY, BOURNEMOUTH, RUTLAND = "E09000012", "E06000058", "E06000017"
ENGLAND, YORKSHIRE, LONDON = "E92000001", "E12000003", "E12000007"
# Each authority of today: its region and its women in treatment in 2023-24, null where they are hidden or not held.
AUTHORITIES: dict[str, tuple[str, int | None]] = {
    RUTLAND: ("E12000004", 34),
    "E06000053": ("E12000009", 0),
    BOURNEMOUTH: ("E12000009", 1_140),
    "E06000063": ("E12000002", 640),
    BIRMINGHAM: ("E12000005", 2_050),
    BRADFORD: (YORKSHIRE, 1_020),
    LEEDS: (YORKSHIRE, 1_240),
    BARNSLEY: (YORKSHIRE, None),
    "E09000001": (LONDON, None),
    HACKNEY: (LONDON, None),
}
POSITIONS = dict(zip(AUTHORITIES, ((4, 2), (0, 0), (2, 0), (1, 4), (2, 2), (2, 4), (3, 4), (3, 3), (5, 1), (5, 2)),
                     strict=True))  # fmt: skip

GROUP, KEYWORKER, CHILDCARE = "women_only_group", "female_keyworker", "childcare"
PREGNANCY, POLICIES, OUTREACH = "pregnancy_pathway", "womens_policies", "outreach"
OFFERS = {
    GROUP: "Women-only group",
    KEYWORKER: "Female keyworker, by default or on request",
    CHILDCARE: "Childcare or a child-friendly place",
    PREGNANCY: "Specialist midwife or health visitor and pregnancy pathway",
    POLICIES: "Menopause, domestic abuse and pregnancy policies",
    OUTREACH: "Outreach to women who sell sex or are homeless",
}
FRAMEWORKS = [
    ("made_up_2024", 1, "Made-up report (2024)", "A made-up report, Nobody, 2024", "Made up."),
    ("made_up_2025", 2, "Made-up list (2025)", "A made-up list, Nobody, 2025", "Made up."),
]  # fmt: skip


class Standard(NamedTuple):
    """What a made-up report asks for; the rest of its row follows from these."""

    standard: str
    framework: str
    name: str
    asked_of: str
    met_when: str | None
    offers: tuple[str, ...]


STANDARDS = [
    Standard("a_group", "made_up_2024", "A group for women", "service", "all", (GROUP,)),
    Standard("a_choice", "made_up_2024", "A choice, with children", "service", "all", (KEYWORKER, CHILDCARE)),
    Standard("a_law", "made_up_2024", "Money that stays", "government", None, ()),
    Standard("a_look", "made_up_2024", "A place that welcomes", "service", None, ()),
    Standard("b_way_in", "made_up_2025", "A way in", "partnership", "any", (OUTREACH, CHILDCARE)),
    Standard("b_rules", "made_up_2025", "Rules in writing", "commissioner", "all", (POLICIES,)),
    Standard("b_midwife", "made_up_2025", "Midwives who ask", "other_provider", "all", (PREGNANCY,)),
]

HARBOUR, BROOK, VALLEY = "N9001", "Brook | structured", "N9003"
AUTUMN, LAST_YEAR, TWO_YEARS_AGO = date(2026, 9, 15), date(2025, 9, 19), date(2024, 10, 1)
HTTPS, HTTP, SCRIPT = "https://example.org/audit", "http://example.org/contract", "javascript:alert(1)"
FORMULA = "=1+1"
MARKDOWN = "**Soon** [here](javascript:alert(1)) www.example.org a@example.org https://example.org\n# now"
SENTENCE = "A worker goes out to women at night."
RETURNS = [
    (LEEDS, HARBOUR, "2026Q3", True, "Harbour (Leeds)", HARBOUR, "structured", "commissioned", "self_report", HTTPS,
     AUTUMN, False, None, "audit_2026Q3.csv", 2),
    (LEEDS, HARBOUR, "2025Q3", False, "Harbour (Leeds)", HARBOUR, "structured", "commissioned", "self_report", None,
     LAST_YEAR, False, None, "audit_2025Q3.csv", 2),
    (LEEDS, BROOK, "2025Q3", True, "Brook", None, "structured", None, "self_report", SCRIPT, TWO_YEARS_AGO, True,
     FORMULA, "audit_2025Q3.csv", 3),
    (BRADFORD, VALLEY, "2026Q3", True, "Valley", VALLEY, "structured", "commissioned", "site_visit", None, AUTUMN,
     False, None, "audit_2026Q3.csv", 4),
    (BIRMINGHAM, "N9004", "2026Q3", True, "Canal", "N9004", "structured", "commissioned", "self_report", None, AUTUMN,
     False, None, "audit_2026Q3.csv", 5),
    (HACKNEY, "N9005", "2026Q3", True, "Marsh", "N9005", "structured", None, "self_report", None, AUTUMN, False, None,
     "audit_2026Q3.csv", 6),
    (BOURNEMOUTH, "N9006", "2026Q3", True, "Pier", "N9006", "structured", None, "self_report", None, AUTUMN, False,
     None, "audit_2026Q3.csv", 7),
]  # fmt: skip
# What each piece of evidence in use says: place, offer, kind, type, whose, round, state, when, old, address, note.
EVIDENCE = [
    (LEEDS, GROUP, "audit", "self_report", HARBOUR, "2026Q3", "offered", AUTUMN, False, HTTPS, None),
    (LEEDS, GROUP, "audit", "self_report", BROOK, "2025Q3", "offered", TWO_YEARS_AGO, True, SCRIPT, FORMULA),
    (LEEDS, KEYWORKER, "audit", "site_visit", HARBOUR, "2026Q3", "planned", AUTUMN, False, None, MARKDOWN),
    (LEEDS, CHILDCARE, "audit", "self_report", BROOK, "2025Q3", "not_offered", TWO_YEARS_AGO, True, SCRIPT, FORMULA),
    (LEEDS, PREGNANCY, "contract", "contract", HARBOUR, "2026Q3", "offered", AUTUMN, False, HTTP, None),
    (LEEDS, OUTREACH, "example", "document", "W9-01", None, "offered", LAST_YEAR, False, None, SENTENCE),
    (BARNSLEY, GROUP, "example", "document", "W9-02", None, "offered", LAST_YEAR, False, None, "A group meets."),
    *((BRADFORD, offer, "audit", "site_visit", VALLEY, "2026Q3", "offered", AUTUMN, False, None, None)
      for offer in OFFERS),
    *((BIRMINGHAM, offer, "audit", "self_report", "N9004", "2026Q3", "offered" if offer == GROUP else "not_offered",
       AUTUMN, False, None, None) for offer in OFFERS),
    (HACKNEY, GROUP, "audit", "self_report", "N9005", "2026Q3", "planned", AUTUMN, False, None, None),
    (BOURNEMOUTH, GROUP, "audit", "self_report", "N9006", "2026Q3", "not_offered", AUTUMN, False, None, None),
]  # fmt: skip
REPORT = ("A made-up report (2025)", "A made-up heading")
EXAMPLES = [
    ("W9-01", "Leeds", [LEEDS], None, 1, None, [OUTREACH], SENTENCE, "running", "community", None, None, *REPORT,
     LAST_YEAR),
    ("W9-02", "Barnsley & Bradford", [BARNSLEY, BRADFORD], None, 2, "A section", [GROUP, CHILDCARE], "A group meets.",
     "pilot", "community", "Of 20 women 12 stayed", None, *REPORT, LAST_YEAR),
    ("W9-03", "NATIONWIDE", [], "nationwide", 3, None, [GROUP], "A house takes women only.", "planned", "residential",
     None, None, *REPORT, LAST_YEAR),
    ("W9-04", "Birmingham", [BIRMINGHAM], None, 4, None, [GROUP], "A group met until its money ended.", "ended",
     "community", None, None, *REPORT, LAST_YEAR),
    ("W9-05", "Barnsley", [BARNSLEY], None, 5, None, [GROUP], "A group meets.", "pilot", "community", None, "W9-02",
     *REPORT, LAST_YEAR),
]  # fmt: skip
# The questions are a build's own: what is answered on the page is judged by a build's rules.
QUESTIONS_HERE = [
    (
        *(asked.column, place, asked.type, list(asked.answers), asked.column in NEEDED, asked.expected),
        *(asked.group, asked.question, asked.note or None),
    )
    for place, asked in enumerate(QUESTIONS, start=1)
]
GIVEN = [
    (LEEDS, HARBOUR, "2026Q3", "women_only_group", "yes"),
    (LEEDS, HARBOUR, "2026Q3", "women_only_hours_per_week", "12"),
    (LEEDS, HARBOUR, "2026Q3", "women_involved_in_design", "no"),
    (LEEDS, HARBOUR, "2025Q3", "women_only_group", "planned"),
    (LEEDS, BROOK, "2025Q3", "women_only_space", "yes_separate_time"),
]
ANSWERS = [(offer, "womens_group", answer, None, state) for offer in (GROUP,) for answer, state in (
    ("yes", "offered"), ("planned", "planned"), ("no", "not_offered"))]  # fmt: skip
SIMILAR = [
    (LEEDS, BIRMINGHAM, 1, 0.1, "supplied", "a made-up method", None, None),
    (LEEDS, BOURNEMOUTH, 2, 0.2, "supplied", "a made-up method", None, None),
    (LEEDS, BARNSLEY, 3, 0.3, "supplied", "a made-up method", None, None),
]
# Police areas and probation regions are areas too, and are not among those a reader can choose.
AREAS = [
    ("PCC-WEST-YORKSHIRE", "West Yorkshire", "police_area", None, None, None),
    ("PCC-LEICESTERSHIRE", "Leicestershire", "police_area", None, None, None),
    ("NPS-C", "Yorkshire and the Humber probation region", "probation_region", None, None, None),
    ("NPS-F", "East Midlands probation region", "probation_region", None, None, None),
    ("NPS-J", "London probation region", "probation_region", None, None, None),
]
JUSTICE = [
    (LEEDS, "PCC-WEST-YORKSHIRE", "NPS-C"),
    (BRADFORD, "PCC-WEST-YORKSHIRE", "NPS-C"),
    (RUTLAND, "PCC-LEICESTERSHIRE", "NPS-F"),
    (HACKNEY, None, "NPS-J"),
]
WOMENS, DEPENDENCY = "women's services", "dependency and recovery"
CONTRACTS = [
    ("WOS-1", "PCC-WEST-YORKSHIRE", WOMENS, "Women's services, West Yorkshire", True, False, 18, None,
     date(2021, 1, 1), None, "P1"),
    ("WOS-0", "PCC-WEST-YORKSHIRE", WOMENS, "Women's services that ended", True, False, 18, None, date(2021, 1, 1),
     date(2026, 11, 20), "P1"),
    ("DNR-1", "NPS-C", DEPENDENCY, "Dependency, for all", True, True, 18, None, date(2023, 4, 1), date(2027, 3, 31),
     "P2"),
    ("DNR-2", "PCC-WEST-YORKSHIRE", DEPENDENCY, "Dependency, for men", False, True, 18, 25, date(2021, 1, 1), None,
     "P2"),
    ("DNR-3", "NPS-C", DEPENDENCY, "Dependency to come", True, True, 18, None, date(2027, 1, 1), None, "P2"),
    ("ACC-1", "NPS-C", "accommodation", "Accommodation", True, True, 18, None, date(2021, 1, 1), None, "P3"),
    ("DNR-4", "NPS-F", DEPENDENCY, "Dependency, for men", False, True, 18, None, date(2021, 1, 1), None, "P2"),
    ("WOS-2", "NPS-F", WOMENS, "Women's services", True, False, 18, None, date(2021, 1, 1), None, "P4"),
    ("WOS-3", "NPS-F", WOMENS, "More women's services", True, False, 18, None, date(2021, 1, 1), None, "P4"),
]  # fmt: skip
# Two rounds in England and its North, one in London, none elsewhere: authorities with a return; for each offer the
# same of them offer it, plan it and do not.
ROUNDS = {
    ("2025Q3", ENGLAND): (10, 2, 1, 0, 1),
    ("2026Q3", ENGLAND): (10, 5, 3, 1, 1),
    ("2025Q3", YORKSHIRE): (3, 1, 0, 0, 0),
    ("2026Q3", YORKSHIRE): (3, 2, 2, 0, 0),
    ("2026Q3", LONDON): (2, 1, 0, 1, 0),
}
FILES = [
    ("provision_audit", "audit_2026Q3.csv", "56" * 32, "2026-11-20", 5, "Self-audits of services for women"),
    ("provision_register", "register.csv", "78" * 32, "2026-11-20", 5, "Register of good practice"),
    ("rehabilitative_services", "contracts.csv", "9a" * 32, "2026-11-20", 9, "Rehabilitative services"),
]
STATES = ("offered", "planned", "not_offered", "not_known")
BEST = ("audit", "contract", "example")
Row = tuple[object, ...]


def source_files(origin: str) -> list[Row]:
    """The files read. The register is real, also in a made-up build."""
    return [
        (source, file, sha256, "project" if source == "provision_register" else origin, "Nobody", "", retrieved_on,
         rows, rows, 0, title, "", None, None)
        for source, file, sha256, retrieved_on, rows, title in FILES
    ]  # fmt: skip


def reference() -> dict[str, list[Row]]:
    """What every build holds, whether or not anybody has answered."""
    return {
        "offer": [(offer, place, name, f"{name}: made-up meaning.", "any")
                  for place, (offer, name) in enumerate(OFFERS.items(), start=1)],
        "offer_answer": ANSWERS,
        "framework": FRAMEWORKS,
        "standard": [(s.standard, place, s.framework, f"point {place}", s.name, f"{s.name} is asked for.", s.asked_of,
                      s.met_when, f"{s.name} is there.", "Made up.") for place, s in enumerate(STANDARDS, start=1)],
        "standard_offer": [(s.standard, offer) for s in STANDARDS for offer in s.offers],
        "provision_question": QUESTIONS_HERE,
        "justice_area": JUSTICE,
        "area_position": [(area_code, *place) for area_code, place in POSITIONS.items()],
    }  # fmt: skip


def rows(*, is_told: bool = True) -> dict[str, list[Row]]:
    """Every table with its rows. `is_told` false: nobody has sent anything, and all there is to ask is not known."""
    evidence = EVIDENCE if is_told else []
    answered = provision(evidence, RETURNS if is_told else [])
    states = standard_states(answered)
    found = reference() | {
        "provision": answered,
        "standard_state": states,
        "provision_coverage": coverage(states),
        "provision_reach": reach(answered, has_women=is_told),
    }
    if is_told:
        found |= {
            "provision_return": RETURNS,
            "provision_answer": GIVEN,
            "provision_evidence": EVIDENCE,
            "provision_round": [(audit_round, area_code, offer, *counts)
                                for (audit_round, area_code), counts in ROUNDS.items() for offer in OFFERS],
            "good_practice": EXAMPLES,
            "rehabilitative_service": CONTRACTS,
            "similar_area": SIMILAR,
        }  # fmt: skip
    return found


def provision(evidence: list[Row], returns: list[Row]) -> list[Row]:
    """One row per authority and offer, from the best evidence of what is freshest."""
    found: list[Row] = []
    for area_code in AUTHORITIES:
        services = sum(1 for row in returns if row[0] == area_code and row[3])
        for offer in OFFERS:
            own = [row for row in evidence if row[:2] == (area_code, offer)]
            answering = [row for row in own if row[2] != "example"]
            as_fresh = min((row[8] for row in own), default=False)
            answering = [row for row in answering if row[8] == as_fresh]
            counts = (services, len(answering), sum(row[6] == "offered" for row in answering))
            if not own:
                found.append((area_code, offer, "not_known", *(None,) * 7, *counts, None))
                continue
            best = min(own, key=lambda row: (row[8], STATES.index(str(row[6])), BEST.index(str(row[2]))))
            _, _, kind, evidence_type, evidence_id, _, state, when, is_stale, address, note = best
            found.append((area_code, offer, state, kind, evidence_type, evidence_id, area_code, when, is_stale, address,
                          *counts, note))  # fmt: skip
    return found


def standard_states(answered: list[Row]) -> list[Row]:
    """One row per authority and standard that offers can show and that is asked of the area."""
    state_of = {(row[0], row[1]): (row[2], row[8]) for row in answered}
    found: list[Row] = []
    for area_code in AUTHORITIES:
        for standard in STANDARDS:
            if not standard.offers or standard.asked_of == "other_provider":
                continue
            told = [state_of[area_code, offer] for offer in standard.offers]
            of_them, opposite = (all, any) if standard.met_when == "all" else (any, all)
            state = (
                "met" if of_them(state == "offered" for state, _ in told)
                else "not_met" if opposite(state in ("planned", "not_offered") for state, _ in told)
                else "not_known"
            )  # fmt: skip
            found.append((area_code, standard.standard, state, any(is_stale for _, is_stale in told)))
    return found


def coverage(states: list[Row]) -> list[Row]:
    """One row per authority and framework."""
    framework_of = {standard.standard: standard.framework for standard in STANDARDS}
    found: list[Row] = []
    for area_code in AUTHORITIES:
        for framework, *_ in FRAMEWORKS:
            own = [row[2] for row in states if row[0] == area_code and framework_of[str(row[1])] == framework]
            known, met = len(own) - own.count("not_known"), own.count("met")
            found.append((area_code, framework, len(own), known, met, met / known if known else None, known / len(own)))
    return found


def reach(answered: list[Row], *, has_women: bool) -> list[Row]:
    """One row per offer in England and in each region that has authorities here."""
    state_of = {(row[0], row[1]): row[2] for row in answered}
    old = {(row[0], row[1]) for row in answered if row[2] == "offered" and row[8]}
    found: list[Row] = []
    for place in (ENGLAND, *dict.fromkeys(region for region, _ in AUTHORITIES.values())):
        own = {code: women if has_women else None for code, (region, women) in AUTHORITIES.items()
               if place in (ENGLAND, region)}  # fmt: skip
        counted = [women for women in own.values() if women is not None]
        for offer in OFFERS:
            areas = [sum(state_of[code, offer] == state for code in own) for state in STATES]
            women = [sum(women or 0 for code, women in own.items() if state_of[code, offer] == state)
                     for state in STATES]  # fmt: skip
            areas.insert(1, sum((code, offer) in old for code in own))
            women.insert(1, sum(women or 0 for code, women in own.items() if (code, offer) in old))
            found.append((place, offer, len(own), *areas, "2023-24" if counted else None, len(counted),
                          *((sum(counted), *women) if counted else (None,) * 6)))  # fmt: skip
    return found
