"""For each check on partnerships, a partnership of Leeds and Bradford and what breaks the promise about it."""

# Wales stands for the partnership: the tables of the sound marts know the codes of their build only.
# In treatment 30 in Leeds (of the sound marts) and 11 in Bradford, one of them in both; and the waits of both.
PARTNERSHIP = """
    insert into area by name
    select 'E08000032' as area_code, 'Bradford' as area_name, 'local_authority' as area_kind,
        'E12000003' as region_code
    union all
    select 'W92000004', 'Leeds and Bradford', 'partnership', 'E12000003';
    insert into partnership_member values ('W92000004', 'E08000032'), ('W92000004', 'E08000035');
    insert into indicator_value by name
    select 'people_in_treatment' as indicator, area_code, '2023-24' as period, sex, 'all' as substance_group,
        people as numerator, people as value, 'ok' as status, 'ndtms_records' as source, 'all' as breakdown,
        'all' as category
    from (values ('E08000032', 'female', 5), ('E08000032', 'male', 6), ('E08000032', 'all', 11),
        ('W92000004', 'female', 14), ('W92000004', 'male', 26), ('W92000004', 'all', 40)
    ) as counted (area_code, sex, people);
    update indicator_value set breakdown = 'all', category = 'all';
    insert into waiting_time select * replace ('E08000032' as area_code) from waiting_time;
    insert into waiting_time
    select * replace ('W92000004' as area_code, 2 * waits as waits, 2 * within_3_weeks as within_3_weeks,
        2 * over_3_weeks as over_3_weeks, 2 * over_3_to_6_weeks as over_3_to_6_weeks, 2 * over_6_weeks as over_6_weeks)
    from waiting_time where area_code = 'E08000032';
    insert into treatment_count select * replace ('E08000032' as area_code) from treatment_count;
    insert into treatment_count
    select * replace ('W92000004' as area_code) from treatment_count where area_code = 'E08000032';
"""
OF_BOTH = "update indicator_value set value = {} where area_code = 'W92000004' and sex = 'female'"
HIDE = "update indicator_value set status = 'suppressed', value = null, numerator = null where area_code = '{}'"
WOMEN = ("people_in_treatment", "W92000004", "2023-24", "female")
SHOWN = [("people_in_treatment", "W92000004", "2023-24", sex, "all") for sex in ("female", "male", "all")]
OFFERED, STARTED = (("W92000004", "2023-24", "all", "all", "first", clock) for clock in ("offered", "started"))
HIDDEN_WAITS = "update waiting_time set {} where clock = 'started' and area_code = '{}'; "
MEN_SHOWN = """
    update treatment_count set status = ['ok', 'ok'] where area_code = 'W92000004' and sex = 'male';
"""
MEN = ("people_in_treatment", "W92000004", "2023-24", "male", "all")

CASES_OF_PARTNERSHIPS: dict[str, list[tuple[str, list[tuple[object, ...]]]]] = {
    "partnership_member__partnerships_are_areas_of_several_authorities": [
        (PARTNERSHIP, []),
        (PARTNERSHIP + "delete from area where area_code = 'W92000004'", [("W92000004", 2)]),
        (PARTNERSHIP + "delete from partnership_member where area_code = 'E08000032'", [("W92000004", 1)]),
        (PARTNERSHIP + "delete from partnership_member", [("W92000004", None)]),
        (PARTNERSHIP + "insert into partnership_member values ('W92000004', 'E12000003')", [("W92000004", 3)]),
        (
            PARTNERSHIP + "update area set valid_to = date '2023-03-31' where area_code = 'E08000032'",
            [("W92000004", 2)],
        ),
    ],
    "indicator_value__partnerships_lie_between_a_member_and_the_sum": [
        (PARTNERSHIP, []),
        (PARTNERSHIP + OF_BOTH.format(9), [WOMEN]),
        (PARTNERSHIP + OF_BOTH.format(15), []),
        (PARTNERSHIP + OF_BOTH.format(16), [WOMEN]),
        (PARTNERSHIP + OF_BOTH.format(16) + ";" + HIDE.format("E08000032"), []),
    ],
    "indicator_value__a_partnership_shows_nothing_its_members_hide": [
        (PARTNERSHIP, []),
        (PARTNERSHIP + HIDE.format("E08000032"), SHOWN),
        (PARTNERSHIP + HIDE.format("E08000032") + ";" + HIDE.format("W92000004"), []),
        (PARTNERSHIP + HIDE.format("E08000032") + "; update indicator_value set numerator = 0", []),
        (PARTNERSHIP + HIDE.format("E08000032") + "; update build set mode = 'restricted'", []),
    ],
    "waiting_time__partnerships_are_the_sum_of_their_members": [
        (PARTNERSHIP, []),
        (PARTNERSHIP + "delete from waiting_time where area_code = 'W92000004' and clock = 'offered'", [OFFERED]),
        *(
            (PARTNERSHIP + HIDDEN_WAITS.format(f"{band} = {band} + 1", "W92000004"), [STARTED])
            for band in ("waits", "within_3_weeks", "over_3_to_6_weeks", "over_6_weeks")
        ),
        (PARTNERSHIP + HIDDEN_WAITS.format("waits = null", "E08000032"), [STARTED]),
        (PARTNERSHIP + "".join(HIDDEN_WAITS.format("waits = null", code) for code in ("E08000032", "W92000004")), []),
    ],
    "treatment_count__a_partnership_shows_nothing_its_members_hide": [
        # of Leeds and Bradford men's housing is hidden, and of both together
        (PARTNERSHIP, []),
        (PARTNERSHIP + MEN_SHOWN, [MEN]),
        (
            PARTNERSHIP + MEN_SHOWN + "update treatment_count set people = [0], out_of = [null], status = ['ok'] "
            "where area_code = 'W92000004'",
            [],
        ),
        (PARTNERSHIP + MEN_SHOWN + "update build set mode = 'restricted'", []),
    ],
}
