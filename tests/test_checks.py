"""Each check finds the rows that break its promise, all of them and no other."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from pipelines.build import check
from pipelines.checks import broken_promises
from pipelines.errors import Refused
from pipelines.warehouse import PACKAGE
from tests.builds import Built, built, lay_records
from tests.cases_of_comparing import CASES_OF_COMPARING, SOUND_COMPARING
from tests.cases_of_deaths import CASES_OF_DEATHS, SOUND_DEATHS
from tests.cases_of_gaps import CASES_OF_GAPS, SOUND_GAPS
from tests.cases_of_measures import CASES_OF_MEASURES, SOUND_MEASURES
from tests.cases_of_partnerships import CASES_OF_PARTNERSHIPS
from tests.cases_of_provision import CASES_OF_PROVISION, SOUND_PROVISION
from tests.cases_of_published import CASES_OF_PUBLISHED, SOUND_PUBLISHED
from tests.cases_of_shares import CASES_OF_SHARES, SOUND_SHARES
from tests.cases_of_starts import CASES_OF_STARTS, SOUND_STARTS
from tests.cases_of_waits import CASES_OF_WAITS, SOUND_WAITS
from tests.records import WOMAN
from tests.sources.workbooks import write_population

CHECKS = sorted(path.stem for path in (PACKAGE / "checks").glob("*.sql"))

# Marts that keep every promise, with as few rows as may be.
SOUND = """
    insert into build values (timestamp '2024-06-30 12:00:00', '0.1.0', 'open', false);
    insert into area values
        ('E92000001', 'England', 'england', null, null, null),
        ('E12000003', 'Yorkshire and the Humber', 'region', 'E92000001', null, null),
        ('E08000035', 'Leeds', 'local_authority', 'E12000003', null, null);
    insert into indicator by name
    select indicator, kind
    from (values ('people_in_treatment', 'count'), ('womens_share_in_treatment', 'proportion'),
        ('treatment_rate_per_1000', 'rate'), ('drug_misuse_death_rate', 'rate')) as known (indicator, kind);

    insert into indicator_value by name
    select 'people_in_treatment' as indicator, area_code, '2023-24' as period, sex, substance_group,
        people as numerator, people as value, 'ok' as status, 'ndtms_records' as source
    from (values
        ('E92000001', 'female', 'all', 40), ('E92000001', 'male', 'all', 60), ('E92000001', 'all', 'all', 100),
        ('E12000003', 'female', 'all', 12), ('E12000003', 'male', 'all', 25), ('E12000003', 'all', 'all', 37),
        ('E08000035', 'female', 'all', 10), ('E08000035', 'male', 'all', 20), ('E08000035', 'all', 'all', 30),
        ('E08000035', 'all', 'opiate', 14), ('E08000035', 'all', 'non_opiate', 0),
        ('E08000035', 'all', 'non_opiate_and_alcohol', 6), ('E08000035', 'all', 'alcohol', 10)
    ) as counted (area_code, sex, substance_group, people);
    insert into indicator_value by name
    select 'womens_share_in_treatment' as indicator, 'E08000035' as area_code, '2023-24' as period, 'all' as sex,
        'all' as substance_group, 10 as numerator, 30 as denominator, 0.333 as value, 0.19 as value_low,
        0.51 as value_high, 'ok' as status, 'ndtms_records' as source;
    insert into indicator_value by name
    select 'treatment_rate_per_1000' as indicator, 'E08000035' as area_code, '2023-24' as period, sex,
        'all' as substance_group, people as numerator, adults as denominator, people / adults * 1000 as value,
        'ok' as status, 'ndtms_records + ons_population' as source
    from (values ('female', 10, 5000), ('male', 20, 4000), ('all', 30, 9000)) as treated (sex, people, adults);
    insert into indicator_value by name
    select 'drug_misuse_death_rate' as indicator, area_code, '2019-21' as period, 'female' as sex,
        'all' as substance_group, deaths as numerator, value, value_low, value_high, status, 'ons_drug_deaths' as source
    from (values ('E92000001', 60, 2.0, 1.5, 2.5, 'ok'), ('E12000003', 12, 2.0, 1.1, 3.2, 'unreliable'),
        ('E08000035', 3, null, null, null, 'too_few')
    ) as rate (area_code, deaths, value, value_low, value_high, status);

    insert into waiting_time by name
    select 'E08000035' as area_code, '2023-24' as period, 'all' as sex, 'all' as substance_group,
        'first' as intervention_order, clock, waits, within_3_weeks, over_3_weeks, over_3_to_6_weeks, over_6_weeks,
        median_days, p90_days, mean_days, 'ok' as status
    from (values ('offered', 30, 30, 0, 0, 0, 5.0, 12.0, 6.0), ('started', 30, 14, 16, 10, 6, 22.0, 44.0, 25.0)
    ) as wait (clock, waits, within_3_weeks, over_3_weeks, over_3_to_6_weeks, over_6_weeks,
        median_days, p90_days, mean_days);
    insert into womens_share by name
    select 'E08000035' as area_code, 'all' as provider_code, '2023-24' as period, 'all' as substance_group,
        'in_treatment' as measure, comparator, 0.333 as share, comparator_share, extra_women
    from (values ('england', 0.40, 4), ('region', 0.324, 0)) as compared (comparator, comparator_share, extra_women);

    insert into rule by name select 'ndtms_records' as source, 'sex_not_stated' as rule;
    insert into source_file by name
    select 'ndtms_records' as source, file, read as rows_read, accepted as rows_accepted, rejected as rows_rejected
    from (values ('a.csv', 30, 29, 1), ('b.csv', 10, 10, 0)) as counted (file, read, accepted, rejected);
    insert into rejected_row values ('ndtms_records', 'a.csv', 7, 'SEX', 'sex_not_stated', 'N0001');
"""

COUNT = "indicator = 'people_in_treatment' and area_code = 'E08000035' and substance_group"
LEEDS = ("people_in_treatment", "E08000035", "2023-24")
SHARE = ("womens_share_in_treatment", "E08000035", "2023-24", "all")
RATE = ("drug_misuse_death_rate", "E12000003", "2019-21", "female")
OFFERED = ("E08000035", "2023-24", "all", "all", "first", "offered")
STARTED = ("E08000035", "2023-24", "all", "all", "first", "started")

Case = tuple[str, list[tuple[object, ...]]]
"""What is done to sound marts, and the rows that break the promise then."""


def small_waits() -> list[Case]:
    """A small count in each band in turn."""
    bands = ("waits", "within_3_weeks", "over_3_weeks", "over_3_to_6_weeks", "over_6_weeks")
    return [(f"update waiting_time set {band} = 4 where clock = 'offered'", [OFFERED]) for band in bands]


HIDDEN_WAITS = "update waiting_time set {} = null where clock = 'started' and sex = '{}'"
WAITS_OF_WOMEN = "insert into waiting_time select * replace ('female' as sex) from waiting_time; "
WAITS_ABOUT_OPIATES = "insert into waiting_time select * replace ('opiate' as substance_group) from waiting_time; "
LEEDS_STARTED = ("E08000035", "2023-24", "first", "started")

TREATED = "update indicator_value set value = {} where indicator = 'treatment_rate_per_1000' and sex = '{}'"

# Three rows kept out, two of them by the same line of two sheets, and one for three reasons.
WORKBOOK = """
    insert into source_file by name
    select 'ons_population' as source, 'mid.xlsx' as file, 8 as rows_read, 5 as rows_accepted, 3 as rows_rejected;
    insert into rejected_row
    select 'ons_population', 'mid.xlsx', line, column_name, 'some_rule', null
    from (values (10, 'MYE2 - Females, age 17 people'), (10, 'MYE2 - Females, age 18 people'),
        (10, 'MYE2 - Females all_ages'), (10, 'MYE2 - Males area_code'), (11, 'MYE2 - Males area_code')
    ) as reject (line, column_name);
"""


CASES: dict[str, list[Case]] = {
    "build__one_row": [
        ("delete from build", [(0,)]),
        ("insert into build select * from build", [(2,)]),
    ],
    "indicator_value__a_hidden_count_is_not_alone": [
        (
            f"update indicator_value set status = 'suppressed', value = null where {COUNT} = 'all' and sex = 'female'",
            [(*LEEDS, "sexes of all"), (*LEEDS, "substance groups of female")],
        ),
        (
            f"update indicator_value set status = 'suppressed' where {COUNT} = 'opiate'",
            [(*LEEDS, "sexes of opiate"), (*LEEDS, "substance groups of all")],
        ),
        (
            f"update indicator_value set status = 'suppressed' where {COUNT} = 'all' and sex <> 'all'",
            [(*LEEDS, "substance groups of female"), (*LEEDS, "substance groups of male")],
        ),
        (
            f"insert into indicator_value select * replace ('female' as sex) from indicator_value "
            f"where {COUNT} = 'opiate'; "
            f"update indicator_value set status = 'suppressed' where {COUNT} in ('opiate', 'all') and sex <> 'male'",
            [],
        ),
    ],
    "indicator_value__areas_and_indicators_are_known": [
        ("delete from area where area_code = 'E12000003'", [(LEEDS[0], "E12000003"), (RATE[0], "E12000003")]),
        ("delete from indicator where kind = 'proportion'", [(SHARE[0], "E08000035")]),
    ],
    "indicator_value__interval_holds_the_value": [
        ("update indicator_value set value_low = 0.334 where denominator = 30", [SHARE]),
        ("update indicator_value set value_high = 1.99 where status = 'unreliable'", [RATE]),
        ("update indicator_value set value = 1.1, value_high = 1.2 where denominator = 30", [SHARE]),
        ("update indicator_value set value_low = -0.01 where denominator = 30", [SHARE]),
        ("update indicator_value set value_high = 1.01 where denominator = 30", [SHARE]),
        ("update indicator_value set value_high = value, value_low = value where value_low is not null", []),
    ],
    "indicator_value__no_small_count_in_an_open_build": [
        (
            f"update indicator_value set numerator = 4 where {COUNT} = 'all' and sex = 'female'",
            [(*LEEDS, "female", "all")],
        ),
        ("update indicator_value set numerator = 1 where denominator = 30", [(*SHARE, "all")]),
        ("update indicator_value set numerator = 29 where denominator = 30", [(*SHARE, "all")]),
        ("update indicator_value set numerator = 0, denominator = 4 where denominator = 30", [(*SHARE, "all")]),
        ("update indicator_value set numerator = 5 where denominator = 30", []),
        ("update indicator_value set numerator = 0", []),
        ("update indicator_value set numerator = 3; update build set mode = 'restricted'", []),
        (
            "update indicator_value set source = 'caseload_return', numerator = 2 where denominator = 30",
            [(*SHARE, "all")],
        ),
    ],
    "indicator_value__rate_for_all_lies_between_women_and_men": [
        (TREATED.format(1.9, "all"), [("treatment_rate_per_1000", "E08000035", "2023-24", "all")]),
        (TREATED.format(5.1, "all"), [("treatment_rate_per_1000", "E08000035", "2023-24", "all")]),
        (TREATED.format(10 / 3, "female"), []),
        (f"{TREATED.format('null', 'male')}; {TREATED.format(5.1, 'all')}", []),
        ("update indicator_value set value = 9 where indicator like '%death_rate' and area_code = 'E08000035'", []),
    ],
    "indicator_value__status_says_why_there_is_no_number": [
        ("update indicator_value set value = null where denominator = 30", [(*SHARE, "ok")]),
        ("update indicator_value set status = 'too_few' where denominator = 30", [(*SHARE, "too_few")]),
        ("update indicator_value set value = null where status = 'unreliable'", [(*RATE, "unreliable")]),
        ("update indicator_value set value = 'inf' where denominator = 30", [(*SHARE, "ok")]),
        ("update indicator_value set value = 'nan' where denominator = 30", [(*SHARE, "ok")]),
    ],
    "indicator_value__substance_groups_make_all": [
        (f"update indicator_value set value = 15 where {COUNT} = 'opiate'", [(*LEEDS, "all")]),
        (f"update indicator_value set value = 0 where {COUNT} = 'opiate'", [(*LEEDS, "all")]),
        (f"update indicator_value set value = null, status = 'suppressed' where {COUNT} = 'opiate'", []),
    ],
    "indicator_value__no_part_is_larger_than_its_whole": [
        (
            "update indicator_value set value = 38 where area_code = 'E08000035' and sex = 'all' and value = 30",
            [(*LEEDS, "all", "all")],
        ),
        (
            "update indicator_value set value = 101 where area_code = 'E12000003' and value = 37",
            [(LEEDS[0], "E12000003", LEEDS[2], "all", "all")],
        ),
        ("update indicator_value set value = 37 where area_code = 'E08000035' and value = 30", []),
    ],
    "indicator_value__women_and_men_make_all": [
        (f"update indicator_value set value = 11 where {COUNT} = 'all' and sex = 'female'", [(*LEEDS, "all")]),
        (f"update indicator_value set value = 31 where {COUNT} = 'all' and sex = 'all'", [(*LEEDS, "all")]),
        (
            f"update indicator_value set value = null, status = 'suppressed' where {COUNT} = 'all' and sex <> 'all'",
            [],
        ),
    ],
    "rejected_row__rules_are_known": [
        ("update rejected_row set rule = 'sex_unknown'", [("ndtms_records", "sex_unknown")]),
        ("update rule set source = 'caseload_return'", [("ndtms_records", "sex_not_stated")]),
        ("insert into rejected_row values ('ndtms_records', 'a.csv', 8, 'SEX', 'sex_not_stated', null)", []),
    ],
    "source_file__accepted_and_rejected_make_read": [
        (
            "update source_file set rows_accepted = 28 where file = 'a.csv'",
            [("ndtms_records", "a.csv", 30, 28, 1, 1)],
        ),
        ("delete from rejected_row", [("ndtms_records", "a.csv", 30, 29, 1, 0)]),
        (
            "update rejected_row set file = 'b.csv'",
            [("ndtms_records", file, *n) for file, *n in (("a.csv", 30, 29, 1, 0), ("b.csv", 10, 10, 0, 1))],
        ),
        (
            "insert into rejected_row values ('ndtms_records', 'a.csv', 8, 'SEX', 'sex_not_stated', null)",
            [("ndtms_records", "a.csv", 30, 29, 1, 2)],
        ),
        ("insert into rejected_row values ('ndtms_records', 'a.csv', 7, 'day of birth', 'not_a_date', null)", []),
        ("update rejected_row set column_name = null", []),
        (WORKBOOK, []),
        (
            f"{WORKBOOK} delete from rejected_row where line = 11",
            [("ons_population", "mid.xlsx", 8, 5, 3, 2)],
        ),
        (
            f"{WORKBOOK} delete from rejected_row where line = 10 and column_name like 'MYE2 - Males%'",
            [("ons_population", "mid.xlsx", 8, 5, 3, 2)],
        ),
    ],
    "waiting_time__a_hidden_count_is_not_alone": [
        (
            HIDDEN_WAITS.format("within_3_weeks", "all"),
            [
                (*LEEDS_STARTED, "sexes of all, within_3_weeks"),
                (*LEEDS_STARTED, "substance groups of all, within_3_weeks"),
                (*LEEDS_STARTED, "waits of all, all"),
            ],
        ),
        (
            HIDDEN_WAITS.format("over_6_weeks", "all"),
            [
                (*LEEDS_STARTED, "over_3_weeks of all, all"),
                (*LEEDS_STARTED, "sexes of all, over_6_weeks"),
                (*LEEDS_STARTED, "substance groups of all, over_6_weeks"),
            ],
        ),
        (
            # no row of men is no men, so the women are all there are
            WAITS_OF_WOMEN + HIDDEN_WAITS.format("within_3_weeks = null, over_3_weeks = null, over_6_weeks", "female"),
            [
                (*LEEDS_STARTED, f"{line}, {band}")
                for line in ("sexes of all", "substance groups of female")
                for band in ("within_3_weeks", "over_3_weeks", "over_6_weeks")
            ],
        ),
        (
            f"{WAITS_OF_WOMEN} {WAITS_ABOUT_OPIATES} update waiting_time "
            "set within_3_weeks = null, over_3_weeks = null, over_6_weeks = null where clock = 'started'",
            [],
        ),
    ],
    "waiting_time__one_row_per_cell": [
        ("insert into waiting_time select * from waiting_time where clock = 'started'", [STARTED]),
        ("insert into waiting_time select * replace ('2001-02' as period) from waiting_time", []),
    ],
    "waiting_time__bands_make_waits": [
        ("update waiting_time set waits = 31 where clock = 'started'", [STARTED]),
        ("update waiting_time set over_6_weeks = 7 where clock = 'started'", [STARTED]),
        ("update waiting_time set within_3_weeks = null, over_3_weeks = null", []),
    ],
    "waiting_time__no_small_count_in_an_open_build": [
        *small_waits(),
        ("update waiting_time set over_3_weeks = null, within_3_weeks = 26 where clock = 'offered'", [OFFERED]),
        ("update waiting_time set over_6_weeks = null, over_3_to_6_weeks = 12 where clock = 'started'", [STARTED]),
        ("update waiting_time set over_3_to_6_weeks = null, over_6_weeks = 15 where clock = 'started'", [STARTED]),
        (
            "update waiting_time set over_3_weeks = null, within_3_weeks = null, over_3_to_6_weeks = null, "
            "over_6_weeks = null, mean_days = null, median_days = null, median_low_days = 4 where clock = 'started'",
            [STARTED],
        ),
        ("update waiting_time set waits = 4; update build set mode = 'restricted'", []),
    ],
    "waiting_time__ordered_quantiles": [
        ("update waiting_time set median_days = 45 where clock = 'started'", [STARTED]),
        ("update waiting_time set median_days = -1 where clock = 'started'", [STARTED]),
        ("update waiting_time set mean_days = -0.5 where clock = 'offered'", [OFFERED]),
        ("update waiting_time set median_days = 0, p90_days = 0, mean_days = 0", []),
        ("update waiting_time set median_low_days = 23, median_high_days = 30 where clock = 'started'", [STARTED]),
        ("update waiting_time set median_low_days = 4, median_high_days = 21 where clock = 'started'", [STARTED]),
        ("update waiting_time set median_low_days = 4 where clock = 'started'", [STARTED]),
        (
            "update waiting_time set median_low_days = 4, median_high_days = 9, median_days = null "
            "where clock = 'offered'",
            [OFFERED],
        ),
        ("update waiting_time set median_low_days = 5, median_high_days = 22 where clock = 'offered'", []),
    ],
    "womens_share__more_women_only_where_the_share_is_below": [
        (
            "update womens_share set extra_women = 1 where comparator = 'region'",
            [("E08000035", "all", "2023-24", "all", "in_treatment", "region")],
        ),
        (
            "update womens_share set comparator_share = 0.333 where comparator = 'england'",
            [("E08000035", "all", "2023-24", "all", "in_treatment", "england")],
        ),
    ],
}
CASES |= CASES_OF_WAITS
CASES |= CASES_OF_STARTS
CASES |= CASES_OF_COMPARING
CASES |= CASES_OF_MEASURES
CASES |= CASES_OF_PARTNERSHIPS
CASES |= CASES_OF_PUBLISHED
CASES |= CASES_OF_PROVISION
CASES |= CASES_OF_GAPS
CASES |= CASES_OF_DEATHS
CASES |= CASES_OF_SHARES


EVERY_SOUND = (
    SOUND,
    SOUND_COMPARING,
    SOUND_DEATHS,
    SOUND_GAPS,
    SOUND_MEASURES,
    SOUND_PROVISION,
    SOUND_PUBLISHED,
    SOUND_SHARES,
    SOUND_STARTS,
    SOUND_WAITS,
)


@pytest.fixture(scope="module")
def a_build(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("build")
    lay_records(folder / "raw", [WOMAN])
    return built(folder / "raw", folder / "marts.duckdb", "open")


@pytest.fixture(scope="module")
def sound(a_build: Built, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A marts file with the columns of a real build, none of its keys, and the rows written out above."""
    path = tmp_path_factory.mktemp("sound") / "marts.duckdb"
    tables = [
        name
        for (name,) in a_build.rows(
            "select table_name from duckdb_tables() union all select view_name from duckdb_views() where not internal"
        )
    ]
    with duckdb.connect(str(path)) as marts:
        marts.execute(f"attach '{a_build.path}' as real (read_only)")
        for table in tables:
            marts.execute(f"create table {table} as select * from real.{table} where false")
        marts.execute("".join(EVERY_SOUND))
    return path


@pytest.fixture
def marts(sound: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The sound marts, to be spoilt: what is done to them is undone."""
    with duckdb.connect(str(sound)) as connection:
        connection.execute("begin")
        yield connection
        connection.execute("rollback")


@pytest.mark.parametrize("name", CHECKS)
def test_every_check_has_a_case_that_breaks_it(name: str) -> None:
    assert [found for _, found in CASES[name] if found]


def test_every_case_is_of_a_check_that_is_there() -> None:
    assert set(CASES) == set(CHECKS)


def test_sound_marts_keep_every_promise(marts: duckdb.DuckDBPyConnection) -> None:
    assert broken_promises(marts) == []


@pytest.mark.parametrize(
    ("name", "spoil", "found"),
    [
        pytest.param(name, spoil, found, id=f"{name} {number}")
        for name, cases in CASES.items()
        for number, (spoil, found) in enumerate(cases)
    ],
)
def test_a_check_finds_exactly_the_rows_that_break_it(
    marts: duckdb.DuckDBPyConnection, name: str, spoil: str, found: list[tuple[object, ...]]
) -> None:
    marts.execute(spoil)
    query = (PACKAGE / "checks" / f"{name}.sql").read_text(encoding="utf-8")
    assert sorted(marts.execute(query).fetchall()) == sorted(found)


def test_the_first_rows_that_break_a_promise_are_named(marts: duckdb.DuckDBPyConnection) -> None:
    marts.execute("update indicator_value set numerator = 3 where indicator = 'people_in_treatment'")
    (line,) = broken_promises(marts)
    assert line.startswith(
        "indicator_value__no_small_count_in_an_open_build: 13 rows break it, "
        "first indicator people_in_treatment, area_code E"
    )
    assert line.count("people_in_treatment") == 5


def test_a_file_that_is_no_marts_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "marts.duckdb"
    path.write_text("not a database", encoding="utf-8")
    with pytest.raises(Refused, match="cannot be opened as a marts file"):
        check(path)


def test_a_database_without_the_tables_is_refused_by_every_check(tmp_path: Path) -> None:
    path = tmp_path / "marts.duckdb"
    duckdb.connect(str(path)).close()
    with pytest.raises(Refused) as refusal:
        check(path)
    assert str(refusal.value).count("cannot be run, ") == len(CHECKS)


def test_a_real_build_keeps_every_promise(a_build: Built) -> None:
    check(a_build.path)


def test_rejected_rows_of_a_workbook_are_listed_by_sheet_and_line(tmp_path: Path) -> None:
    folder = tmp_path / "raw" / "ons_population"
    folder.mkdir(parents=True)
    wrong = {("E08000035", "17"): -1, ("E08000035", "18"): "many", ("E07000026", "Code"): "E07999999"}
    areas = dict.fromkeys(("E92000001", "E08000035", "E07000026"), ("Somewhere", 5))
    write_population(folder / "mid.xlsx", areas, cell=wrong)
    spoilt = built(tmp_path / "raw", tmp_path / "marts.duckdb")
    assert spoilt.rows("select rows_read, rows_accepted, rows_rejected from source_file") == [(6, 2, 4)]
    assert spoilt.rows("select count(distinct line), count(distinct column_name) from rejected_row") == [(2, 8)]
