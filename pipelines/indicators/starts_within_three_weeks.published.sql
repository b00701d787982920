-- One row per source, place, financial year, sex and substance group: first waits of three weeks or less over all of them.
select
    source,
    area_code,
    period,
    sex,
    substance_group,
    numerator,
    denominator,
    nullif(status, 'ok') as published_status,
    rounded_to,
    note
from mart.published_figure
where measure = 'first_waits'
    and category = 'within_3_weeks'
    and age_band = 'all'
