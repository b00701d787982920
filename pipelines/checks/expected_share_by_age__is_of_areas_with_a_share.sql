-- Expected shares by age and substance of areas of which no women's share is counted.
select
    x.area_code,
    x.period,
    x.measure
from expected_share_by_age as x
left join expected_share as s
    on s.area_code = x.area_code
    and s.period = x.period
    and s.measure = x.measure
    and s.source = 'ndtms_records'
where s.area_code is null
