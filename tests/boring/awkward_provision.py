"""A hand-written country whose every row is awkward for one rule of provision."""

from datetime import date

from tests.provision_files import EXAMPLE, RETURN

TODAY = date(2025, 8, 31)
"""Eighteen months after 29 February 2024 is two days before."""

BARNSLEY, BARNSLEY_BEFORE = "E08000038", "E08000016"
BCP, POOLE_BEFORE = "E06000058", "E06000029"
LEEDS, BRADFORD, KIRKLEES, WAKEFIELD = "E08000035", "E08000032", "E08000034", "E08000036"
YORK, HULL, DERBY, LUTON = "E06000014", "E06000010", "E06000015", "E06000032"
CAMDEN, BARNET, BEXLEY, BRENT, BROMLEY = "E09000007", "E09000003", "E09000004", "E09000005", "E09000006"
EALING, ENFIELD, HARROW, HAVERING, HOUNSLOW = "E09000009", "E09000010", "E09000015", "E09000016", "E09000018"
CROYDON, KINGSTON = "E09000008", "E09000021"
BOLTON, BURY, OLDHAM, ROCHDALE = "E08000001", "E08000002", "E08000004", "E08000005"
SALFORD, STOCKPORT = "E08000006", "E08000007"
HARTLEPOOL, MIDDLESBROUGH, REDCAR, STOCKTON = "E06000001", "E06000002", "E06000003", "E06000004"

FRESH, LATER_FRESH, STALE = "2025-01-01", "2025-02-02", "2023-06-01"
LAST_FRESH_DAY, FIRST_STALE_DAY = "2024-03-01", "2024-02-29"
ALL_POLICIES = {"menopause_policy": "yes", "domestic_abuse_policy": "yes", "pregnancy_policy": "yes"}


def answers(area: str, audit_round: str, verified: str = FRESH, **cells: str) -> dict[str, str]:
    """A return of a service of an authority."""
    return RETURN | {"area_code": area, "audit_round": audit_round, "verified_date": verified} | cells


RETURNS = [
    # two codes of one authority and one service; the later return says nothing of the group
    answers(BARNSLEY_BEFORE, "2024Q4", women_only_group="yes", women_lead="yes"),
    answers(BARNSLEY, "2025Q1", women_only_group="unknown", women_lead="no"),
    answers(BARNSLEY_BEFORE.lower(), "2025Q1", service_id="N0002", women_lead="planned"),
    answers(POOLE_BEFORE, "2025Q1", childcare="onsite"),
    answers(BCP, "2025Q2", childcare="none", children_visiting_policy="no"),
    # one service without a code, spelt in three ways; another of the same provider; one code in two authorities
    answers(LEEDS, "2024Q1", service_id="", provider="Elm House", women_only_space="yes_separate_site"),
    answers(LEEDS, "2024Q2", service_id="NA", provider="ELM HOUSE", women_only_space="planned"),
    answers(LEEDS, "2024Q3", service_id="", provider=" elm house ", service_type="COMMUNITY_ADULT"),
    answers(LEEDS, "2024Q1", service_id="", provider="Elm House", service_type="lero", women_only_space="no"),
    answers(BRADFORD, "2024Q1", service_id="n0001", provider="Oak", women_only_space="no"),
    answers(BRADFORD, "2024Q2", service_id=" N0001", provider="Ash", women_only_space="yes_separate_time"),
    # a service that fills in its code later, and leaves it out again
    answers(BURY, "2024Q2", service_id="", provider="Ash  Lodge", women_lead="yes", women_only_group="yes"),
    answers(BURY, "2024Q3", service_id="n0007", provider="ASH LODGE", women_lead="no"),
    answers(BURY, "2024Q4", service_id="", provider="ash\nlodge", women_lead="planned"),
    # two codes lead to none; nor does a code that somebody has in the round, or that two without one would take
    answers(BOLTON, "2024Q1", service_id="", women_lead="yes"),
    answers(BOLTON, "2024Q2", service_id="N0001"),
    answers(BOLTON, "2024Q3", service_id="N0002"),
    answers(OLDHAM, "2024Q1", service_id="", women_lead="yes"),
    answers(OLDHAM, "2024Q1", women_lead="no"),
    answers(ROCHDALE, "2024Q1", service_id="", women_lead="yes"),
    answers(ROCHDALE, "2024Q1", service_id="", provider="Another", women_lead="no"),
    answers(ROCHDALE, "2024Q2"),
    answers(ROCHDALE, "2024Q3", provider="Another"),
    # of another type, or in another authority, it is another service
    answers(SALFORD, "2024Q1", service_id="", service_type="lero", women_lead="yes"),
    answers(SALFORD, "2024Q2", women_lead="no"),
    answers(STOCKPORT, "2024Q1", service_id="", women_lead="yes"),
    # the round decides which is later, whatever day it was checked
    answers(KIRKLEES, "2025Q2", verified=FRESH, women_lead="no"),
    answers(KIRKLEES, "2025Q1", verified=LATER_FRESH, women_lead="yes"),
    answers(KIRKLEES, "2025Q1", service_id="N0002", trauma_informed_training_pct="79.99"),
    answers(KIRKLEES, "2025Q1", service_id="N0003", trauma_informed_training_pct="80"),
    answers(WAKEFIELD, "2025Q1", residential_women_only_beds="0"),
    answers(WAKEFIELD, "2025Q1", service_id="N0002", residential_mother_child_places="0"),
    answers(YORK, "2025Q1", residential_women_only_beds="0", women_only_detox_access="no"),
    answers(HULL, "2025Q1", residential_women_only_beds="0", women_only_detox_access="planned"),
    answers(DERBY, "2025Q1", residential_women_only_beds="", women_only_detox_access="planned"),
    answers(LUTON, "2025Q1", residential_women_only_beds="1", women_only_detox_access="unknown"),
    # the three policies
    answers(CAMDEN, "2025Q1", **ALL_POLICIES),
    answers(KINGSTON, "2025Q1", **ALL_POLICIES, women_only_group="yes"),
    answers(BARNET, "2025Q1", **ALL_POLICIES | {"pregnancy_policy": "planned"}, women_only_group="no"),
    answers(BEXLEY, "2025Q1", **ALL_POLICIES | {"pregnancy_policy": ""}, women_only_group="no"),
    answers(BRENT, "2025Q1", **ALL_POLICIES | {"pregnancy_policy": "planned", "menopause_policy": "unknown"}),
    answers(BROMLEY, "2025Q1", **ALL_POLICIES | {"pregnancy_policy": "no", "menopause_policy": "unknown"}),
    # about the edge of eighteen months
    answers(EALING, "2024Q1", LAST_FRESH_DAY, women_only_group="no"),
    answers(EALING, "2024Q1", FIRST_STALE_DAY, service_id="N0002", women_only_group="yes"),
    answers(ENFIELD, "2024Q1", FIRST_STALE_DAY, women_only_group="yes", evidence_type="contract"),
    answers(ENFIELD, "2024Q1", STALE, service_id="N0002", women_only_group="yes"),
    answers(ENFIELD, "2024Q1", STALE, service_id="N0003", women_only_group="no", evidence_type="website"),
    # a round that was stale before it ended, and one after a gap
    answers(HARROW, "2025Q1", "2023-09-30", women_only_group="yes"),
    answers(HARROW, "2023Q1", "2023-02-01", women_only_group="no"),
    answers(HAVERING, "2025Q3", "2025-08-31", women_only_group="planned", notes="=1+1", evidence_url="@x"),
    answers(HAVERING, "2025Q3", "2025-08-31", service_id="N0000", women_only_group="planned", notes="b"),
    answers(HOUNSLOW, "2025Q1", "01/01/2025", evidence_type="CONTRACT", co_design="", women_involved_in_design="NO"),
    answers(HOUNSLOW, "2025Q1", "2025-01-01", service_id="N0009", women_involved_in_design="no"),
    answers(HOUNSLOW, "2025Q1", "2025-01-01", service_id="N0008", women_involved_in_design="no", notes="kept"),
    # of what agrees: the audit before the contract, then the later, then the first code
    answers(CROYDON, "2025Q1", LATER_FRESH, evidence_type="contract", women_only_group="yes"),
    answers(CROYDON, "2025Q1", FRESH, service_id="N0002", women_only_group="yes"),
    answers(CROYDON, "2025Q1", LATER_FRESH, service_id="N0004", women_only_group="yes"),
    answers(CROYDON, "2025Q1", LATER_FRESH, service_id="N0003", women_only_group="yes"),
    answers(CROYDON, "2025Q1", LATER_FRESH, service_id="N0005", women_only_group="planned"),
    # kept out, each for one reason
    answers(LEEDS, "2024Q3", service_id="", provider="ELM HOUSE", women_only_space="yes_separate_site"),
    answers(BARNSLEY_BEFORE, "2025Q1", women_only_group="yes"),
    answers("E07000001", "2025Q1", women_only_group="yes"),
    answers(LUTON, "2025Q2", women_only_group="maybe"),
    answers(LUTON, "2025Q4", women_only_group="yes"),
    answers(LUTON, "2025Q5", women_only_group="yes"),
    answers(LUTON, "2025Q2", "2025-09-01", women_only_group="yes"),
    answers(LUTON, "2025Q2", women_only_hours_per_week="169", women_only_group="yes"),
    answers(LUTON, "2025Q2", residential_women_only_beds="-1", women_only_group="yes"),
    answers(LUTON, "2025Q2", provider="", women_only_group="yes"),
    answers(LUTON, "2025Q2", female_staff_pct="0.8", women_only_group="yes"),
    answers(LUTON, "2025Q2", "2023-09-30", women_only_group="yes"),
    answers(LUTON, "2023Q1", "2024-10-01", women_only_group="yes"),
]
KEPT_OUT = 13


def example(number: int, areas: str, offers: str, status: str = "running", on: str = FRESH) -> dict[str, str]:
    """An example of the register."""
    return EXAMPLE | {
        "example_id": f"e{number}",
        "area_codes": areas,
        "no_area_reason": "" if areas else "A region is named.",
        "offers": offers,
        "status": status,
        "published_on": on,
        "sentence": f"Sentence {number}.",
    }


EXAMPLES = [
    # fresh beside a stale no and yes, stale beside a fresh no
    example(1, f" {ENFIELD.lower()}", "Women_Only_Group  womens_lead "),
    example(2, EALING, "women_only_group", on=STALE),
    # of the same day, the first number; planned beside a no; ended; a pilot
    example(4, HARTLEPOOL, "childcare outreach"),
    example(3, HARTLEPOOL, "childcare", "pilot"),
    example(5, f"{HOUNSLOW} {HARTLEPOOL}", "co_design", "planned"),
    example(6, CAMDEN, "womens_policies outreach", "ended"),
    # two areas, one twice; no area; no offer; a day to come
    example(7, f"{MIDDLESBROUGH}  {MIDDLESBROUGH} {BARNSLEY}", "women_only_group"),
    example(8, "", "women_only_group"),
    example(9, REDCAR, ""),
    example(10, REDCAR, "women_only_space", on="2025-12-31"),
    example(11, STOCKTON, "womens_centre", on=STALE),
    example(12, STOCKTON, "womens_centre", "planned", on=STALE),
]

STANDARDS = """
    [[framework]]
    framework = "first"
    name = "First"
    document = "A document"
    about = "It asks."

    [[framework]]
    framework = "second"
    name = "Second"
    document = "Another"
    about = "It asks too."

    [[framework]]
    framework = "of_others"
    name = "Of others"
    document = "A third"
    about = "It asks nothing of an area."
"""


def standard(name: str, framework: str, asked_of: str, met_when: str, *offers: str) -> str:
    """The entry of a standard."""
    return f"""
        [[standard]]
        standard = "{name}"
        framework = "{framework}"
        section = "1"
        name = "A standard"
        asks = "Something."
        asked_of = "{asked_of}"
        {f'met_when = "{met_when}"' if met_when else ""}
        offers = {list(offers)}
        counts_as_met = "It is there."
        evidence = "A paper."
    """


STANDARDS += "".join(
    [
        standard("one", "first", "service", "all", "women_only_group"),
        standard("any_of_two", "first", "commissioner", "any", "women_only_group", "womens_policies"),
        standard("any_of_three", "first", "partnership", "any", "womens_lead", "co_design", "women_only_group"),
        standard("all_of_two", "second", "service", "all", "women_only_group", "womens_policies"),
        standard("all_of_two_more", "second", "service", "all", "women_only_residential", "women_only_space"),
        standard("not_to_be_seen", "second", "service", ""),
        standard("of_government", "of_others", "government", "all", "women_only_group"),
        standard("of_other_providers", "of_others", "other_provider", "any", "women_only_group"),
    ]
)
