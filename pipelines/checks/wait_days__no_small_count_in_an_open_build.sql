-- Waits of 1 to 4 people by number of days in a build that may be published, or told more finely than it may tell.
select
    area_code,
    year,
    sex,
    intervention_order,
    clock,
    days_from
from wait_days
where (select mode from build) = 'open'
    and (waits between 1 and 4 or quarter is not null or substance_group <> 'all')
