-- Counts that are absent though the status is ok, or there though they were hidden or are not published.
select
    measure,
    area_code,
    period,
    sex,
    substance_group,
    status
from treatment_count
where (people is not null) <> (status in ('ok', 'nobody_asked'))
    or (out_of is not null and people is null)
