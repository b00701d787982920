-- One row per area, substance and kind of figure: people estimated to use it, or their rate per 1,000, with 95% limits.
with use as (
    select
        file_number,
        line,
        stood,
        area_name,
        period,
        category,
        users,
        population,
        unnest([
            {'measure': 'opiate_crack_users', 'value': users, 'low': users_low, 'high': users_high, 'mark': users_mark},
            {'measure': 'opiate_crack_rate', 'value': rate, 'low': rate_low, 'high': rate_high, 'mark': rate_mark}
        ]) as figure
    from staging.opiate_crack_prevalence
)

select
    file_number,
    line,
    stood as column_label,
    figure.measure as measure,
    category,
    area_name,
    period,
    '15-64' as age_band,
    figure.value as value,
    figure.low as value_low,
    figure.high as value_high,
    if(figure.measure = 'opiate_crack_rate', users, null) as numerator,
    population as denominator,
    figure.mark as mark
from use
-- an edition without rates says nothing of them
where figure.measure <> 'opiate_crack_rate' or figure.value is not null or figure.mark is not null
