-- Counts of people where women and men do not add up to all. (What publishers give need not; the build notes it.)
with counted as (
    select
        indicator,
        area_code,
        period,
        substance_group,
        max(value) filter (where sex = 'female') as women,
        max(value) filter (where sex = 'male') as men,
        max(value) filter (where sex = 'all') as everyone
    from indicator_value
    where indicator in ('people_in_treatment', 'new_presentations')
        and source = 'ndtms_records'
        and status = 'ok'
    group by all
)

select
    indicator,
    area_code,
    period,
    substance_group
from counted
where women + men <> everyone
