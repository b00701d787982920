-- Shares of women or men beside each other that are not those shown of them, or of a category outside its measure's base.
-- (England's: the same formula makes those of every place.)
with side as (
    select measure, category, period, 'female' as sex, substance_group, women as share
    from measure_gap
    where area_code = 'E92000001'
    union all
    select measure, category, period, 'male', substance_group, men
    from measure_gap
    where area_code = 'E92000001'
),

shown as (
    select
        t.measure,
        t.category,
        t.period,
        t.sex::varchar as sex,
        t.substance_group::varchar as substance_group,
        t.share,
        k.is_in_base
    from treatment_measure as t
    join measure_category as k using (measure, category)
    where t.area_code = 'E92000001'
        and t.sex <> 'all'
)

select
    measure,
    category,
    period,
    sex,
    substance_group
from side as g
left join shown as s using (measure, category, period, sex, substance_group)
where g.share is distinct from s.share
    or s.is_in_base is not true
