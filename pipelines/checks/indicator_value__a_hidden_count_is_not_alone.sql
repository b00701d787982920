-- Lines of women, men and all with exactly one hidden count: it could be worked out from the other two.
with line as (
    select
        indicator,
        area_code,
        period,
        substance_group,
        count(*) filter (where status = 'suppressed') as hidden,
        sum(value) filter (where status = 'ok') as shown
    from indicator_value
    where indicator in ('people_in_treatment', 'new_presentations')
    group by all
)

select
    indicator,
    area_code,
    period,
    substance_group
from line
where hidden = 1
