-- Cells told twice.
select
    area_code,
    comparator,
    period,
    substance_group,
    measure
from share_comparator
group by all
having count(*) > 1
