-- Categories in the base that do not add up to what their shares are shares of, for women and men of all substances together.
with base as (
    select
        t.measure,
        t.area_code,
        t.period,
        sum(t.people) as people,
        any_value(t.out_of) as out_of
    from treatment_measure as t
    join measure_category as c
        on c.measure = t.measure
        and c.category = t.category
        and c.is_in_base
    where t.sex = 'all'
        and t.substance_group = 'all'
        and t.status in ('ok', 'too_few')
        and t.measure not in ('womens_share_in_treatment', 'womens_share_of_new_presentations')
    group by all
)

select
    measure,
    area_code,
    period
from base
where people <> out_of
