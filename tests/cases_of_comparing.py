"""Rows and cases for the checks of what compares areas and years (tests/test_checks.py runs them)."""

from datetime import date

SERIES = "'womens_share_in_treatment' as indicator, 'ndtms_records' as source, '2023-24' as period, 'all' as sex, "
SERIES += "'all' as substance_group, 'all' as breakdown, 'all' as category"

# One funnel of two authorities, of which one is hidden; every promise is kept.
SOUND_COMPARING = f"""
    insert into funnel_spread by name
    select {SERIES}, 1 as areas, 50 as smallest, 200 as largest, 0.3 as average, 1.1 as phi, 0.0 as tau2;
    insert into funnel by name
    select {SERIES}, area_code, people, share, label, label as spread_label, status
    from (values ('E08000035', 50, 0.33, 'inside', 'ok'), ('E08000032', null, null, 'not_compared', 'suppressed')
    ) as place (area_code, people, share, label, status);
    insert into funnel_limit by name
    select {SERIES}, people, 0.3 - near as low_95, 0.3 + near as high_95, 0.3 - far as low_998, 0.3 + far as high_998,
        low_95 as spread_low_95, high_95 as spread_high_95, low_998 as spread_low_998, high_998 as spread_high_998
    from (values (50, 0.12, 0.2), (200, 0.06, 0.1)) as limits (people, near, far);
    insert into trend by name
    select indicator, source, area_code, 'all' as sex, 'all' as substance_group, 'all' as breakdown,
        'all' as category, from_period, to_period, slope_per_year, trend, reason
    from (values
        ('womens_share_in_treatment', 'ndtms_records', 'E08000035', '2019-20', '2023-24', 0.01, 'increasing', null),
        ('womens_share_in_treatment', 'ndtms_viewit_area', 'E06000059', '2019-20', '2023-24', -0.01,
            'no_significant_change', null),
        ('drug_misuse_death_rate', 'ons_drug_deaths', 'E08000035', null, null, null, 'cannot_be_calculated',
            'overlapping_periods')
    ) as told (indicator, source, area_code, from_period, to_period, slope_per_year, trend, reason);
    insert into series_break by name
    select 'E06000059' as area_code, date '2019-04-01' as broken_on, 'lost_a_part' as break_kind,
        false as is_comparable;
"""

# Two charts of a quarter, of which one is hidden: done first in the cases that need them.
CHARTS = """
    insert into period by name
    select '2024-25 Q1' as period, 'quarter' as period_kind, '2024-25' as year, date '2024-04-01' as start_on,
        date '2024-06-30' as end_on, true as is_complete;
    insert into control_chart by name
    select 'waits_ended' as measure, area_code, 'all' as sex, 'all' as substance_group, '2024-25 Q1' as period, value,
        20 as centre, 8.0 as low, 32.0 as high, rule, direction, status
    from (values ('E08000035', 24, 'none', 'none', 'ok'), ('E08000032', null, null, null, 'suppressed')
    ) as told (area_code, value, rule, direction, status);
"""

# Ten authorities ranked, and one that is not: done first in the cases that need them.
RANKS = f"""
    insert into area_rank by name
    select {SERIES}, format('E09{{:06}}', k) as area_code, k / 100 as value, k as rank, greatest(k - 2, 1) as rank_low,
        least(k + 2, 10) as rank_high, 1 as sharing_rank, k as tenth, 10 as areas, 1 as areas_without, 'ok' as status
    from range(1, 11) as ranked (k);
    insert into area_rank by name
    select {SERIES}, 'E09000099' as area_code, 10 as areas, 1 as areas_without, 'suppressed' as status;
"""

# A share and a rate of Leeds beside England's: done first in the cases that need them.
COMPARED = """
    insert into comparison by name
    select indicator, 'E08000035' as area_code, '2023-24' as period, 'all' as sex, 'all' as substance_group,
        'all' as breakdown, 'all' as category, 'england' as comparator, 0.2 as value, 0.3 as comparator_value,
        'lower' as comparison, judgement, is_beyond_998, 'ok' as status
    from (values ('womens_share_in_treatment', 'lower', true), ('drug_misuse_death_rate', 'better', null)
    ) as told (indicator, judgement, is_beyond_998);
    insert into comparison_count by name
    select c.indicator, c.period, c.sex, c.substance_group, c.breakdown, c.category, c.comparator, l.level,
        1 as comparisons, 1 as signals
    from comparison as c
    join (values (0.95), (0.998)) as l (level)
        on l.level = 0.95 or c.is_beyond_998;
    update indicator set polarity = if(kind = 'rate', 'low_is_good', 'balance');
"""

Case = tuple[str, list[tuple[object, ...]]]
"""What is done to sound marts, and the rows that break the promise then."""

SHARE = ("womens_share_in_treatment", "ndtms_records", "2023-24", "all", "all")
IN_FUNNEL = ("womens_share_in_treatment", "ndtms_records", "E08000035", "2023-24", "all", "all")
HIDDEN = ("womens_share_in_treatment", "ndtms_records", "E08000032", "2023-24", "all", "all")
RISING = ("womens_share_in_treatment", "ndtms_records", "E08000035", "all", "all")
OF_DORSET = ("womens_share_in_treatment", "ndtms_viewit_area", "E06000059", "all", "all")
REFUSED = ("drug_misuse_death_rate", "ons_drug_deaths", "E08000035", "all", "all")
EARLIER = "update trend set from_period = '2018-19'"
BEGAN = date(2019, 4, 1)
THIRD = ("womens_share_in_treatment", "ndtms_records", "E09000003", "2023-24", "all", "all")
COMPARED_SHARE = ("womens_share_in_treatment", "E08000035", "2023-24", "all", "all", "england")
COUNTED = ("womens_share_in_treatment", "2023-24", "all", "all", "england")
QUARTER = "2024-25 Q1"
CHARTED = ("waits_ended", "E08000035", "all", "all", QUARTER)
BOTH_CHARTED: list[tuple[object, ...]] = [("waits_ended", area, QUARTER) for area in ("E08000035", "E08000032")]
LARGE = "update funnel_limit set {} where people = 200"

CASES_OF_COMPARING: dict[str, list[Case]] = {
    "funnel__limits_hold_the_average": [
        (LARGE.format("low_95 = 0.31"), [(*SHARE, 200)]),
        (LARGE.format("low_998 = 0.25"), [(*SHARE, 200)]),
        (LARGE.format("high_998 = 1.01"), [(*SHARE, 200)]),
        (LARGE.format("spread_high_95 = 0.29"), [(*SHARE, 200)]),
        (LARGE.format("spread_low_998 = -0.01"), [(*SHARE, 200)]),
        ("update funnel_spread set average = 0.5", [(*SHARE, 50), (*SHARE, 200)]),
    ],
    "funnel__only_what_is_shown_has_a_label": [
        ("update funnel set label = 'inside' where status = 'suppressed'", [HIDDEN]),
        ("update funnel set spread_label = 'high_95' where status = 'suppressed'", [HIDDEN]),
        ("update funnel set share = 0.2 where status = 'suppressed'", [HIDDEN]),
        ("update funnel set label = 'not_compared' where status = 'ok'", [IN_FUNNEL]),
        ("update funnel set label = 'low_998' where status = 'ok'", []),
    ],
    "funnel__every_area_with_a_number_is_in_it": [
        ("delete from funnel where status = 'ok'", [SHARE]),
        ("delete from funnel", [SHARE]),
        ("delete from funnel where status <> 'ok'", []),
        ("update funnel set source = 'fingertips'", [SHARE]),
    ],
    "control_chart__one_row_per_quarter": [
        (
            f"{CHARTS} insert into control_chart select * from control_chart",
            [("waits_ended", area, "all", "all", QUARTER) for area in ("E08000035", "E08000032")],
        ),
        (f"{CHARTS} insert into control_chart select * replace ('journeys_triaged' as measure) from control_chart", []),
    ],
    "control_chart__quarters_are_over_and_known": [
        (f"{CHARTS} update period set is_complete = false where period = '{QUARTER}'", BOTH_CHARTED),
        (f"{CHARTS} update period set year = '2023-24' where period = '{QUARTER}'", BOTH_CHARTED),
        (f"{CHARTS} update period set period_kind = 'year' where period = '{QUARTER}'", BOTH_CHARTED),
    ],
    "control_chart__a_rule_is_broken_by_a_value": [
        (f"{CHARTS} update control_chart set value = 33 where status = 'ok'", [CHARTED]),
        (f"{CHARTS} update control_chart set value = 7 where status = 'ok'", [CHARTED]),
        (f"{CHARTS} update control_chart set rule = 'outside' where status = 'ok'", [CHARTED]),
        (f"{CHARTS} update control_chart set rule = 'shift' where status = 'ok'", [CHARTED]),
        (f"{CHARTS} update control_chart set value = null where status = 'ok'", [CHARTED]),
        (
            f"{CHARTS} update control_chart set value = 20 where status <> 'ok'",
            [("waits_ended", "E08000032", *CHARTED[2:])],
        ),
        (f"{CHARTS} update control_chart set rule = 'shift', direction = 'higher' where status = 'ok'", []),
        (
            f"{CHARTS} update control_chart set value = 40, rule = 'outside', direction = 'higher' where status = 'ok'",
            [],
        ),
    ],
    "area_rank__no_rank_without_its_interval": [
        (f"{RANKS} update area_rank set rank_low = null where rank = 3", [THIRD]),
        (f"{RANKS} update area_rank set rank_high = null where rank = 3", [THIRD]),
        (f"{RANKS} update area_rank set value = null where rank = 3", [THIRD]),
        (f"{RANKS} update area_rank set tenth = null where rank = 3", [THIRD]),
        (f"{RANKS} update area_rank set rank_low = 4 where rank = 3", [THIRD]),
        (f"{RANKS} update area_rank set rank_high = 11 where rank = 3", [THIRD]),
        (f"{RANKS} update area_rank set rank_low = 0 where rank = 3", [THIRD]),
        (f"{RANKS} update area_rank set status = 'suppressed' where rank = 3", [THIRD]),
        (RANKS, []),
    ],
    "area_rank__ranked_and_not_ranked_make_all": [
        (f"{RANKS} delete from area_rank where rank is null", [SHARE]),
        (f"{RANKS} update area_rank set areas = 11 where rank = 3", [SHARE]),
        (f"{RANKS} update area_rank set areas_without = 0 where rank = 3", [SHARE]),
        (f"{RANKS} delete from area_rank where rank = 10; update area_rank set areas = 9", [SHARE]),
        (RANKS, []),
    ],
    "comparison__one_row_per_comparator": [
        (f"{COMPARED} insert into comparison select * from comparison where is_beyond_998", [COMPARED_SHARE]),
        (f"{COMPARED} insert into comparison select * replace ('region' as comparator) from comparison", []),
        (
            f"{COMPARED} update comparison set area_code = 'E92000001' where is_beyond_998",
            [(SHARE[0], "E92000001", *COMPARED_SHARE[2:])],
        ),
    ],
    "comparison__only_what_is_known_is_similar": [
        (f"{COMPARED} update comparison set value = null where is_beyond_998", [COMPARED_SHARE]),
        (f"{COMPARED} update comparison set comparator_value = null where is_beyond_998", [COMPARED_SHARE]),
        (f"{COMPARED} update comparison set judgement = 'worse' where is_beyond_998", [COMPARED_SHARE]),
        (f"{COMPARED} update comparison set judgement = 'higher' where is_beyond_998", [COMPARED_SHARE]),
        (
            f"{COMPARED} update comparison set comparison = 'similar', judgement = 'similar' where is_beyond_998",
            [COMPARED_SHARE],
        ),
        (
            f"{COMPARED} update comparison set value = null, comparison = 'not_compared', judgement = 'not_compared', "
            "is_beyond_998 = null",
            [],
        ),
        (COMPARED, []),
    ],
    "comparison_count__signals_are_those_found": [
        (f"{COMPARED} update comparison_count set signals = 0 where level = 0.998", [(*COUNTED, 0.998)]),
        (f"{COMPARED} update comparison_count set comparisons = 2 where level = 0.998", [(*COUNTED, 0.998)]),
        (
            f"{COMPARED} update comparison set status = 'suppressed' where is_beyond_998",
            [(*COUNTED, 0.95), (*COUNTED, 0.998)],
        ),
        (COMPARED, []),
    ],
    "trend__a_reason_where_there_is_none": [
        ("update trend set reason = null", [REFUSED]),
        ("update trend set trend = 'no_significant_change' where reason is not null", [REFUSED]),
        ("update trend set slope_per_year = 0.1 where reason is not null", [REFUSED]),
        ("update trend set trend = 'decreasing' where trend = 'increasing'", [RISING]),
        ("update trend set trend = 'increasing_and_getting_worse' where slope_per_year < 0", [OF_DORSET]),
        ("update trend set reason = 'series_break' where reason is not null", []),
    ],
    "trend__none_goes_across_a_series_break": [
        (EARLIER, [(*OF_DORSET, BEGAN)]),
        (f"{EARLIER}; update series_break set is_comparable = true", []),
        (f"{EARLIER}; update trend set source = 'ndtms_records' where source = 'ndtms_viewit_area'", []),
        (f"{EARLIER}; update series_break set broken_on = date '2023-04-02'", []),
        (f"{EARLIER}; update series_break set broken_on = date '2023-04-01'", [(*OF_DORSET, date(2023, 4, 1))]),
        ("update trend set from_period = '2019', to_period = '2023' where slope_per_year < 0", [(*OF_DORSET, BEGAN)]),
    ],
    "trend__years_do_not_overlap": [
        ("update trend set from_period = '2020-21' where slope_per_year > 0", [(*RISING, "2020-21", "2023-24")]),
        ("update trend set from_period = '2018-20' where slope_per_year > 0", [(*RISING, "2018-20", "2023-24")]),
        ("update trend set to_period = '2023-26' where slope_per_year < 0", [(*OF_DORSET, "2019-20", "2023-26")]),
        ("update trend set from_period = '2019', to_period = '2023' where slope_per_year > 0", []),
        ("update trend set from_period = '1999-00' where slope_per_year > 0", []),
    ],
}
