-- Numbers that are absent though the status is ok, or there though they were hidden or are not published; and shares that
-- are more than all, are not that of their counts, or lie outside their own interval. (One look at the largest table, as
-- an interval for each of its rows takes longer than everything else about them.)
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
    or people < 0
    or people > out_of
    or abs(share - people / out_of) > 1e-9
    or share < share_low - 1e-9
    or share > share_high + 1e-9
