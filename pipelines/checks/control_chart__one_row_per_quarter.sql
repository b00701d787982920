-- Quarters that a chart has twice.
select
    measure,
    area_code,
    sex,
    substance_group,
    period
from control_chart
group by measure, area_code, sex, substance_group, period
having count(*) > 1
