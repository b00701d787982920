-- One row per measure, category, area, period, sex and age band: a count, or a rate per 100,000.
select
    file_number,
    line,
    column_label,
    edition,
    measure,
    category,
    area_code,
    period,
    sex,
    age_band,
    if(kind = 'rate', round(rate * 100000 / per, 10), deaths) as value,
    round(rate_low * 100000 / per, 10) as value_low,
    round(rate_high * 100000 / per, 10) as value_high,
    if(kind = 'rate', deaths, null) as numerator,
    case
        when kind = 'deaths' then deaths_mark
        when rate is not null and flag is not null then 'unreliable'
        -- a blank rate: too few deaths for one, or nobody knows why
        when rate is null and rate_mark is null and deaths < if(age_band = 'all', 10, 3) then 'too_few'
        else rate_mark
    end as mark
from staging.ons_alcohol_specific_deaths
