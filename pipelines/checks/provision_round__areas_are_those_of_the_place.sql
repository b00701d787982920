-- Places of a round that are said to have another number of authorities than lie in them.
with authority as (
    select unnest([region_code, 'E92000001']) as area_code
    from area
    where area_kind = 'local_authority'
        and area_code like 'E%'
        and valid_to is null
),

counted as (
    select area_code, count(*) as areas
    from authority
    group by area_code
)

select
    r.audit_round,
    area_code,
    r.offer,
    r.areas
from provision_round as r
left join counted as c using (area_code)
where r.areas is distinct from c.areas
    or r.areas_with_return > r.areas
