-- Coverage whose items are not its framework's standards that offers can show, or whose counts are not of their states.
with counted as (
    select
        t.area_code,
        s.framework,
        count(*) as items,
        count(*) filter (t.state in ('met', 'not_met')) as known,
        count(*) filter (t.state = 'met') as met
    from standard_state as t
    join standard as s using (standard)
    group by t.area_code, s.framework
),

asked as (
    select framework, count(*) as standards
    from standard
    where met_when is not null
        and asked_of in ('service', 'commissioner', 'partnership')
    group by framework
)

select
    area_code,
    framework,
    c.items,
    c.known,
    c.met
from provision_coverage as c
full join counted using (area_code, framework)
left join asked using (framework)
where c.items is distinct from counted.items
    or c.items is distinct from asked.standards
    or c.known is distinct from counted.known
    or c.met is distinct from counted.met
    or c.coverage is distinct from if(c.known = 0, null, c.met / c.known)
    or c.known_share is distinct from c.known / c.items
