-- One row per source, place, period and sex: as published, with the publisher's own limits where it gives them.
select
    source,
    area_code,
    period,
    sex,
    substance_group,
    numerator,
    denominator,
    value / 100 as published_value,
    value_low / 100 as published_low,
    value_high / 100 as published_high,
    status as published_status,
    note
from mart.published_figure
where measure = 'alcohol_met_need'
