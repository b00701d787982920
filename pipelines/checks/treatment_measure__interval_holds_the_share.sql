-- Shares that are not those of their counts, or lie outside their own interval. One formula makes all of them, so those of
-- women and men of all substances together are looked at; parts larger than their wholes are looked for everywhere.
select
    measure,
    category,
    area_code,
    period,
    sex,
    substance_group
from treatment_measure
where sex = 'all'
    and substance_group = 'all'
    and (
        abs(share - people / out_of) > 1e-9
        or share < share_low - 1e-9
        or share > share_high + 1e-9
    )
