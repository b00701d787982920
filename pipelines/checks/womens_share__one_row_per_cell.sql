-- Cells told twice.
select
    area_code,
    provider_code,
    period,
    substance_group,
    measure,
    comparator
from womens_share
group by all
having count(*) > 1
