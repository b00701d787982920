"""Made-up reports on treatment records: what a build says of each provider's files, and what its measures are called.

Every kind of awkward provider is in it: two extracts of which the later wins, three providers in one file, a file
whose edition lacks fields, rows nobody's code can be read in, a provider all of whose rows were rejected, and one
with nothing wrong.
"""

from collections.abc import Iterable

# fmt: off
SCHEMA = """
create table record_quality (provider_code varchar, topic varchar, detail varchar, rows bigint, out_of bigint,
    note varchar);
create table provider_caseload (provider_code varchar, area_code varchar, period varchar, sex varchar, people bigint,
    womens_share double, womens_share_low double, womens_share_high double, status varchar,
    substance_group varchar);
create table measure (measure varchar, name varchar, of_whole varchar, unit varchar, definition varchar,
    why_it_matters varchar, cannot_tell varchar, mark varchar);
create table measure_category (measure varchar, category varchar, label varchar, position integer,
    is_in_base boolean);
create table treatment_measure (measure varchar, category varchar, area_code varchar, period varchar, sex varchar,
    substance_group varchar, people bigint, out_of bigint, share double, share_low double, share_high double,
    status varchar);
"""
TABLES = ("record_quality", "provider_caseload", "measure", "measure_category", "treatment_measure")

NOBODY = "not a provider code"
# Provider, file, extract, rows read, rejected, superseded, without consent.
FILES = [
    ("N1037", "ndtms_Leeds_N1037_2024-03-31.csv", "2024-03-31", 5_902, 31, 5_861, 10),
    ("N1037", "ndtms_Leeds_N1037_2024-06-30.csv", "2024-06-30", 6_204, 24, 0, 12),
    ("N1074", "ndtms_Leeds_N1074.csv", "2024-06-30", 2_110, 3, 0, 0),
    ("N1111", "ndtms_Bradford_N1111.csv", "2024-06-30", 1_480, 182, 0, 6),
    ("N1148", "archive.zip/ndtms_Hackney_N1148.csv", None, 3_371, 0, 0, 2),
    ("N1185", "ndtms_Rutland_N1185.csv", "2024-06-30", 214, 0, 0, 0),
    ("N1222", "ndtms_Scilly_N1222.csv", "2024-06-30", 3, 3, 0, 0),
    ("N1300", "records_1.csv", "2024-06-30", 60_110, 5, 0, 3),
    ("N1337", "records_1.csv", "2024-06-30", 30_320, 2, 0, 8),
    ("N1374", "records_1.csv", "2024-06-30", 10_714, 6, 0, 0),
    (NOBODY, "records_1.csv", "2024-06-30", 2, 2, 0, 0),
    (NOBODY, "ndtms_Bradford_N1111.csv", "2024-06-30", 1, 1, 0, 0),
]
# How many of the rejected rows of a provider's latest extract break which rule; what is left over is `under_18`.
BROKEN = {
    "N1037": {("sex_not_stated", "SEX"): 15, ("not_a_date", "DOB"): 2},
    "N1111": {("sex_not_stated", "SEX"): 150, ("made_up_rule", "FAOMODDT"): 12},
    "N1374": {("sex_not_stated", "SEX"): 4},
    NOBODY: {("wrong_number_of_columns", ""): 2, ("broken_quoting", ""): 1},
}
WARNED = {
    "N1037": {("unlisted_code", "CRTMHN"): 18, ("pregnant_man", "PREGNANT"): 1},
    "N1148": {("unlisted_drug_code", "DRUG1"): 40},
}
ASKED = ("RFLS", "PREVTR", "ETHNIC", "PRNTSTAT", "CHILDWTH", "EHCSC", "EHCSC2", "EHCSC3", "PREGNANT", "ACCMNEED",
         "EMPSTAT", "MTWITN", "CRTMHN", "INJSTAT")
OTHERS = ("residence", "DISRSN", "DRUG2", "MODST", "FAOMODDT")
NOT_IN_EDITION = {"N1148": ("EHCSC", "EHCSC2", "EHCSC3", "MTWITN", "CRTMHN")}
RULES = [
    ("ndtms_records", "sex_not_stated", "SEX", "reject", "Sex is missing or is neither M nor F.", "V", None),
    ("ndtms_records", "under_18", "DOB", "reject", "Under 18 at triage.", "R", None),
    ("ndtms_records", "not_a_date", "DOB", "reject", "The value is not a date as 31/12/2024.", "V", None),
    ("ndtms_records", "wrong_number_of_columns", None, "reject",
     "The record has more or fewer cells than the header.", "V", None),
    ("ndtms_records", "unlisted_drug_code", "DRUG1", "warn", "The drug code is not in our list.", "I", None),
    ("ndtms_records", "unlisted_code", "CRTMHN", "warn", "The code is not in our list: read as not stated.", "R", None),
    ("ndtms_records", "pregnant_man", "PREGNANT", "null", "Pregnant and male: read as not stated.", "D",
     "Sex links a person's records everywhere."),
]
PLACES = {"N1037": ["E08000035", "E08000032"], "N1074": ["E08000035"], "N1111": ["E08000032"],
          "N1148": ["E09000012"], "N1185": ["E06000017"], "N1300": ["E08000025", "E08000035"],
          "N1337": ["E06000058"], "N1374": ["E06000063"]}
MEASURES = [
    ("parental_status", "Mothers and fathers among people newly starting treatment", "new_presentations"),
    ("outcome", "What became of people in treatment", "people_in_treatment"),
    ("people_in_treatment", "People in treatment", "people_in_treatment"),
]
CATEGORIES = [
    ("parental_status", "lives_with_own_children", "Lives with own children", 1, True),
    ("parental_status", "no_children", "No children", 2, True),
    ("parental_status", "not_stated", "Not stated", 3, False),
    ("outcome", "still_in_treatment", "Still in treatment", 1, True),
    ("outcome", "completed", "Completed", 2, True),
    ("people_in_treatment", "all", "People in treatment", 1, False),
]

Row = tuple[object, ...]


def source_files(origin: str) -> list[Row]:
    """One row per file of records, as in the mart source_file."""
    return [
        ("ndtms_records", file, "ab" * 32, origin, "Sample writer", "Open Government Licence v3.0", "2026-11-21",
         sum(f[3] for f in FILES if f[1] == file), sum(f[3] - f[4] for f in FILES if f[1] == file),
         sum(f[4] for f in FILES if f[1] == file), "NDTMS records", "", FILES[i][2],
         sum(f[5] for f in FILES if f[1] == file))
        for i, file in enumerate(f[1] for f in FILES) if file not in [f[1] for f in FILES[:i]]
    ]


def rejected_rows() -> list[Row]:
    """One row per rejected row and rule."""
    rows: list[Row] = []
    left = {provider: dict(broken) for provider, broken in BROKEN.items()}
    for provider, file, _, _, rejected, superseded, _ in FILES:
        for line in range(2, rejected + 2):
            broken = (not superseded and left.get(provider)) or {("under_18", "DOB"): 10**6}
            (rule, column), many = next(iter(broken.items()))
            code = None if rule == "wrong_number_of_columns" else provider
            rows.append(("ndtms_records", file, line * 7, column or None, rule, code))
            if provider in left and not superseded:
                broken[(rule, column)] = many - 1
                left[provider] = {key: n for key, n in broken.items() if n}
    return rows


def record_quality(mode: str) -> list[Row]:
    """One row per provider and thing counted; counts of 1 to 4 are nulls in open mode."""
    rows = [*_of_files(), *_of_rules(), *_of_fields()]
    return [(p, topic, detail, None if mode == "open" and n is not None and 0 < n < 5 else n, whole, note)
            for p, topic, detail, n, whole, note in rows]


def _of_files() -> Iterable[tuple[str, str, str, int | None, int | None, str | None]]:
    for provider, file, extract, read, rejected, superseded, without in FILES:
        yield provider, "rows_read", file, read, None, f"extract of {extract}" if extract else None
        counts = {"accepted": read - rejected, "rejected": rejected, "superseded": superseded,
                  "without_consent": without}
        for fate, n in counts.items():
            yield provider, f"rows_{fate}", file, n, read, None


def _of_rules() -> Iterable[tuple[str, str, str, int | None, int | None, str | None]]:
    for provider in dict.fromkeys(f[0] for f in FILES):
        read = sum(f[3] for f in FILES if f[0] == provider and not f[5])
        rejected = sum(f[4] for f in FILES if f[0] == provider and not f[5])
        broken = dict(BROKEN.get(provider, {}))
        broken[("under_18", "DOB")] = rejected - sum(broken.values())
        for topic, counts in (("rejected_by_rule", broken), ("warned_by_rule", WARNED.get(provider, {}))):
            for (rule, column), n in counts.items():
                if n > 0:
                    yield provider, topic, f"{rule} ({column})" if column else rule, n, read, None
        yield provider, "sex_not_stated", "SEX", broken.get(("sex_not_stated", "SEX"), 0), read, None
        if provider != NOBODY:
            episodes = read // 3
            yield provider, "not_placed", "residence", min(episodes, episodes // 50 if provider != "N1185" else 0), \
                episodes, None


def _of_fields() -> Iterable[tuple[str, str, str, int | None, int | None, str | None]]:
    for provider in dict.fromkeys(f[0] for f in FILES if f[0] != NOBODY):
        used = sum(f[3] - f[4] - f[6] for f in FILES if f[0] == provider and not f[5])
        for place, field in enumerate((*ASKED, *OTHERS)):
            if field in NOT_IN_EDITION.get(provider, ()):
                yield provider, "empty_field", field, None, None, "not in this edition"
            else:
                yield provider, "empty_field", field, 0 if field == "RFLS" else used * place // 40, used, None


def caseloads(periods: list[str], mode: str) -> list[Row]:
    """One row per provider, place, year and sex."""
    return [
        (provider, place, period, sex, None if mode == "open" else people, *(None,) * 3,
         "suppressed" if mode == "open" else "ok", "all")
        for provider, places in PLACES.items()
        for place in (*places, "all")
        for period in periods
        for sex, people in (("female", 40), ("male", 80), ("all", 120))
    ]


def measures() -> list[Row]:
    """One row per measure."""
    return [(m, name, whole, "people", f"{name}: made-up definition.", "Made-up reason why it matters.",
             "Made-up limit of what it can tell.", "R") for m, name, whole in MEASURES]


def measure_rows(areas: Iterable[str], periods: list[str]) -> list[Row]:
    """One row per category, place, period (years and quarters) and sex, all substances."""
    return [
        (measure, category, area, period, sex, "all", 30, 60 if is_in_base else None, 0.5 if is_in_base else None,
         0.38 if is_in_base else None, 0.62 if is_in_base else None, "ok")
        for measure, category, _, _, is_in_base in CATEGORIES
        for area in areas
        for year in periods
        for period in (year, f"{year} Q1")
        for sex in ("female", "male", "all")
    ]

# fmt: on
