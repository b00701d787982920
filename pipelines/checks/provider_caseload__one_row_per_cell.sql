-- Cells told twice.
select
    provider_code,
    area_code,
    period,
    sex,
    substance_group
from provider_caseload
group by all
having count(*) > 1
