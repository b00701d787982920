-- Partnerships with fewer people in records than one of their members, or more than all members together. (A person in
-- treatment in two members counts once in the partnership.)
with counted as (
    select
        v.indicator,
        m.partnership_code,
        v.period,
        v.sex,
        max(v.value) as largest,
        -- where one is hidden there is no sum
        if(count(v.value) = any_value(every.members), sum(v.value), null) as together
    from indicator_value as v
    join partnership_member as m using (area_code)
    join (
        select partnership_code, count(*) as members
        from partnership_member
        group by partnership_code
    ) as every
        on every.partnership_code = m.partnership_code
    where v.indicator in ('people_in_treatment', 'new_presentations')
        and v.source = 'ndtms_records'
        and v.substance_group = 'all'
    group by v.indicator, m.partnership_code, v.period, v.sex
)

select
    whole.indicator,
    whole.area_code,
    whole.period,
    whole.sex
from indicator_value as whole
join counted as c
    on c.indicator = whole.indicator
    and c.partnership_code = whole.area_code
    and c.period = whole.period
    and c.sex = whole.sex
where whole.source = 'ndtms_records'
    and whole.substance_group = 'all'
    and (whole.value < c.largest or whole.value > c.together)
