-- Contracts in an area that no page could name, or in one of another kind than contracts are made for.
select
    r.contract_reference,
    r.area_code
from rehabilitative_service as r
left join area as a using (area_code)
where coalesce(a.area_kind, '') not in ('police_area', 'probation_region')
