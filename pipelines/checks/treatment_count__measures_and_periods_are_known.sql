-- Wholes or periods that nothing describes, and lists longer or shorter than what they have a place for: a count would
-- stand under another's name.
with described as (
    select
        m.of_whole,
        count(distinct m.measure) as measures,
        count(*) as categories
    from measure as m
    join measure_category as k using (measure)
    group by m.of_whole
    having count(distinct m.measure) = max(m.place)
        and count(*) = max(k.place)
        and count(*) = count(distinct k.place)
),

counted as (
    select distinct
        of_whole::varchar as of_whole,
        period,
        len(people) as categories,
        coalesce(people[1] > 0, false) as has_people,
        len(out_of) as out_of,
        len(status) as measures
    from treatment_count
)

select
    c.of_whole,
    c.period,
    c.categories,
    c.measures
from counted as c
left join described as d using (of_whole)
left join period as p using (period)
where d.of_whole is null
    or p.period is null
    or (
        (c.categories, c.out_of, c.measures) is distinct from (d.categories, d.measures, d.measures)
        -- nobody is in the cell: only the whole's zero
        and ((c.categories, c.out_of, c.measures) is distinct from (1, 1, 1) or c.has_people)
    )
