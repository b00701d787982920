-- Places whose authorities by state are not those that lie in them, or that count women of more authorities than they have.
with authority as (
    select
        unnest([a.region_code, 'E92000001']) as area_code,
        p.offer,
        p.state
    from area as a
    join provision as p using (area_code)
    where a.area_kind = 'local_authority'
        and a.valid_to is null
),

counted as (
    select
        area_code,
        offer,
        count(*) as areas,
        count(*) filter (state = 'offered') as areas_offered,
        count(*) filter (state = 'planned') as areas_planned,
        count(*) filter (state = 'not_offered') as areas_not_offered
    from authority
    group by area_code, offer
)

select
    area_code,
    offer,
    r.areas,
    r.areas_with_women
from provision_reach as r
full join counted as c using (area_code, offer)
where (r.areas, r.areas_offered, r.areas_planned, r.areas_not_offered)
    is distinct from (c.areas, c.areas_offered, c.areas_planned, c.areas_not_offered)
    or r.areas_with_women > r.areas
    or (r.areas_with_women = 0) <> (r.women is null)
