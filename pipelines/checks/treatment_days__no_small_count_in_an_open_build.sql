-- Days of 1 to 4 people in a build that may be published.
select
    measure,
    area_code,
    period,
    sex,
    substance_group
from treatment_days
where (select mode from build) = 'open'
    and people between 1 and 4
