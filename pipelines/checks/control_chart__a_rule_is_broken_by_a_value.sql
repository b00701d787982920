-- Points that are judged without a value, that lie outside their limits and are said not to, or the reverse.
select
    measure,
    area_code,
    sex,
    substance_group,
    period
from control_chart
where (status = 'ok') <> (value is not null)
    or (value is null and rule is not null)
    or (rule = 'none') <> (direction = 'none')
    or (rule = 'outside') <> (value > high + 1e-9 or value < low - 1e-9)
