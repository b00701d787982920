"""The rules one row can break by itself, and what is allowed but odd."""

from collections import Counter
from datetime import date, timedelta

from tests.boring.code_lists import LISTED_DRUGS, NOT_STRUCTURED, STRUCTURED, drug_kind
from tests.boring.row import UNUSED_DATES, USED_DATES, Row

Warned = tuple[str, str]
"""A rule that only warns, and its column."""

NEVER_EMPTY = [
    "FINITIAL", "SINITIAL", "DOB", "REFLD", "CONSENT", "DRUG1", "TRIAGED", "AGNCY", "CLIENTID", "EPISODID",
]  # fmt: skip
# (the date that may not come first, the date it may not precede, the rule)
ORDER_OF_DATES = [
    ("TRIAGED", "REFLD", "triage_before_referral"),
    ("DISD", "TRIAGED", "discharge_before_triage"),
    ("MODEND", "MODST", "intervention_end_before_start"),
    ("MODST", "TRIAGED", "intervention_start_before_triage"),
    ("MODST", "REFMODDT", "intervention_start_before_referral"),
    ("FAOMODDT", "REFMODDT", "appointment_before_referral"),
]
ENDS_OF_RECORDS = ["REFLD", "TRIAGED", "DISD", "REFMODDT", "MODST", "MODEND"]
"""The dates that tell how far records reach."""
# The rule that warns, its columns, and the greatest whole number they may hold.
RANGES = {
    "alcdays_out_of_range": (["ALCDDAYS"], 28),
    "top_days_out_of_range": (
        [
            "ALCUSE", "OPIUSE", "CRAUSE", "COCAUSE", "AMPHUSE", "CANNUSE", "OTDRGUSE",
            "IVDRGUSE", "SHOTHEFT", "DRGSELL", "PWORK", "EDUCAT",
        ],
        28,
    ),
    "top_rating_out_of_range": (["PSYHSTAT", "PHSTAT", "QUALLIFE"], 20),
}  # fmt: skip


def whole_number(text: str, greatest: int) -> int | None:
    """A number of plain digits up to a greatest; null for anything else."""
    if not all(letter in "0123456789" for letter in text):
        return None
    return int(text) if int(text) <= greatest else None


def age_on(born: date, day: date) -> int:
    """Age in completed years; who was born on 29 February has a birthday on 1 March in other years."""
    years = day.year - born.year
    if (day.month, day.day) < (born.month, born.day):
        years -= 1
    return years


def broken_rules(row: Row, today: date) -> list[tuple[str, str]]:
    """Every rule a row breaks, as (column, rule)."""
    if row.cell("CONSENT") == "N":
        return []
    if is_header(row):
        return [("AGNCY", "header_repeated")]
    return rules_on_cells(row) + rules_on_dates(row, today) + rules_on_drugs(row)


def is_header(row: Row) -> bool:
    """Whether a row repeats the header, which may be written in any case."""
    return (row.cell("AGNCY") or "").upper() == "AGNCY" and (row.cell("CLIENTID") or "").upper() == "CLIENTID"


def rules_on_cells(row: Row) -> list[tuple[str, str]]:
    """The rules about what a cell may hold."""
    broken = [(column, "missing") for column in NEVER_EMPTY if row.cell(column) is None]
    if row.cell("CONSENT") is not None and row.cell("CONSENT") not in ("Y", "N"):
        broken.append(("CONSENT", "consent_unknown"))
    if row.cell("SEX") not in ("M", "F"):
        broken.append(("SEX", "sex_not_stated"))
    modality = row.cell("MODAL")
    if modality is not None and modality not in STRUCTURED | NOT_STRUCTURED:
        broken.append(("MODAL", "unknown_modality_code"))
    return broken


def rules_on_dates(row: Row, today: date) -> list[tuple[str, str]]:
    """The rules about dates and their order; a date that cannot be read is compared with nothing."""
    broken: list[tuple[str, str]] = []
    for column in USED_DATES:
        day = row.dates[column]
        if row.cell(column) is not None and day is None:
            broken.append((column, "not_a_date"))
        latest = today + timedelta(days=365) if column == "FAOMODDT" else today
        if day is not None and day > latest:
            broken.append((column, "date_in_future"))
    born, referred, triaged = row.dates["DOB"], row.dates["REFLD"], row.dates["TRIAGED"]
    if born is not None and born.year < 1903:
        broken.append(("DOB", "born_before_1903"))
    if born is not None and triaged is not None and age_on(born, triaged) < 18:
        broken.append(("DOB", "under_18"))
    if born is not None and referred is not None and born > referred:
        broken.append(("DOB", "birth_after_referral"))
    for column, earlier, rule in ORDER_OF_DATES:
        day, floor = row.dates[column], row.dates[earlier]
        if day is not None and floor is not None and day < floor:
            broken.append((column, rule))
    return broken


def rules_on_drugs(row: Row) -> list[tuple[str, str]]:
    """The rules about the three problem substances."""
    broken: list[tuple[str, str]] = []
    kinds: list[str] = []
    for column in ("DRUG1", "DRUG2", "DRUG3"):
        code = row.cell(column)
        if code is None:
            continue
        kind = drug_kind(code)
        if kind is None:
            broken.append((column, "unknown_drug_code"))
        else:
            kinds.append(kind)
    is_problem = any(kind in ("opiate", "non_opiate", "alcohol") for kind in kinds)
    if row.cell("DRUG1") is not None and not broken and not is_problem:
        broken.append(("DRUG1", "no_problem_substance"))
    return broken


def note_warnings(row: Row, extracted_on: date | None, warnings: Counter[Warned]) -> None:
    """Count what an accepted row does that is allowed but odd."""
    days = [row.dates[column] for column in ENDS_OF_RECORDS]
    if extracted_on is not None and max(day for day in days if day is not None) > extracted_on:
        warnings[("date_after_extract", "")] += 1
    for rule, (columns, greatest) in RANGES.items():
        for column in columns:
            number = row.cell(column)
            if number is not None and whole_number(number, greatest) is None:
                warnings[(rule, column)] += 1
    for column in ("DRUG1", "DRUG2", "DRUG3"):
        code = row.cell(column)
        if code is not None and code not in LISTED_DRUGS:
            warnings[("unlisted_drug_code", column)] += 1
    if row.cell("LA") is not None and row.cell("DAT") == "Z00B":
        warnings[("la_given_out_of_england", "LA")] += 1
    if row.cell("DISD") is not None and row.cell("DISRSN") is None:
        warnings[("discharge_without_reason", "DISRSN")] += 1
    if row.cell("DISD") is None and row.cell("DISRSN") is not None:
        warnings[("reason_without_discharge", "DISD")] += 1
    for column in UNUSED_DATES:
        if row.cell(column) is not None and row.dates[column] is None:
            warnings[("not_a_date", column)] += 1
    for odd in row.odd_answers:
        warnings[odd] += 1
