-- One row per figure: a count, share or average for England, deaths in treatment by area, or an estimate of use by area.
with deaths as (
    select
        file_number,
        line,
        stood,
        edition,
        area_name,
        period,
        sex,
        age_band,
        observed,
        expected,
        ratio_low,
        ratio_high,
        unnest([
            {'measure': 'deaths_in_treatment', 'value': observed, 'mark': observed_mark},
            {'measure': 'expected_deaths_in_treatment', 'value': expected, 'mark': expected_mark},
            {'measure': 'deaths_in_treatment_ratio', 'value': ratio, 'mark': ratio_mark}
        ]) as figure
    from staging.ohid_adult_tables
    where measure = 'deaths_in_treatment'
),

use as (
    select
        file_number,
        line,
        stood,
        edition,
        area_name,
        period,
        sex,
        age_band,
        category,
        users,
        population,
        unnest([
            {'measure': 'opiate_crack_users', 'value': users, 'low': users_low, 'high': users_high, 'mark': users_mark},
            {'measure': 'opiate_crack_rate', 'value': rate, 'low': rate_low, 'high': rate_high, 'mark': rate_mark}
        ]) as figure
    from staging.ohid_adult_tables
    where measure = 'opiate_crack_use'
)

select
    file_number,
    line,
    stood as column_label,
    edition,
    measure,
    category,
    area_name,
    period,
    sex,
    substance_group,
    age_band,
    coalesce(people, percent * scale, days) as value,
    null as value_low,
    null as value_high,
    null as numerator,
    null as denominator,
    coalesce(people_mark, percent_mark, days_mark) as mark,
    if(people is null, 1, rounded_to) as rounded_to
from staging.ohid_adult_tables
where measure not in ('deaths_in_treatment', 'opiate_crack_use')
union all
select
    file_number,
    line,
    stood,
    edition,
    figure.measure,
    'all',
    area_name,
    period,
    sex,
    'all',
    age_band,
    figure.value,
    if(figure.measure = 'deaths_in_treatment_ratio', ratio_low, null),
    if(figure.measure = 'deaths_in_treatment_ratio', ratio_high, null),
    if(figure.measure = 'deaths_in_treatment_ratio', observed, null),
    if(figure.measure = 'deaths_in_treatment_ratio', expected, null),
    figure.mark,
    1
from deaths
-- most years give no expected deaths at all
where figure.measure <> 'expected_deaths_in_treatment' or figure.value is not null or figure.mark is not null
union all
select
    file_number,
    line,
    stood,
    edition,
    figure.measure,
    category,
    area_name,
    period,
    sex,
    'all',
    age_band,
    figure.value,
    figure.low,
    figure.high,
    if(figure.measure = 'opiate_crack_rate', users, null),
    population,
    figure.mark,
    1
from use
where figure.measure <> 'opiate_crack_rate' or figure.value is not null or figure.mark is not null
