-- Numbers of women or men beside each other that are not those pages show of them.
with shown as (
    select
        indicator,
        area_code,
        period,
        sex,
        substance_group,
        breakdown,
        category,
        value
    from indicator_value
    where is_preferred
        and sex <> 'all'
),

side as (
    select indicator, area_code, period, 'female' as sex, substance_group, breakdown, category, women as value
    from indicator_gap
    union all
    select indicator, area_code, period, 'male', substance_group, breakdown, category, men
    from indicator_gap
)

select
    indicator,
    area_code,
    period,
    sex,
    substance_group
from side as g
left join shown as s using (indicator, area_code, period, sex, substance_group, breakdown, category)
where g.value is distinct from s.value
