-- Measures, categories or periods that nothing describes.
select distinct
    t.measure,
    t.category,
    t.period
from (select distinct measure, category, period from treatment_measure) as t
left join measure_category as c
    on c.measure = t.measure
    and c.category = t.category
left join period as p
    on p.period = t.period
where c.category is null
    or p.period is null
