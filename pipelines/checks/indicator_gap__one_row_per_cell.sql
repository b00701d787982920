-- Gaps of an indicator that stand there twice.
select
    indicator,
    area_code,
    period,
    substance_group,
    breakdown,
    category
from indicator_gap
group by all
having count(*) > 1
