-- Gaps in waits that stand there twice.
select
    area_code,
    period,
    substance_group,
    intervention_order,
    clock
from wait_gap
group by all
having count(*) > 1
