"""Rows and cases for the checks of deaths beside treatment and of keyworkers (tests/test_checks.py runs them)."""

Case = tuple[str, list[tuple[object, ...]]]
"""What is done to sound marts, and the rows that break the promise then."""

SOUND_DEATHS = """
    insert into womens_share_of_deaths by name
    select 'E08000035' as area_code, 'drug_misuse' as cause, '2019-21' as period, substance_group, 3 as women_died,
        7 as men_died, 0.3 as share_of_deaths, '2020-21' as treatment_period, share as share_in_treatment,
        0.3 - share as difference, low as difference_low, high as difference_high, said as comparison, status
    from (values ('all', 0.33, -0.22, 0.27, 'similar', 'ok'), ('opiate', null, null, null, 'not_compared', 'suppressed')
    ) as beside (substance_group, share, low, high, said, status);
    insert into keyworker_need by name
    select 'E08000035' as area_code, '2023-24' as period, aim as clients_per_keyworker_aimed_at, 400 as clients,
        10.5 as keyworkers_wte, needed as keyworkers_needed, more as more_keyworkers, 'ok' as status
    from (values (30, 14, 3), (40, 10, 0)) as asked (aim, needed, more);
    insert into indicator_value by name
    select 'drug_misuse_crude_death_rate' as indicator, 'E08000035' as area_code, '2019-21' as period, 'female' as sex,
        'all' as substance_group, 3 as numerator, 1200000 as denominator, 0.25 as value, 0.05 as value_low,
        0.73 as value_high, 'ok' as status, 'ons_drug_deaths + ons_population' as source;
    insert into indicator by name select 'drug_misuse_crude_death_rate' as indicator, 'rate' as kind;
"""

BESIDE = ("E08000035", "drug_misuse", "2019-21", "all")
UNKNOWN = ("E08000035", "drug_misuse", "2019-21", "opiate")
RATE = ("drug_misuse_crude_death_rate", "E08000035")
FOR_30, FOR_40 = (("E08000035", "2023-24", aim) for aim in (30, 40))


def of_share(change: str, substance_group: str) -> str:
    """Change one of the two rows of deaths beside treatment."""
    return f"update womens_share_of_deaths set {change} where substance_group = '{substance_group}'"


def of_need(change: str, aim: int) -> str:
    """Change one of the two rows of keyworkers needed."""
    return f"update keyworker_need set {change} where clients_per_keyworker_aimed_at = {aim}"


CASES_OF_DEATHS: dict[str, list[Case]] = {
    "womens_share_of_deaths__nothing_is_said_of_the_unknown": [
        (of_share("comparison = 'similar'", "opiate"), [UNKNOWN]),
        (of_share("comparison = 'not_compared'", "all"), [BESIDE]),
        (of_share("difference = 0.1", "opiate"), [UNKNOWN]),
        (of_share("share_of_deaths = null", "all"), [BESIDE]),
        (of_share("difference_high = -0.1", "all"), [BESIDE]),
    ],
    "womens_share_of_deaths__treatment_is_of_a_year_in_the_three": [
        (of_share("treatment_period = '2018-19'", "all"), [BESIDE]),
        (of_share("treatment_period = '2022-23'", "all"), [BESIDE]),
        (of_share("treatment_period = '2019-20'", "all"), []),
        (of_share("treatment_period = null", "all"), [BESIDE]),
        (of_share("treatment_period = null", "opiate"), []),
        (of_share("period = '2020-21'", "all"), [(*BESIDE[:2], "2020-21", "all")]),
        (of_share("period = '2020'", "all"), [(*BESIDE[:2], "2020", "all")]),
    ],
    "indicator_value__no_rate_of_deaths_of_our_own_in_a_single_year": [
        (
            f"update indicator_value set period = '{period}' where indicator like '%crude_death_rate'",
            [(*RATE, period, "female")],
        )
        for period in ("2021", "2020-21", "2019-23")
    ],
    "keyworker_need__enough_workers_and_not_one_too_many": [
        (of_need("keyworkers_needed = 13", 30), [FOR_30]),
        (of_need("keyworkers_needed = 15", 30), [FOR_30]),
        (of_need("more_keyworkers = 2", 30), [FOR_30]),
        (of_need("more_keyworkers = 4", 30), [FOR_30]),
        (of_need("more_keyworkers = 1", 40), [FOR_40]),
        (of_need("more_keyworkers = -1", 40), [FOR_40]),
        (of_need("clients = null", 40), [FOR_40]),
        (of_need("keyworkers_wte = null", 30), [FOR_30]),
        (of_need("clients = null, keyworkers_needed = null, more_keyworkers = null", 30), []),
        (of_need("keyworkers_wte = null, more_keyworkers = null", 30), []),
    ],
}
