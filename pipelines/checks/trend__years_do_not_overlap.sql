-- Trends of periods longer than a year, which share years with each other, or of fewer than five years.
select
    indicator,
    source,
    area_code,
    sex,
    substance_group,
    from_period,
    to_period
from trend
where to_period[1:4]::integer < from_period[1:4]::integer + 4
    or (length(from_period) > 4 and try_cast(from_period[6:7] as integer) <> (from_period[3:4]::integer + 1) % 100)
    or (length(to_period) > 4 and try_cast(to_period[6:7] as integer) <> (to_period[3:4]::integer + 1) % 100)
