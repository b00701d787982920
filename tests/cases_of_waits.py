"""Rows and cases for the checks of waits in depth and of caseloads (tests/test_checks.py runs them)."""

# One authority in one year; every promise is kept.
SOUND_WAITS = """
    insert into still_waiting by name
    select 'E08000035' as area_code, '2023-24 Q1' as period, 'all' as sex, 'all' as substance_group,
        'first' as intervention_order, 'started' as clock, 21 as waiting, 9 as within_3_weeks,
        7 as over_3_to_6_weeks, 5 as over_6_weeks, 25.0 as median_days, 'ok' as status;
    insert into treatment_days by name
    select measure, 'E08000035' as area_code, '2023-24' as period, 'all' as sex, 'all' as substance_group,
        30 as people, median_days, p90_days, median_days + 3 as mean_days, 'ok' as status
    from (values ('left_before_starting', 20.0, 45.5), ('length_in_treatment', 200.0, 340.0)
    ) as counted (measure, median_days, p90_days);
    insert into provider_caseload by name
    select 'N0001' as provider_code, area_code, '2023-24' as period, sex, substance_group, people, 'ok' as status
    from (values ('E08000035', 'female', 'all', 10), ('E08000035', 'male', 'all', 20), ('E08000035', 'all', 'all', 30),
        ('not_placed', 'female', 'all', 0), ('not_placed', 'male', 'all', 5), ('not_placed', 'all', 'all', 5),
        ('all', 'female', 'all', 10), ('all', 'male', 'all', 25), ('all', 'all', 'all', 35),
        ('all', 'female', 'opiate', 0), ('all', 'male', 'opiate', 16), ('all', 'all', 'opiate', 16),
        ('all', 'female', 'alcohol', 10), ('all', 'male', 'alcohol', 9), ('all', 'all', 'alcohol', 19)
    ) as caseload (area_code, sex, substance_group, people);
"""

# More of its waits, all of one quarter, and by number of days: done first in the cases that need them.
MORE_WAITS = """
    insert into waiting_time by name
    select '2023-24 Q1' as period, columns(* exclude (period)) from waiting_time where clock = 'started';
    insert into wait_days by name
    select 'E08000035' as area_code, '2023-24' as year, sex, 'all' as substance_group, 'first' as intervention_order,
        clock, days_from, days_to, waits
    from (values ('female', 'offered', 5, 5, 10), ('male', 'offered', 5, 5, 14), ('male', 'offered', 8, 14, 6),
        ('female', 'started', 15, 21, 5), ('female', 'started', 29, 42, 5), ('male', 'started', 15, 21, 9),
        ('male', 'started', 29, 42, 5), ('male', 'started', 43, 84, 6)
    ) as step (sex, clock, days_from, days_to, waits);
    insert into waiting_time by name
    select 'E08000035' as area_code, '2023-24' as period, sex, 'all' as substance_group, 'first' as intervention_order,
        clock, waits, within_3_weeks, waits - within_3_weeks as over_3_weeks, over_3_to_6_weeks, over_6_weeks,
        'ok' as status
    from (values ('female', 'offered', 10, 10, 0, 0), ('male', 'offered', 20, 20, 0, 0),
        ('female', 'started', 10, 5, 5, 0), ('male', 'started', 20, 9, 5, 6)
    ) as wait (sex, clock, waits, within_3_weeks, over_3_to_6_weeks, over_6_weeks);
"""

Case = tuple[str, list[tuple[object, ...]]]

LEEDS = ("E08000035", "2023-24")
YEAR_STARTED = (*LEEDS, "all", "all", "first", "started")
OF_MEN_STARTED = (*LEEDS, "male", "first", "started")
WAITING = ("E08000035", "2023-24 Q1", "all", "all", "first", "started")
LEFT = ("left_before_starting", *LEEDS, "all", "all")
IN_TREATMENT = ("length_in_treatment", *LEEDS, "all", "all")
PROVIDER = "N0001"

QUARTER = "update waiting_time set {} where length(period) > 7"
WOMEN_STARTED = "sex = 'female' and clock = 'started'"

CASES_OF_MORE_WAITS: dict[str, list[Case]] = {
    "waiting_time__quarters_make_their_year": [
        (QUARTER.format("waits = 29"), [YEAR_STARTED]),
        (QUARTER.format("waits = 31"), [YEAR_STARTED]),
        (QUARTER.format("over_6_weeks = 7"), [YEAR_STARTED]),
        (QUARTER.format("waits = null"), []),
        ("update waiting_time set over_6_weeks = null where length(period) = 7 and sex = 'all'", [YEAR_STARTED]),
        (
            "insert into waiting_time select * replace ('2023-24 Q2' as period, null as waits) from waiting_time "
            "where length(period) > 7",
            [YEAR_STARTED],
        ),
        (
            # an appointment may be offered for a quarter to come
            "insert into waiting_time select * replace ('2023-24 Q1' as period, 25 as waits, 25 as within_3_weeks) "
            "from waiting_time where clock = 'offered' and sex = 'all'",
            [],
        ),
    ],
    "wait_days__make_the_waits": [
        (
            "update wait_days set waits = waits + 1 where sex = 'male' and clock = 'started' and days_from = 43",
            [OF_MEN_STARTED],
        ),
        (
            "update waiting_time set waits = null where sex = 'male' and clock = 'started'",
            [OF_MEN_STARTED],
        ),
        (f"delete from wait_days where {WOMEN_STARTED}", []),
        (
            "update build set mode = 'restricted'; delete from waiting_time where area_code <> 'E08000035'; "
            "insert into waiting_time select * replace ('E92000001' as area_code) from waiting_time "
            "where length(period) = 7; "
            "insert into wait_days select * replace ('not_placed' as area_code, 2 as waits) from wait_days "
            "where days_from = 43",
            [("E92000001", "2023-24", "male", "first", "started")],
        ),
    ],
    "wait_days__no_small_count_in_an_open_build": [
        (
            f"update wait_days set waits = 4 where {WOMEN_STARTED} and days_from = 15",
            [(*LEEDS, "female", "first", "started", 15)],
        ),
        ("update wait_days set quarter = '2023-24 Q1' where days_from = 43", [(*OF_MEN_STARTED, 43)]),
        ("update wait_days set substance_group = 'opiate' where days_from = 43", [(*OF_MEN_STARTED, 43)]),
        ("update wait_days set waits = 4; update build set mode = 'restricted'", []),
    ],
}

CASES_OF_WAITS = {
    name: [(MORE_WAITS, []), *((MORE_WAITS + spoil, found) for spoil, found in cases)]
    for name, cases in CASES_OF_MORE_WAITS.items()
} | {
    "still_waiting__bands_make_waiting": [
        ("update still_waiting set waiting = 22", [WAITING]),
        (
            "update still_waiting set waiting = 0, within_3_weeks = 0, over_3_to_6_weeks = 0, over_6_weeks = 0",
            [WAITING],
        ),
        ("update still_waiting set median_days = null", [WAITING]),
        ("update still_waiting set status = 'suppressed'", [WAITING]),
        ("update still_waiting set status = 'suppressed', waiting = null, median_days = null", []),
    ],
    "still_waiting__no_small_count_in_an_open_build": [
        *(
            (f"update still_waiting set {band} = 4", [WAITING])
            for band in ("waiting", "within_3_weeks", "over_3_to_6_weeks", "over_6_weeks")
        ),
        ("update still_waiting set waiting = 4; update build set mode = 'restricted'", []),
    ],
    "treatment_days__ordered_quantiles": [
        ("update treatment_days set median_days = 46 where measure = 'left_before_starting'", [LEFT]),
        ("update treatment_days set median_days = -1", [LEFT, IN_TREATMENT]),
        ("update treatment_days set mean_days = -0.5 where people = 30", [LEFT, IN_TREATMENT]),
        ("update treatment_days set mean_days = null where median_days = 200", [IN_TREATMENT]),
        ("update treatment_days set status = 'suppressed' where median_days = 200", [IN_TREATMENT]),
    ],
    "treatment_days__no_small_count_in_an_open_build": [
        ("update treatment_days set people = 4 where median_days = 200", [IN_TREATMENT]),
        ("update treatment_days set people = 4; update build set mode = 'restricted'", []),
    ],
    "provider_caseload__parts_make_the_whole": [
        (
            "update provider_caseload set people = 11 where area_code = 'E08000035' and sex = 'female'",
            [(PROVIDER, "E08000035", "2023-24", "all", "all"), (PROVIDER, "all", "2023-24", "female", "all")],
        ),
        (
            "delete from provider_caseload where area_code = 'not_placed'",
            [(PROVIDER, "all", "2023-24", "all", "all"), (PROVIDER, "all", "2023-24", "male", "all")],
        ),
        (
            "update provider_caseload set people = 17 where people = 16 and sex = 'all'",
            [(PROVIDER, "all", "2023-24", "all", "opiate"), (PROVIDER, "all", "2023-24", "all", "all")],
        ),
        ("update provider_caseload set people = null where substance_group <> 'all'", []),
        ("update provider_caseload set people = null", []),
    ],
    "provider_caseload__no_small_count_in_an_open_build": [
        (
            "update provider_caseload set people = 4 where people = 20",
            [(PROVIDER, "E08000035", "2023-24", "male", "all")],
        ),
        (
            "update provider_caseload set people = null, womens_share = 0.3 where people = 35",
            [(PROVIDER, "all", "2023-24", "all", "all")],
        ),
        ("update provider_caseload set people = 4; update build set mode = 'restricted'", []),
    ],
    "provider_caseload__nobody_who_is_not_in_treatment": [
        ("update provider_caseload set people = 101 where people = 35", [(PROVIDER, "2023-24", "all", "all")]),
        ("update provider_caseload set people = 101 where people = 30", []),
    ],
}
