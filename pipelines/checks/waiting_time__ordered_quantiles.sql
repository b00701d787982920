-- Medians above the 90th percentile, or waits of less than nothing.
select
    area_code,
    period,
    sex,
    substance_group,
    intervention_order,
    clock
from waiting_time
where median_days > p90_days
    or median_days < 0
    or mean_days < 0
