-- Shares that are more than all, are not that of their counts, or lie outside their own interval.
select
    measure,
    category,
    area_code,
    period,
    sex,
    substance_group
from treatment_measure
where people < 0
    or people > out_of
    or abs(share - people / out_of) > 1e-9
    or share < share_low - 1e-9
    or share > share_high + 1e-9
