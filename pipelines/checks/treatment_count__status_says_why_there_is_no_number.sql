-- Counts that are absent though the status is ok, or there though they were hidden or are not published.
select distinct
    k.measure,
    c.area_code,
    c.period,
    c.sex,
    c.substance_group,
    c.status[k.of_measure] as status
from treatment_count as c
join count_place as k
    on k.of_whole = c.of_whole::varchar
    and k.measures = len(c.status)
where (c.people[k.of_category] is not null) <> coalesce(c.status[k.of_measure] in ('ok', 'nobody_asked'), false)
    or (c.out_of[k.of_measure] is not null and c.people[k.of_category] is null)
