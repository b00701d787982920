"""A small marts file with made-up numbers for a handful of real areas, in exactly the shape a build publishes.

    python -m tests.dashboard.small_marts small.duckdb

Every kind of awkward area is in it: a large one, one where nothing differs, Rutland with few people, the City of
London with everything hidden, the Isles of Scilly with no women at all, a county that no longer exists and has
deaths only, a Welsh authority, an authority whose code has changed, one nobody has sent records for.
"""

import sys
from math import ceil, sqrt
from pathlib import Path

import duckdb
import polars as pl

from tests.dashboard import small_provision, small_published, small_records

# fmt: off
SCHEMA = """
create table area (area_code varchar, area_name varchar, area_kind varchar, region_code varchar, valid_from date,
    valid_to date);
create table area_alias (alias varchar, area_code varchar, alias_kind varchar);
create table partnership_member (partnership_code varchar, area_code varchar);
create table indicator (indicator varchar, name varchar, kind varchar, unit varchar, polarity varchar,
    definition varchar, why_it_matters varchar, cannot_tell varchar, source varchar, shown_on varchar);
create table indicator_value (indicator varchar, area_code varchar, period varchar, sex varchar,
    substance_group varchar, breakdown varchar, category varchar, numerator double, denominator double, value double,
    value_low double, value_high double, status varchar, source varchar, note varchar, is_preferred boolean,
    rounded_to smallint);
create table waiting_time (area_code varchar, period varchar, sex varchar, substance_group varchar,
    intervention_order varchar, clock varchar, waits bigint, within_3_weeks bigint, over_3_weeks bigint,
    over_3_to_6_weeks bigint, over_6_weeks bigint, within_3_weeks_share double, within_3_weeks_share_low double,
    within_3_weeks_share_high double, median_days double, p90_days double, mean_days double, status varchar);
create table womens_share (area_code varchar, period varchar, substance_group varchar, measure varchar, women bigint,
    men bigint, share double, share_low double, share_high double, comparator varchar, comparator_share double,
    comparison varchar, extra_women bigint, extra_women_low bigint, extra_women_high bigint,
    extra_women_if_places_fixed bigint, extra_women_if_places_fixed_low bigint,
    extra_women_if_places_fixed_high bigint, status varchar, source varchar, comparator_source varchar,
    rounded_to smallint, provider_code varchar, people bigint);
create table share_change (area_code varchar, substance_group varchar, measure varchar, from_period varchar,
    to_period varchar, from_share double, to_share double, change double, change_low double, change_high double,
    direction varchar, status varchar);
create table death_comparison (indicator varchar, area_code varchar, period varchar, sex varchar, comparator varchar,
    comparator_value double, comparison varchar);
create table source_file (source varchar, file varchar, sha256 varchar, origin varchar, publisher varchar,
    licence varchar, retrieved_on date, rows_read bigint, rows_accepted bigint, rows_rejected bigint, title varchar,
    address varchar, extracted_on date, superseded_rows bigint, attribution varchar);
create table rejected_row (source varchar, file varchar, line bigint, column_name varchar, rule varchar,
    provider_code varchar);
create table rule (source varchar, rule varchar, column_name varchar, action varchar, sentence varchar, mark varchar,
    reason varchar);
create table build_note (topic varchar, subject varchar, detail varchar, rows bigint);
create table build (built_at timestamp, code_version varchar, mode varchar, is_synthetic boolean);
"""

AREAS = [
    ("E92000001", "England", "england", None, None, None),
    ("K04000001", "England and Wales", "england_and_wales", None, None, None),
    ("W92000004", "Wales", "wales", None, None, None),
    ("E12000002", "North West", "region", None, None, None),
    ("E12000003", "Yorkshire and the Humber", "region", None, None, None),
    ("E12000004", "East Midlands", "region", None, None, None),
    ("E12000005", "West Midlands", "region", None, None, None),
    ("E12000007", "London", "region", None, None, None),
    ("E12000009", "South West", "region", None, None, None),
    ("E06000017", "Rutland", "local_authority", "E12000004", None, None),
    ("E06000053", "Isles of Scilly", "local_authority", "E12000009", None, None),
    ("E06000058", "Bournemouth, Christchurch and Poole", "local_authority", "E12000009", "2019-04-01", None),
    ("E06000063", "Cumberland", "local_authority", "E12000002", "2023-04-01", None),
    ("E08000025", "Birmingham", "local_authority", "E12000005", None, None),
    ("E08000032", "Bradford", "local_authority", "E12000003", None, None),
    ("E08000035", "Leeds", "local_authority", "E12000003", None, None),
    ("E08000038", "Barnsley", "local_authority", "E12000003", "2025-04-01", None),
    ("E09000001", "City of London", "local_authority", "E12000007", None, None),
    ("E09000012", "Hackney", "local_authority", "E12000007", None, None),
    ("E10000006", "Cumbria", "local_authority", "E12000002", None, "2023-03-31"),
    ("W06000015", "Cardiff", "local_authority", "W92000004", None, None),
]
ALIASES = [
    ("E08000016", "E08000038", "old_code"),
    ("Barnsley (discontinued)", "E08000038", "ndtms_name"),
    ("City & County of Cardiff", "W06000015", "other_name"),
]
PERIODS = ["2020-21", "2021-22", "2022-23", "2023-24"]
GROUPS = {"all": 1.0, "opiate": 0.5, "non_opiate": 0.1, "non_opiate_and_alcohol": 0.15, "alcohol": 0.25}
# Women and men in treatment in the last year, all substances. Cumbria, Cardiff and Barnsley have none held.
PEOPLE = {
    "E92000001": (99_000, 201_000),
    "E12000002": (17_000, 33_500),
    "E12000003": (13_100, 28_400),
    "E12000004": (9_100, 18_800),
    "E12000005": (10_300, 22_900),
    "E12000007": (14_000, 31_200),
    "E12000009": (11_500, 21_300),
    "E06000017": (34, 61),
    "E06000053": (0, 14),
    "E06000058": (1_140, 2_010),
    "E06000063": (640, 1_210),
    "E08000025": (2_050, 5_240),
    "E08000032": (1_020, 2_260),
    "E08000035": (1_240, 2_830),
    "E09000001": (None, None),
    "E09000012": (690, 1_400),
}
DEATH_PERIODS = ["2016-18", "2017-19", "2018-20", "2019-21"]
# Deaths and rates of the last three years: women, men. No rate under 10 deaths, an unreliable one under 20.
DEATHS = {
    "E92000001": (4_210, 8_990),
    "K04000001": (4_590, 9_700),
    "W92000004": (290, 640),
    "E12000002": (820, 1_600),
    "E12000003": (560, 1_150),
    "E12000004": (300, 700),
    "E12000005": (400, 900),
    "E12000007": (430, 1_020),
    "E12000009": (430, 900),
    "E06000017": (2, 4),
    "E06000053": (0, 0),
    "E06000058": (31, 80),
    "E08000025": (110, 260),
    "E08000032": (38, 92),
    "E08000035": (61, 163),
    "E08000038": (24, 55),
    "E09000001": (1, 3),
    "E09000012": (14, 52),
    "E10000006": (36, 71),
    "W06000015": (33, 90),
}
ADULTS_PER_DEATH_RATE = {"female": 5.1, "male": 10.6}
INDICATORS = [
    ("people_in_treatment", "People in treatment", "count", "people", "none", "ndtms_records"),
    ("new_presentations", "People newly starting treatment", "count", "people", "none", "ndtms_records"),
    ("womens_share_in_treatment", "Women's share of people in treatment", "proportion", "%", "none", "ndtms_records"),
    ("womens_share_of_new_presentations", "Women's share of people newly starting treatment", "proportion", "%",
     "none", "ndtms_records"),
    ("treatment_rate_per_1000", "People in treatment per 1,000 adults", "rate", "per 1,000 adults of that sex",
     "none", "ndtms_records"),
    ("drug_poisoning_deaths", "Drug poisoning deaths", "count", "deaths", "lower", "ons_drug_deaths"),
    ("drug_misuse_deaths", "Drug misuse deaths", "count", "deaths", "lower", "ons_drug_deaths"),
    ("drug_poisoning_death_rate", "Drug poisoning death rate", "rate", "per 100,000 people", "lower",
     "ons_drug_deaths"),
    ("drug_misuse_death_rate", "Drug misuse death rate", "rate", "per 100,000 people", "lower", "ons_drug_deaths"),
    ("clients_per_keyworker", "Clients per keyworker", "ratio", "clients per full-time equivalent", "none",
     "caseload_return"),
]


def wilson(part: float, whole: float) -> tuple[float, float]:
    z = 1.959964
    middle = 2 * part + z * z
    spread = z * sqrt(z * z + 4 * part * (1 - part / whole))
    return max((middle - spread) / (2 * (whole + z * z)), 0.0), min((middle + spread) / (2 * (whole + z * z)), 1.0)


def counts_of(code: str, group: str, period: str, measure: str) -> tuple[int | None, int | None]:
    women, men = PEOPLE[code]
    if women is None or men is None:
        return None, None
    part = GROUPS[group] * (1.0 if measure == "in_treatment" else 0.45)
    years_back = len(PERIODS) - 1 - PERIODS.index(period)
    return round(women * part * (1 - 0.03 * years_back)), round(men * part * (1 - 0.012 * years_back))


def share_rows(code: str, group: str, period: str, measure: str) -> list[tuple[object, ...]]:
    women, men = counts_of(code, group, period, measure)
    region = {a[0]: a[3] for a in AREAS}[code]
    comparators = {"england": "E92000001"} | ({"region": region} if region else {})
    if code == "E92000001":
        comparators = {"none": None}
    hidden = women is None or (0 < women < 5)
    rows: list[tuple[object, ...]] = []
    for comparator, other_code in comparators.items():
        other = None
        if other_code:
            w, m = counts_of(other_code, group, period, measure)
            other = w / (w + m)
        if hidden or women is None or men is None or women + men == 0:
            rows.append((code, period, group, measure, None, None, None, None, None, comparator, other,
                         "not_compared", *(None,) * 6, "suppressed"))
            continue
        n = women + men
        share, (low, high) = women / n, wilson(women, n)
        comparison, extra = "not_compared", (None,) * 6
        if other is not None:
            def more(p: float, other: float = other, n: int = n) -> float:
                return (other * n - p * n) / (1 - other)
            extra = tuple(max(0, ceil(k)) for k in (
                more(share), more(high), more(low), other * n - women, other * n - high * n, other * n - low * n))
            comparison = "higher" if low > other else "lower" if high < other else "similar"
            if comparison == "similar" and high - low > 0.1:
                comparison = "too_few_to_tell"
        rows.append((code, period, group, measure, women, men, share, low, high, comparator, other, comparison,
                     *extra, "ok"))
    return rows


def change_rows(code: str, group: str, measure: str) -> list[tuple[object, ...]]:
    """In the first year of records everyone is new: new presentations are compared from the second."""
    first, *later = PERIODS if measure == "in_treatment" else PERIODS[1:]
    return [change_row(code, group, measure, first, last) for last in later]


def change_row(code: str, group: str, measure: str, first: str, last: str) -> tuple[object, ...]:
    w0, m0 = counts_of(code, group, first, measure)
    w1, m1 = counts_of(code, group, last, measure)
    if None in (w0, w1) or w0 + m0 == 0 or w1 + m1 == 0 or 0 < w0 < 5 or 0 < w1 < 5:
        return (code, group, measure, first, last, None, None, None, None, None, "not_compared", "suppressed")
    p0, p1 = w0 / (w0 + m0), w1 / (w1 + m1)
    error = 1.959964 * sqrt(p0 * (1 - p0) / (w0 + m0) + p1 * (1 - p1) / (w1 + m1))
    change = p1 - p0
    direction = "rose" if change > error else "fell" if -change > error else "no_clear_change"
    return (code, group, measure, first, last, p0, p1, change, change - error, change + error, direction, "ok")


def waiting_rows(code: str, group: str, period: str) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    women, men = counts_of(code, group, period, "new_presentations")
    for sex, people in (("female", women), ("male", men), ("all", None if women is None else women + men)):
        for clock, longer in (("offered", 0), ("started", 4)):
            key = (code, period, sex, group, "first", clock)
            if people is None or 0 < people < 5:
                rows.append((*key, *[None] * 11, "suppressed"))
            elif people:  # where nobody waited there is no row
                waits, over = int(people), int(people * 0.02)
                low, high = wilson(waits - over, waits)
                later = 1.5 if sex == "female" else 0
                rows.append((*key, waits, waits - over, over, over, 0, (waits - over) / waits, low, high,
                             2.5 + longer + later, 12.2 + longer * 1.5 + later * 2, 4.1 + longer, "ok"))
    return rows


def death_rows() -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
    values: list[tuple[object, ...]] = []
    comparisons: list[tuple[object, ...]] = []
    england = {"female": 6.4, "male": 13.1}
    population = {code: max(sum(p for p in PEOPLE.get(code, (0, 0)) if p), 300) * 120 for code in DEATHS}
    population |= {"E92000001": 21_900_000, "K04000001": 23_300_000, "W92000004": 1_280_000}
    population |= {"E08000035": 318_000, "E08000025": 440_000, "E10000006": 205_000, "W06000015": 150_000}
    for code, deaths in DEATHS.items():
        for years_back, period in enumerate(reversed(DEATH_PERIODS)):
            for sex, count in zip(("female", "male"), deaths, strict=True):
                n = round(count * (1 - 0.06 * years_back))
                for kind, part in (("poisoning", 1.0), ("misuse", 0.65)):
                    n_kind = round(n * part)
                    rest = ("all", "all", "all")
                    values.append((f"drug_{kind}_deaths", code, period, sex, *rest, n_kind, None, n_kind, None, None,
                                   "ok", "ons_drug_deaths", None))
                    name = f"drug_{kind}_death_rate"
                    if n_kind < 10:
                        values.append((name, code, period, sex, *rest, n_kind, None, None, None, None, "too_few",
                                       "ons_drug_deaths", None))
                        comparison = "not_compared"
                    else:
                        value = n_kind / 3 / population[code] * 100_000
                        if code == "E92000001":
                            value = england[sex] * part * (1 - 0.04 * years_back)
                        half = value * 1.96 / sqrt(n_kind)
                        values.append((name, code, period, sex, *rest, n_kind, None, value, value - half,
                                       value + half, "unreliable" if n_kind < 20 else "ok", "ons_drug_deaths", None))
                        other = england[sex] * part * (1 - 0.04 * years_back)
                        comparison = ("lower" if value + half < other else "higher" if value - half > other
                                      else "similar" if n_kind >= 20 else "too_few_to_tell")
                    if code not in ("E92000001", "K04000001", "W92000004"):
                        comparisons.append((name, code, period, sex, "england",
                                            england[sex] * part * (1 - 0.04 * years_back), comparison))
    return values, comparisons


def write(path: Path, *, is_synthetic: bool = True, mode: str = "open", only_schema: bool = False) -> Path:
    """Write the small marts to `path`. `only_schema` gives the marts of a build without any source."""
    with duckdb.connect(str(path)) as out:
        out.execute(SCHEMA)
        out.execute(small_records.SCHEMA)
        out.execute(small_published.SCHEMA)
        out.execute(small_provision.SCHEMA)

        def fill(table: str, rows: list[tuple[object, ...]]) -> None:
            columns = [name for name, *_ in out.execute(f"describe {table}").fetchall()]
            made_up = pl.DataFrame(rows, schema=columns, orient="row", infer_schema_length=None)
            out.register("made_up", made_up)
            out.execute(f"insert into {table} from made_up")

        fill("area", [*AREAS, *small_provision.AREAS])
        fill("area_alias", ALIASES)
        fill("build", [("2026-11-21 10:30:00", "0.1.0", mode, is_synthetic)])
        fill("indicator", [
            (i, name, kind, unit, polarity, f"{name}: made-up definition.", "Made-up reason why it matters.",
             "Made-up limit of what it can tell.", source, "overview")
            for i, name, kind, unit, polarity, source in INDICATORS])
        for table, rows in small_provision.rows(is_told=not only_schema).items():
            fill(table, rows)
        if only_schema:
            return path
        values: list[tuple[object, ...]] = []
        shares: list[tuple[object, ...]] = []
        waits: list[tuple[object, ...]] = []
        for code in PEOPLE:
            for group in GROUPS:
                for period in PERIODS:
                    waits += waiting_rows(code, group, period)
                    for measure in ("in_treatment", "new_presentations"):
                        of = "in_treatment" if measure == "in_treatment" else "of_new_presentations"
                        found = share_rows(code, group, period, measure)
                        shares += found
                        women, men = found[0][4], found[0][5]
                        share, low, high, status = *found[0][6:9], found[0][-1]
                        values.append((f"womens_share_{of}", code, period, "all", group, "all", "all", women,
                                       None if women is None else women + men, share, low, high, status,
                                       "ndtms_records", None))
                        name = "people_in_treatment" if measure == "in_treatment" else "new_presentations"
                        for sex, n in (("female", women), ("male", men)):
                            values.append((name, code, period, sex, group, "all", "all", n, None, n, None, None,
                                           status, "ndtms_records", None))
        deaths, comparisons = death_rows()
        values += deaths
        values.append(("clients_per_keyworker", "E08000035", "2023-24", "all", "all", "all", "all", 2350, 51.4,
                       2350 / 51.4, None, None, "ok", "caseload_return", None))
        values.append(("clients_per_keyworker", "E06000017", "2023-24", "all", "all", "all", "all", None, None,
                       None, None, None, "suppressed", "caseload_return", None))
        values += [
            ("treatment_rate_per_1000", code, "2023-24", sex, "all", "all", "all", None, None, *rates, "ok",
             "ndtms_records + ons_population", "population of mid-2023")
            for code, sex, rates in (
                ("E08000035", "female", (2.1, 2.0, 2.3)),
                ("E08000035", "male", (3.9, 3.7, 4.1)),
                ("E92000001", "female", (2.3, 2.3, 2.3)),
                ("E92000001", "male", (4.6, 4.6, 4.7)),
            )
        ]  # fmt: skip
        fill("indicator_value", [(*row, True, 1) for row in values])
        quarters = [(row[0], f"{row[1]} Q{quarter}", *row[2:]) for row in waits for quarter in (1, 4)]
        fill("waiting_time", waits + quarters)
        fill("womens_share", [
            (*row, "ndtms_records", "ndtms_records", 1, "all", None if row[4] is None else row[4] + row[5])
            for row in shares])
        fill("share_change", [row for c in PEOPLE for g in GROUPS
                              for m in ("in_treatment", "new_presentations") for row in change_rows(c, g, m)])
        fill("death_comparison", comparisons)
        origin = "synthetic" if is_synthetic else "local_return"
        files = [
            *small_records.source_files(origin),
            *small_published.FILES,
            *small_provision.source_files(origin),
            ("ons_drug_deaths", "2021localauthorities.xlsx", "cd" * 32, "published",
             "Office for National Statistics", "Open Government Licence v3.0", "2026-11-20", 1_764, 1_764, 0,
             "Deaths related to drug poisoning by local authority", "https://www.ons.gov.uk/", None, None),
            ("caseload_return", "return.csv", "ef" * 32, origin, "Leeds", "", None, 4, 3, 1, "Caseload return", "",
             None, None),
        ]
        fill("source_file", [(*file, "") for file in files])
        for table, rows in small_published.ROWS.items():
            fill(table, rows)
        fill("rule", small_records.RULES)
        fill("rejected_row", [
            *small_records.rejected_rows(),
            ("caseload_return", "return.csv", 3, "active_clients", "made_up_rule", None),
        ])
        fill("record_quality", small_records.record_quality(mode))
        fill("provider_caseload", small_records.caseloads(PERIODS, mode))
        fill("measure", small_records.measures())
        fill("measure_category", small_records.CATEGORIES)
        fill("treatment_measure", small_records.measure_rows(PEOPLE, PERIODS))
        fill("build_note", [
            ("left_out", "ons_drug_deaths", "district", 181),
            ("unknown_column", "ndtms_records", "records_1.csv: WHATEVER", 0),
        ])
    return path

# fmt: on


if __name__ == "__main__":
    print(write(Path(sys.argv[1])))
