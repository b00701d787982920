-- One row per source, area, period (a year, or three years) and sex: deaths from any drug poisoning, as published.
select
    source,
    area_code,
    period,
    sex,
    value as numerator,
    nullif(status, 'ok') as published_status,
    note
from mart.published_figure
where measure = 'drug_poisoning_deaths'
    and category = 'all'
    and age_band = 'all'
