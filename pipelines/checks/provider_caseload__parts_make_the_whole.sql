-- Providers whose women and men do not make all, or whose areas do not make all of their people.
with of_sexes as (
    select
        provider_code,
        area_code,
        period,
        'all' as sex,
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
        sum(people) filter (where area_code = 'all') as whole,
        sum(people) filter (where area_code <> 'all') as parts
    from provider_caseload
    group by all
)

select provider_code, area_code, period, sex
from of_sexes
where whole is distinct from parts
union
select provider_code, area_code, period, sex
from of_areas
where whole is distinct from parts
