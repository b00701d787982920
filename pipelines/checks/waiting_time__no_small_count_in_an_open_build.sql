-- Waits of 1 to 4 people in a build that may be published, shown, left to subtract, or bounded by quantiles of few waits.
select
    area_code,
    period,
    sex,
    substance_group,
    intervention_order,
    clock
from waiting_time
where (select mode from build) = 'open'
    and (
        waits between 1 and 4
        or within_3_weeks between 1 and 4
        or over_3_weeks between 1 and 4
        or over_3_to_6_weeks between 1 and 4
        or over_6_weeks between 1 and 4
        or waits - within_3_weeks between 1 and 4
        or over_3_weeks - over_3_to_6_weeks between 1 and 4
        or over_3_weeks - over_6_weeks between 1 and 4
        or (
            (waits is null or within_3_weeks is null or over_3_weeks is null
                or over_3_to_6_weeks is null or over_6_weeks is null)
            and (
                mean_days is not null
                or (coalesce(waits, 0) < 50 and coalesce(median_days, median_low_days, median_high_days) is not null)
            )
        )
    )
