-- One row per area, period (a year, or three years) and sex: deaths from any drug poisoning, as published.
select
    area_code,
    period,
    sex,
    deaths as numerator,
    nullif(deaths_status, 'ok') as published_status,
    deaths_note as note
from staging.death
where measure = 'drug_poisoning'
