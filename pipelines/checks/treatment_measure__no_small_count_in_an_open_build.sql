-- Counts of 1 to 4 people in a build that may be published, or what is left of a share's whole when they are taken away.
select
    measure,
    category,
    area_code,
    period,
    sex,
    substance_group
from treatment_measure
where (select mode from build) = 'open'
    and (
        people between 1 and 4
        or out_of between 1 and 4
        or out_of - people between 1 and 4
    )
