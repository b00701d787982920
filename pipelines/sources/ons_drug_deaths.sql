-- One row per area, measure, period (a year, or three years) and sex: deaths, and for three years their rate.
select
    file_number,
    line,
    column_label || ', deaths' as column_label,
    edition::varchar as edition,
    measure || '_deaths' as measure,
    area_code,
    period,
    sex,
    deaths as value,
    null as value_low,
    null as value_high,
    null as numerator,
    nullif(deaths_status, 'ok') as mark,
    if(area_code = 'K04000001', 'includes people who lived outside England and Wales', null) as note
from staging.ons_drug_deaths

union all

select
    file_number,
    line,
    column_label || ', rate',
    edition::varchar,
    measure || '_death_rate',
    area_code,
    period,
    sex,
    rate,
    rate_low,
    rate_high,
    deaths,
    nullif(rate_status, 'ok'),
    case
        when rate is not null and deaths < 10
            then 'a rate was published although there were fewer than ten deaths'
        when rate is null and deaths >= 10
            then 'no rate was published although there were ten deaths or more'
    end
from staging.ons_drug_deaths
where kind = 'rate'
