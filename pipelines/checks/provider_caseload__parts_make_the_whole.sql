-- Providers whose women and men do not make all, whose areas do not make all of their people, or whose substance groups do
-- not. (Where the groups are hidden and the totals are not, there is nothing to add.)
with of_sexes as (
    select
        provider_code,
        area_code,
        period,
        'all' as sex,
        substance_group,
        sum(people) filter (where sex = 'all') as whole,
        sum(people) filter (where sex <> 'all') as parts
    from provider_caseload
    group by all
),

of_areas as (
    select
        provider_code,
        'all' as area_code,
        period,
        sex,
        'all' as substance_group,
        sum(people) filter (where area_code = 'all') as whole,
        sum(people) filter (where area_code <> 'all') as parts
    from provider_caseload
    where substance_group = 'all'
    group by provider_code, period, sex
),

of_substance_groups as (
    select
        provider_code,
        'all' as area_code,
        period,
        sex,
        'all' as substance_group,
        sum(people) filter (where substance_group = 'all') as whole,
        sum(people) filter (where substance_group <> 'all') as parts
    from provider_caseload
    where area_code = 'all'
    group by provider_code, period, sex
    having count(people) filter (where substance_group <> 'all') > 0
)

select provider_code, area_code, period, sex, substance_group
from of_sexes
where whole is distinct from parts
union
select provider_code, area_code, period, sex, substance_group
from of_areas
where whole is distinct from parts
union
select provider_code, area_code, period, sex, substance_group
from of_substance_groups
where whole is distinct from parts
