-- Cells of waits that stand twice.
select
    area_code,
    period,
    sex,
    substance_group,
    intervention_order,
    clock
from waiting_time
group by all
having count(*) > 1
