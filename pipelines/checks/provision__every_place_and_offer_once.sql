-- Authorities of today, and other places with an answer, that do not have exactly one for every offer and no other.
with place as (
    select area_code
    from area
    where area_kind = 'local_authority'
        and area_code like 'E%'
        and valid_to is null
        and exists (from source_file where source in ('provision_audit', 'provision_register'))
    union
    select area_code
    from provision
    semi join area using (area_code)
),

expected as (
    select place.area_code, offer.offer
    from place
    cross join offer
),

found as (
    select area_code, offer, count(*) as answers
    from provision
    group by area_code, offer
)

select
    area_code,
    offer,
    coalesce(found.answers, 0) as answers
from expected
full join found using (area_code, offer)
where expected.offer is null
    or coalesce(found.answers, 0) <> 1
