-- Published counts of women and men that do not add up to all; rounded ones may differ by what rounding can do.
with counted as (
    select
        f.source,
        f.measure,
        f.category,
        f.area_code,
        f.period,
        f.substance_group,
        f.age_band,
        max(f.rounded_to) as rounded_to,
        max(f.value) filter (where f.sex = 'female') as women,
        max(f.value) filter (where f.sex = 'male') as men,
        max(f.value) filter (where f.sex = 'all') as everyone
    from published_figure as f
    join published_measure as m
        on m.source = f.source
        and m.measure = f.measure
        and m.kind in ('count', 'parts')
    where f.status = 'ok'
    group by all
)

select
    source,
    measure,
    category,
    area_code,
    period,
    substance_group,
    age_band
from counted
where abs(women + men - everyone) > if(rounded_to > 1, 1.5 * rounded_to, 0)
