-- 1 to 4 people still waiting in a build that may be published.
select
    area_code,
    period,
    sex,
    substance_group,
    intervention_order,
    clock
from still_waiting
where (select mode from build) = 'open'
    and (
        waiting between 1 and 4
        or within_3_weeks between 1 and 4
        or over_3_to_6_weeks between 1 and 4
        or over_6_weeks between 1 and 4
    )
