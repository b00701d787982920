"""Rows and cases for the checks of treatment measures and of periods (tests/test_checks.py runs them)."""

# One authority in one year and one quarter; every promise is kept.
SOUND_MEASURES = """
    insert into period by name
    select period, period_kind, '2023-24' as year, start_on, end_on
    from (values ('2023-24', 'year', date '2023-04-01', date '2024-03-31'),
        ('2023-24 Q1', 'quarter', date '2023-04-01', date '2023-06-30')
    ) as known (period, period_kind, start_on, end_on);
    insert into measure by name
    select measure, 'people_in_treatment' as of_whole, place
    from (values ('people_in_treatment', 1), ('housing', 2)) as known (measure, place);
    insert into measure_category by name
    select measure, category, position, place, is_in_base
    from (values ('people_in_treatment', 'all', 1, 1, false), ('housing', 'problem', 1, 2, true),
        ('housing', 'no_problem', 2, 3, true), ('housing', 'not_stated', 3, 4, false)
    ) as known (measure, category, position, place, is_in_base);
    insert into count_place by name
    select 'people_in_treatment' as of_whole, unnest(case m.place when 1 then [1, 2] else [2] end) as measures, measure,
        m.place as of_measure, k.category, k.place as of_category, k.is_in_base
    from measure as m join measure_category as k using (measure);
    insert into treatment_count by name
    select 'people_in_treatment' as of_whole, 'E08000035' as area_code, '2023-24' as period, sex,
        'all' as substance_group, people, out_of, status
    from (values ('female', [10, 1, 9, 0], [null, 10], ['ok', 'ok']),
        ('male', [20, null, null, null], [null, null], ['ok', 'suppressed']),
        ('all', [30, 5, 15, 10], [null, 20], ['ok', 'ok'])
    ) as counted (sex, people, out_of, status);
    insert into treatment_count by name
    select 'people_in_treatment' as of_whole, 'E08000035' as area_code, '2023-24 Q1' as period, 'all' as sex,
        'all' as substance_group, [0] as people, [null] as out_of, ['ok'] as status;
    insert into treatment_measure by name
    select 'people_in_treatment' as measure, 'all' as category, 'E08000035' as area_code, '2023-24' as period, sex,
        'all' as substance_group, people, 'ok' as status
    from (values ('female', 10), ('male', 20), ('all', 30)) as counted (sex, people);
    insert into treatment_measure by name
    select 'housing' as measure, category, 'E08000035' as area_code, '2023-24 Q1' as period, 'all' as sex,
        'all' as substance_group, people, out_of, people / out_of as share, share_low, share_high, 'ok' as status
    from (values ('problem', 5, 20, 0.1, 0.5), ('no_problem', 15, 20, 0.5, 0.9), ('not_stated', 10, null, null, null)
    ) as counted (category, people, out_of, share_low, share_high);
"""

WHOLE = ("people_in_treatment", "all", "E08000035", "2023-24")
HOUSING = ("housing", "problem", "E08000035", "2023-24 Q1")
OF_WHOLE = ("people_in_treatment", "E08000035", "2023-24")
OF_NOBODY = ("people_in_treatment", "E08000035", "2023-24 Q1")
HOUSING_OF_ALL = ("housing", "E08000035", "2023-24", "all", "all")
EVERYONE = "where period = '2023-24' and sex = 'all'"
OF_PROBLEM = "where category = 'problem'"

CASES_OF_MEASURES = {
    "treatment_count__one_row_per_cell": [
        ("insert into treatment_count select * from treatment_count where period = '2023-24 Q1'", [OF_NOBODY]),
        ("insert into treatment_count select * from treatment_count where sex = 'female'", [OF_WHOLE]),
        ("insert into treatment_count select * replace ('opiate' as substance_group) from treatment_count", []),
    ],
    "treatment_count__status_says_why_there_is_no_number": [
        (f"update treatment_count set people = [30, null, 15, 10] {EVERYONE}", [(*HOUSING_OF_ALL, "ok")]),
        (
            "update treatment_count set people = [30, null, null, null], out_of = [null, null] " + EVERYONE,
            [(*HOUSING_OF_ALL, "ok")],
        ),
        (f"update treatment_count set status = ['ok', 'suppressed'] {EVERYONE}", [(*HOUSING_OF_ALL, "suppressed")]),
        (f"update treatment_count set status = ['ok', null] {EVERYONE}", [(*HOUSING_OF_ALL, None)]),
        (
            "update treatment_count set status = ['ok', 'not_published'], people = [30, null, null, null] " + EVERYONE,
            [(*HOUSING_OF_ALL, "not_published")],
        ),
        (f"update treatment_count set status = ['ok', 'nobody_asked'] {EVERYONE}", []),
        (
            "update treatment_count set status = ['ok', 'suppressed'], people = [30, null, null, null], "
            "out_of = [null, null] " + EVERYONE,
            [],
        ),
        (
            "update treatment_count set status = ['suppressed'] where period = '2023-24 Q1'",
            [(*OF_NOBODY, "all", "all", "suppressed")],
        ),
    ],
    "treatment_count__measures_and_periods_are_known": [
        (
            "delete from measure_category where category = 'not_stated'",
            [("people_in_treatment", "2023-24", 4, 2)],
        ),
        (
            "delete from measure_category where category = 'problem'",
            [("people_in_treatment", "2023-24", 4, 2), ("people_in_treatment", "2023-24 Q1", 1, 1)],
        ),
        (
            "delete from measure where measure = 'people_in_treatment'",
            [("people_in_treatment", "2023-24", 4, 2), ("people_in_treatment", "2023-24 Q1", 1, 1)],
        ),
        (f"update treatment_count set people = [30, 5, 15] {EVERYONE}", [("people_in_treatment", "2023-24", 3, 2)]),
        (f"update treatment_count set out_of = [null] {EVERYONE}", [("people_in_treatment", "2023-24", 4, 2)]),
        (f"update treatment_count set status = ['ok'] {EVERYONE}", [("people_in_treatment", "2023-24", 4, 1)]),
        (f"update treatment_count set people = null {EVERYONE}", [("people_in_treatment", "2023-24", None, 2)]),
        (
            "update treatment_count set people = [7] where period = '2023-24 Q1'",
            [("people_in_treatment", "2023-24 Q1", 1, 1)],
        ),
        ("update treatment_count set people = [null] where period = '2023-24 Q1'", []),
        ("delete from period where period = '2023-24'", [("people_in_treatment", "2023-24", 4, 2)]),
    ],
    "treatment_measure__counts_share_and_status_agree": [
        (f"update treatment_measure set people = null {OF_PROBLEM}", [(*HOUSING, "all", "all", "ok")]),
        (f"update treatment_measure set status = 'suppressed' {OF_PROBLEM}", [(*HOUSING, "all", "all", "suppressed")]),
        (f"update treatment_measure set share_low = null {OF_PROBLEM}", [(*HOUSING, "all", "all", "ok")]),
        (
            "update treatment_measure set status = 'too_few', people = 0, share = null, share_low = null " + OF_PROBLEM,
            [(*HOUSING, "all", "all", "too_few")],
        ),
        (
            "update treatment_measure set status = 'too_few', people = 0, out_of = 0, share = null, share_low = null "
            + OF_PROBLEM,
            [],
        ),
        *(
            (f"update treatment_measure set {spoil} {OF_PROBLEM}", [(*HOUSING, "all", "all", "ok")])
            for spoil in ("share = 0.3", "people = -5", "share_low = 0.26", "share_high = 0.24", "people = 21")
        ),
        (f"update treatment_measure set people = 21, sex = 'male' {OF_PROBLEM}", [(*HOUSING, "male", "all", "ok")]),
    ],
    "treatment_measure__categories_make_the_base": [
        (f"update treatment_measure set people = 6 {OF_PROBLEM}", [("housing", "E08000035", "2023-24 Q1")]),
        ("update treatment_measure set people = 11 where category = 'not_stated'", []),
        (f"update treatment_measure set people = 6, sex = 'female' {OF_PROBLEM}", [HOUSING[:1] + HOUSING[2:]]),
    ],
    "treatment_measure__women_and_men_make_all": [
        (
            "update treatment_measure set people = 11 where sex = 'female'",
            [("people_in_treatment", "E08000035", "2023-24", "all")],
        ),
        ("update treatment_measure set people = null where sex = 'female'", []),
    ],
    "treatment_measure__years_are_those_of_the_overview": [
        (
            "update treatment_measure set people = 11 where sex = 'female'",
            [("people_in_treatment", "E08000035", "2023-24", "female", "all")],
        ),
        (
            "update indicator_value set value = null, status = 'suppressed' "
            "where indicator = 'people_in_treatment' and sex = 'female'",
            [("people_in_treatment", "E08000035", "2023-24", "female", "all")],
        ),
        ("update treatment_measure set people = null, status = 'suppressed' where sex = 'female'", []),
    ],
    "treatment_measure__no_small_count_in_an_open_build": [
        (f"update treatment_measure set people = 4 {OF_PROBLEM}", [(*HOUSING, "all", "all")]),
        (f"update treatment_measure set out_of = 9 {OF_PROBLEM}", [(*HOUSING, "all", "all")]),
        (f"update treatment_measure set people = 0, out_of = 4 {OF_PROBLEM}", [(*HOUSING, "all", "all")]),
        ("update treatment_measure set people = 4; update build set mode = 'restricted'", []),
    ],
    "period__quarters_lie_in_their_year": [
        ("update period set end_on = date '2024-04-30' where period_kind = 'quarter'", [("2023-24 Q1",)]),
        ("update period set start_on = date '2023-03-01' where period_kind = 'quarter'", [("2023-24 Q1",)]),
        ("delete from period where period_kind = 'year'", [("2023-24 Q1",)]),
    ],
}
