-- Medians above the 90th percentile or outside their own limits, limits of a median that is hidden, or waits of less than
-- nothing.
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
    or median_low_days > median_days
    or median_high_days < median_days
    or (median_low_days is null) <> (median_high_days is null)
    or (median_low_days is not null and median_days is null)
