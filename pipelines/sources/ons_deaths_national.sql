-- One row per measure, category, area, period, sex and age band: a count, a rate per 100,000 or a number of days.
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
    case kind
        when 'deaths' then deaths
        when 'rate' then round(rate * 100000 / per, 10)
        when 'days' then days
    end as value,
    round(rate_low * 100000 / per, 10) as value_low,
    round(rate_high * 100000 / per, 10) as value_high,
    if(kind = 'rate', deaths, null) as numerator,
    case
        when kind = 'deaths' then deaths_mark
        when kind = 'days' then days_mark
        when rate is not null and flag is not null then 'unreliable'
        -- a blank rate: too few deaths for one, or nobody knows why
        when rate is null and rate_mark is null and deaths < 10 then 'too_few'
        else rate_mark
    end as mark,
    nullif(
        concat_ws(
            '; ',
            if(area_code = 'K04000001', 'includes people who lived outside England and Wales', null),
            'another table of the workbook differs: ' || also_given
        ),
        ''
    ) as note
from staging.ons_deaths_national
