-- Counts of people where women and men do not add up to all; rounded ones may differ by what rounding can do.
with counted as (
    select
        indicator,
        source,
        rounded_to,
        area_code,
        period,
        substance_group,
        max(value) filter (where sex = 'female') as women,
        max(value) filter (where sex = 'male') as men,
        max(value) filter (where sex = 'all') as everyone
    from indicator_value
    where indicator in ('people_in_treatment', 'new_presentations')
        and status = 'ok'
    group by all
)

select
    indicator,
    area_code,
    period,
    substance_group
from counted
where abs(women + men - everyone) > if(rounded_to > 1, 1.5 * rounded_to, 0)
