-- Days by which fewer had started, or left, than by an earlier day; and days that are known after one that is not.
select
    area_code,
    period,
    sex,
    day
from time_to_start
window curve as (partition by area_code, period, sex order by day)
qualify started_share < lag(started_share) over curve
    or left_share < lag(left_share) over curve
    or (status = 'ok' and lag(status) over curve = 'not_published')
