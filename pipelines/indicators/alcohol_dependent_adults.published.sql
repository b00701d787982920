-- One row per source, place, period and sex: as published, with the publisher's own limits where it gives them.
select
    source,
    area_code,
    period,
    sex,
    substance_group,
    numerator,
    denominator,
    value as published_value,
    value_low as published_low,
    value_high as published_high,
    status as published_status,
    note
from mart.published_figure
where measure = 'alcohol_dependent_adults'
