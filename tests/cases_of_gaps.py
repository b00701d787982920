"""Rows and cases for the checks of gaps between women and men (tests/test_checks.py runs them)."""

# One authority, one year; every promise is kept.
SOUND_GAPS = """
    insert into indicator_value by name
    select 'treatment_rate_per_1000' as indicator, 'E08000035' as area_code, '2022-23' as period, sex,
        'all' as substance_group, 'all' as breakdown, 'all' as category, value, status, source, is_preferred
    from (values ('female', 2.0, 'ok', 'ndtms_records', true), ('male', 5.0, 'ok', 'ndtms_records', true),
        ('male', 6.0, 'ok', 'somebody_else', false)
    ) as rate (sex, value, status, source, is_preferred);
    insert into indicator_gap by name
    select 'treatment_rate_per_1000' as indicator, 'E08000035' as area_code, '2022-23' as period,
        'all' as substance_group, 'all' as breakdown, 'all' as category, 2.0 as women, 5.0 as men, 'ok' as status;

    insert into wait_gap by name
    select 'E92000001' as area_code, '2023-24' as period, 'all' as substance_group, 'first' as intervention_order,
        'offered' as clock, 'suppressed' as median_status, 'suppressed' as chance_status,
        'not_compared' as median_direction, 'not_compared' as chance_direction;
    insert into gender_gap by name
    select 'wait' as about, 'within_3_weeks' as indicator, 'all' as category, 'E08000035' as area_code, period,
        'all' as substance_group, 'first' as intervention_order, 'started' as clock, 0.50 as women, 0.45 as men,
        0.50 - 0.45 as difference, -0.02 as difference_low, 0.12 as difference_high, 0.50 / 0.45 as ratio,
        0.96 as ratio_low, 1.28 as ratio_high, 'no_clear_difference' as direction, 'ok' as status
    from (values ('2023-24'), ('2023-24 Q1')) as told (period);
    insert into gender_gap by name
    select 'indicator' as about, 'drug_misuse_death_rate' as indicator, 'all' as category, 'E08000035' as area_code,
        '2019-21' as period, 'all' as substance_group, 'not_compared' as direction, 'too_few' as status;
    insert into measure_gap_spread values ('housing', 'problem', '2023-24', 'all', 0.04);
"""

# A year of waits of women and men in Leeds, and the gap between them: done first in the cases that need them.
GAP_IN_WAITS = """
    insert into waiting_time by name
    select 'E08000035' as area_code, '2023-24' as period, sex, 'all' as substance_group, 'first' as intervention_order,
        'started' as clock, waits, within_3_weeks, waits - within_3_weeks as over_3_weeks, over_3_to_6_weeks,
        over_6_weeks, within_3_weeks / waits as within_3_weeks_share, median_days, 40 as p90_days,
        20 as median_low_days, 30 as median_high_days, 'ok' as status
    from (values ('female', 10, 5, 5, 0, 26), ('male', 20, 9, 5, 6, 22)
    ) as wait (sex, waits, within_3_weeks, over_3_to_6_weeks, over_6_weeks, median_days);
    insert into wait_days by name
    select 'E08000035' as area_code, '2023-24' as year, sex, 'all' as substance_group, 'first' as intervention_order,
        'started' as clock, days_from, days_to, waits
    from (values ('female', 15, 21, 5), ('female', 29, 42, 5), ('male', 15, 21, 9), ('male', 29, 42, 5),
        ('male', 43, 84, 6)
    ) as step (sex, days_from, days_to, waits);
    insert into wait_gap by name
    select 'E08000035' as area_code, '2023-24' as period, 'all' as substance_group, 'first' as intervention_order,
        'started' as clock, 0.50 as women, 0.45 as men, 0.05 as difference, 'no_clear_difference' as direction,
        'ok' as status, 26 as women_median_days, 22 as men_median_days, 4 as median_difference_days,
        1.5 as median_difference_low_days, 6.5 as median_difference_high_days, 'women_higher' as median_direction,
        'ok' as median_status, 0.6 as chance_woman_longer, 0.48 as chance_woman_longer_low,
        0.72 as chance_woman_longer_high, 'no_clear_difference' as chance_direction, 'ok' as chance_status;
"""

# Women and men of England whose housing is a problem, and the gap between them.
GAP_OF_A_MEASURE = """
    insert into treatment_measure by name
    select 'housing' as measure, 'problem' as category, 'E92000001' as area_code, '2023-24' as period, sex,
        'all' as substance_group, people, 20 as out_of, people / 20 as share, 0 as share_low, 1 as share_high,
        'ok' as status
    from (values ('female', 5), ('male', 6), ('all', 10)) as counted (sex, people);
    insert into measure_gap by name
    select 'housing' as measure, 'problem' as category, 'E92000001' as area_code, '2023-24' as period,
        'all' as substance_group, 0.25 as women, 0.30 as men;
"""

Case = tuple[str, list[tuple[object, ...]]]

LEEDS_STARTED = ("E08000035", "2023-24", "all", "first", "started")
OF_WAITS = ("wait", "within_3_weeks", "all", "E08000035", "2023-24", "all", "first", "started")
OF_A_QUARTER = ("wait", "within_3_weeks", "all", "E08000035", "2023-24 Q1", "all", "first", "started")
OF_DEATHS = ("indicator", "drug_misuse_death_rate", "all", "E08000035", "2019-21", "all", None, None)
RATE = ("treatment_rate_per_1000", "E08000035", "2022-23", "female", "all")
HOUSING = ("housing", "problem", "2023-24", "female", "all")

IN_WAITS = "update wait_gap set {} where area_code = 'E08000035'"
IN_GAPS = "update gender_gap set {} where about = 'wait'"
BOTH_WAITS = [OF_WAITS, OF_A_QUARTER]

CASES_OF_GAPS_IN_WAITS: dict[str, list[Case]] = {
    "wait_gap__one_row_per_cell": [
        ("insert into wait_gap select * from wait_gap where clock = 'started'", [LEEDS_STARTED]),
        ("insert into wait_gap select * replace ('2024-25' as period) from wait_gap", []),
    ],
    "wait_gap__days_and_words_agree": [
        (IN_WAITS.format("men_median_days = 23"), [LEEDS_STARTED]),
        (IN_WAITS.format("median_difference_low_days = 4.1"), [LEEDS_STARTED]),
        (IN_WAITS.format("median_difference_high_days = 3.9"), [LEEDS_STARTED]),
        (IN_WAITS.format("median_difference_high_days = null"), [LEEDS_STARTED]),
        (IN_WAITS.format("median_status = 'suppressed'"), [LEEDS_STARTED]),
        (IN_WAITS.format("median_direction = 'no_clear_difference'"), [LEEDS_STARTED]),
        (IN_WAITS.format("median_direction = 'women_lower'"), [LEEDS_STARTED]),
        (IN_WAITS.format("chance_woman_longer = 1.1, chance_woman_longer_high = 1.2"), [LEEDS_STARTED]),
        (IN_WAITS.format("chance_woman_longer_low = 0.61"), [LEEDS_STARTED]),
        (IN_WAITS.format("chance_woman_longer_high = 0.59"), [LEEDS_STARTED]),
        (IN_WAITS.format("chance_woman_longer_low = 0.51"), [LEEDS_STARTED]),
        (IN_WAITS.format("chance_status = 'too_few'"), [LEEDS_STARTED]),
        (IN_WAITS.format("chance_woman_longer = null"), [LEEDS_STARTED]),
        (
            IN_WAITS.format(
                "chance_woman_longer_low = null, chance_woman_longer_high = null, chance_status = 'no_spread', "
                "chance_direction = 'not_compared'"
            ),
            [],
        ),
    ],
    "wait_gap__tells_nothing_that_is_hidden": [
        (
            "update waiting_time set within_3_weeks_share = null where sex = 'female' and clock = 'started'",
            [LEEDS_STARTED],
        ),
        ("update waiting_time set median_days = null where sex = 'male' and clock = 'started'", [LEEDS_STARTED]),
        ("update waiting_time set median_low_days = null where sex = 'male' and clock = 'started'", [LEEDS_STARTED]),
        ("delete from waiting_time where sex = 'male' and clock = 'started'", [LEEDS_STARTED]),
        ("delete from wait_days", [LEEDS_STARTED]),
        ("update wait_days set quarter = '2023-24 Q1'", [LEEDS_STARTED]),
        ("delete from wait_days; update build set mode = 'restricted'", []),
    ],
}

CASES_OF_GAPS_IN_MEASURES: dict[str, list[Case]] = {
    "measure_gap__women_and_men_are_those_shown": [
        ("update measure_gap set women = 0.3", [HOUSING]),
        ("update measure_gap set women = null", [HOUSING]),
        ("delete from treatment_measure where sex = 'female'", [HOUSING]),
        ("update measure_category set is_in_base = false", [HOUSING, (*HOUSING[:3], "male", "all")]),
        ("update measure_gap set area_code = 'E08000035', women = 0.3", []),
    ],
}

CASES_OF_GAPS: dict[str, list[Case]] = {
    name: [(GAP_IN_WAITS, []), *((GAP_IN_WAITS + spoil, found) for spoil, found in cases)]
    for name, cases in CASES_OF_GAPS_IN_WAITS.items()
} | {
    name: [(GAP_OF_A_MEASURE, []), *((GAP_OF_A_MEASURE + spoil, found) for spoil, found in cases)]
    for name, cases in CASES_OF_GAPS_IN_MEASURES.items()
} | {
    "gender_gap__numbers_and_words_agree": [
        (IN_GAPS.format("men = 0.46"), BOTH_WAITS),
        (IN_GAPS.format("difference_low = 0.051"), BOTH_WAITS),
        (IN_GAPS.format("difference_high = 0.049"), BOTH_WAITS),
        (IN_GAPS.format("difference_high = null"), BOTH_WAITS),
        (IN_GAPS.format("women = null"), BOTH_WAITS),
        (IN_GAPS.format("status = 'suppressed'"), BOTH_WAITS),
        (IN_GAPS.format("ratio = 0, ratio_low = 0"), BOTH_WAITS),
        (IN_GAPS.format("ratio_low = null"), BOTH_WAITS),
        (IN_GAPS.format("ratio = null"), BOTH_WAITS),
        (IN_GAPS.format("ratio = null, ratio_low = null, ratio_high = null"), []),
        (IN_GAPS.format("direction = 'women_higher'"), BOTH_WAITS),
        (IN_GAPS.format("direction = 'too_few_to_tell'"), []),
        (IN_GAPS.format("difference_low = 0.01"), BOTH_WAITS),
        (IN_GAPS.format("difference_low = 0.01, direction = 'women_higher'"), []),
        (IN_GAPS.format("women = 0.3, difference = -0.15, difference_low = -0.2, difference_high = -0.1"), BOTH_WAITS),
        ("update gender_gap set direction = 'no_clear_difference' where status = 'too_few'", [OF_DEATHS]),
        ("update gender_gap set about = 'measure', women = 0.7", []),
        ("update gender_gap set about = 'measure', women = 0.7, area_code = 'E92000001' where women is null", []),
    ],
    "indicator_gap__one_row_per_cell": [
        ("insert into indicator_gap select * from indicator_gap", [(*RATE[:3], "all", "all", "all")]),
        ("insert into indicator_gap select * replace ('opiate' as substance_group) from indicator_gap", []),
    ],
    "indicator_gap__women_and_men_are_those_shown": [
        ("update indicator_gap set women = 2.1 where indicator = 'treatment_rate_per_1000'", [RATE]),
        ("update indicator_value set is_preferred = false where indicator = 'treatment_rate_per_1000'", [
            RATE, (*RATE[:3], "male", "all"),
        ]),
        ("update indicator_gap set women = null where indicator = 'treatment_rate_per_1000'", [RATE]),
    ],
    "measure_gap_spread__one_row_per_cell": [
        ("insert into measure_gap_spread select * from measure_gap_spread", [("housing", "problem", "2023-24", "all")]),
        ("update measure_gap_spread set middle_half = -0.01", [("housing", "problem", "2023-24", "all")]),
        ("insert into measure_gap_spread select * replace ('opiate' as substance_group) from measure_gap_spread", []),
    ],
}  # fmt: skip
