-- Measures or periods that nothing describes, and lists of counts longer or shorter than their measure has categories:
-- a count would stand under another's name.
with described as (
    select measure, count(*) as categories
    from measure_category
    group by measure
    having count(*) = max(position)
),

counted as (
    select distinct measure::varchar as measure, period, len(people) as counts
    from treatment_count
)

select
    c.measure,
    c.period,
    c.counts
from counted as c
left join described as d using (measure)
left join period as p using (period)
where d.categories is null
    or p.period is null
    or c.counts <> d.categories
