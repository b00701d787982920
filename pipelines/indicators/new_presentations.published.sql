-- One row per source, place, financial year, sex and substance group: as published.
select
    source,
    area_code,
    period,
    sex,
    substance_group,
    value as numerator,
    nullif(status, 'ok') as published_status,
    rounded_to,
    note
from mart.published_figure
where measure = 'new_presentations'
    and age_band = 'all'
