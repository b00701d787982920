-- Numbers that are absent though the status is ok, or there though they were hidden or are not published.
select
    measure,
    category,
    area_code,
    period,
    sex,
    substance_group,
    status
from treatment_measure
where (people is not null) <> (status in ('ok', 'too_few'))
    or (share is not null and status <> 'ok')
    or (out_of is not null) <> (share_low is not null) and status <> 'too_few'
    or (status = 'too_few' and (people <> 0 or out_of <> 0))
