-- Partnerships that are no area of their kind or have one authority alone, and members that are no authorities of today.
with counted as (
    select
        m.partnership_code,
        count(*) as members,
        count(a.area_code) as authorities
    from partnership_member as m
    left join area as a
        on a.area_code = m.area_code
        and a.area_kind = 'local_authority'
        and a.valid_to is null
    group by m.partnership_code
)

select
    coalesce(p.area_code, c.partnership_code) as area_code,
    c.members
from counted as c
full outer join (select area_code from area where area_kind = 'partnership') as p
    on p.area_code = c.partnership_code
where p.area_code is null
    or coalesce(c.members, 0) < 2
    or c.authorities < c.members
