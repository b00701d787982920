-- Evidence for a place or an offer that no page could name.
select
    e.area_code,
    e.offer,
    e.evidence_kind,
    e.evidence_id
from provision_evidence as e
left join area as a using (area_code)
left join offer as o using (offer)
where a.area_code is null
    or o.offer is null
