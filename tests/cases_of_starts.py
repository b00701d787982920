"""Rows and cases for the checks of the time from referral to start (tests/test_checks.py runs them)."""

# One authority in one year of an open build; every promise is kept.
SOUND_STARTS = """
    insert into time_to_start by name
    select 'E08000035' as area_code, '2023-24' as period, sex, day, 2 * women as journeys,
        started / women as started_share, started / women - 0.04 as started_share_low,
        started / women + 0.04 as started_share_high, gone / women as left_share,
        if(gone is null, null, 0) as left_share_low,
        gone / women + 0.04 as left_share_high, (women - started - gone) / women as waiting_share,
        8 as half_started_days, if(started is null, 'not_published', 'ok') as status, 5 as rounded_to
    from (values ('female', 50), ('male', 100)) as person (sex, women)
    cross join (values (7, 20, 0), (14, 40, 5), (21, 40, 5), (42, 45, 5), (84, 45, 5), (126, null, null)
    ) as known (day, started, gone);
"""

Case = tuple[str, list[tuple[object, ...]]]

WOMEN = ("E08000035", "2023-24", "female")
SET = "update time_to_start set {} where sex = 'female' and day = {}"
RESTRICTED = "update build set mode = 'restricted'; update time_to_start set rounded_to = 1; "
TRIAGED = """
    insert into treatment_count by name
    select 'journeys_triaged' as of_whole, 'E08000035' as area_code, '2023-24' as period, 'female' as sex,
        'all' as substance_group, [{}] as people, [null] as out_of, ['ok'] as status;
"""
# Wales stands for a partnership of Leeds: the tables of the sound marts know the codes of their build only.
PARTNERSHIP = """
    insert into partnership_member values ('W92000004', 'E08000035');
    insert into time_to_start select * replace ('W92000004' as area_code) from time_to_start;
"""
ENGLAND = """
    insert into time_to_start
    select s.* replace (code as area_code) from time_to_start as s
    cross join (values ('E92000001'), ('E12000003')) as place (code)
    where sex = 'female';
"""
HIDDEN = "update time_to_start set status = 'suppressed' where area_code = '{}' and sex = 'female'; "

CASES_OF_STARTS: dict[str, list[Case]] = {
    "time_to_start__one_row_per_cell_and_day": [
        ("insert into time_to_start select * from time_to_start where sex = 'female' and day = 14", [WOMEN]),
        ("delete from time_to_start where sex = 'female' and day = 126", [WOMEN]),
        ("update time_to_start set day = 84 where sex = 'female' and day = 126", [WOMEN]),
        ("delete from time_to_start where sex = 'female'", []),
    ],
    "time_to_start__curves_do_not_fall": [
        (SET.format("started_share = 0.79", 42), [(*WOMEN, 42)]),
        (SET.format("left_share = 0.11", 14), [(*WOMEN, 21)]),
        (SET.format("status = 'not_published'", 7), [(*WOMEN, 14)]),
    ],
    "time_to_start__shares_make_one": [
        (SET.format("waiting_share = waiting_share + 0.11", 7), [(*WOMEN, 7)]),
        (SET.format("waiting_share = waiting_share + 0.09", 7), []),
        (RESTRICTED + SET.format("waiting_share = waiting_share + 1e-8", 7), [(*WOMEN, 7)]),
        (RESTRICTED + SET.format("waiting_share = waiting_share + 1e-10", 7), []),
    ],
    "time_to_start__interval_holds_the_share": [
        (SET.format(f"{change}", 7), [(*WOMEN, 7)])
        for change in (
            "started_share_low = 0.41",
            "started_share_low = -0.01",
            "started_share_high = 0.39",
            "started_share_high = 1.01",
            "left_share_low = 0.01",
            "left_share_low = -0.01",
            "left_share_high = -0.01",
            "left_share_high = 0",
            "left_share_high = 1.01",
            "waiting_share = -0.01",
            "waiting_share = 1.01",
            "started_share_low = 0.4, started_share_high = 0.4",
        )
    ],
    "time_to_start__status_says_why_there_is_no_number": [
        (SET.format("status = 'suppressed'", 126), [(*WOMEN, 126)]),
        (SET.format("status = 'suppressed', journeys = null", 126), [(*WOMEN, 126)]),
        (SET.format("status = 'suppressed', journeys = null, half_started_days = null", 126), []),
        (SET.format("journeys = null", 126), [(*WOMEN, 126)]),
        (SET.format("left_share_high = 0.5", 126), [(*WOMEN, 126)]),
        (SET.format("status = 'ok'", 126), [(*WOMEN, 126)]),
        (SET.format("waiting_share = null", 7), [(*WOMEN, 7)]),
    ],
    "time_to_start__journeys_are_those_triaged": [
        (TRIAGED.format(98), []),
        (TRIAGED.format(97), [WOMEN]),
        (TRIAGED.format(103), [WOMEN]),
        (TRIAGED.format("null"), []),
        (RESTRICTED + TRIAGED.format(100), []),
        (RESTRICTED + TRIAGED.format(101), [WOMEN]),
    ],
    "time_to_start__regions_lie_within_england": [
        (ENGLAND + RESTRICTED, []),
        (
            ENGLAND + RESTRICTED + "update time_to_start set journeys = 99 where area_code = 'E92000001'",
            [("2023-24", "female")],
        ),
        (ENGLAND + "update time_to_start set journeys = 99 where area_code = 'E92000001'", []),
        (ENGLAND + RESTRICTED + "delete from time_to_start where area_code = 'E92000001'", [("2023-24", "female")]),
    ],
    "time_to_start__no_small_count_in_an_open_build": [
        (SET.format("day = 8", 7), [(*WOMEN, 8)]),
        (SET.format("rounded_to = 1", 7), [(*WOMEN, 7)]),
        (SET.format("journeys = 5", 126), [(*WOMEN, 126)]),
        (SET.format("journeys = 102", 126), [(*WOMEN, 126)]),
        *((SET.format(f"{share} = 0.53", 7), [(*WOMEN, 7)]) for share in ("started_share", "left_share")),
        (SET.format("waiting_share = 0.53", 7), [(*WOMEN, 7)]),
        ("update time_to_start set journeys = 9; update build set mode = 'restricted'", []),
    ],
    "time_to_start__a_partnership_shows_nothing_its_members_hide": [
        (PARTNERSHIP, []),
        (PARTNERSHIP + HIDDEN.format("E08000035"), [("W92000004", "2023-24", "female")]),
        (PARTNERSHIP + HIDDEN.format("E08000035") + HIDDEN.format("W92000004"), []),
    ],
}
