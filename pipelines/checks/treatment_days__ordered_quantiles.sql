-- Medians above the 90th percentile, days of less than nothing, or a number missing where nothing is hidden.
select
    measure,
    area_code,
    period,
    sex,
    substance_group
from treatment_days
where median_days > p90_days
    or median_days < 0
    or mean_days < 0
    or (status = 'ok') <> (people + median_days + p90_days + mean_days is not null)
