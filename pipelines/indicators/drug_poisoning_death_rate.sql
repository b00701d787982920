-- One row per area, three years and sex: the age-standardised rate of deaths from any drug poisoning, as published.
select
    area_code,
    period,
    sex,
    deaths as numerator,
    rate as published_value,
    rate_low as published_low,
    rate_high as published_high,
    rate_status as published_status,
    rate_note as note
from staging.death
where measure = 'drug_poisoning'
    and kind = 'rate'
