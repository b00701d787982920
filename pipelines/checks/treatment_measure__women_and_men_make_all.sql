-- Wholes of which women and men do not add up to all.
with counted as (
    select
        measure,
        area_code,
        period,
        substance_group,
        max(people) filter (where sex = 'female') as women,
        max(people) filter (where sex = 'male') as men,
        max(people) filter (where sex = 'all') as everyone
    from treatment_measure
    where measure in ('people_in_treatment', 'new_presentations', 'journeys_triaged')
    group by all
)

select
    measure,
    area_code,
    period,
    substance_group
from counted
where women + men <> everyone
