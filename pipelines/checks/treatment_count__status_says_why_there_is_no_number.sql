-- Counts that are absent though the status is ok, or there though they were hidden or are not published.
with place as (
    select
        m.of_whole,
        m.measure,
        m.place as of_measure,
        k.place
    from measure as m
    join measure_category as k using (measure)
)

select distinct
    k.measure,
    c.area_code,
    c.period,
    c.sex,
    c.substance_group,
    c.status[k.of_measure] as status
from treatment_count as c
join place as k
    on k.of_whole = c.of_whole::varchar
where (c.people[k.place] is not null) <> coalesce(c.status[k.of_measure] in ('ok', 'nobody_asked'), false)
    or (c.out_of[k.of_measure] is not null and c.people[k.place] is null)
