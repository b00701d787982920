-- One row per source, area, period and sex: the age-standardised rate of deaths from any drug poisoning, as published.
select
    source,
    area_code,
    period,
    sex,
    numerator,
    value as published_value,
    value_low as published_low,
    value_high as published_high,
    status as published_status,
    note
from mart.published_figure
where measure = 'drug_poisoning_death_rate'
    and category = 'all'
    and age_band = 'all'
