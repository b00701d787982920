-- Trends without a reason for there being none, or with one though there is.
select
    indicator,
    source,
    area_code,
    sex,
    substance_group
from trend
where (trend in ('not_yet_calculated', 'cannot_be_calculated')) <> (reason is not null)
    or (slope_per_year is null) <> (reason is not null)
    or (slope_per_year > 0 and trend like 'decreasing%')
    or (slope_per_year < 0 and trend like 'increasing%')
