-- Waits of 1 to 4 people in a build that may be published, shown or left for anyone to subtract.
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
    )
