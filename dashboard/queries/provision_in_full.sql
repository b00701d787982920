-- One row per place and offer: whether it is there, from the best evidence, and where that stands. For a file to take away.
select
  provision.area_code,
  area.area_name,
  provision.offer,
  offer.name as offer_name,
  provision.state,
  provision.evidence_kind,
  provision.evidence_type,
  provision.evidence_id,
  provision.evidence_area_code,
  provision.evidence_on,
  provision.is_stale,
  provision.source_url,
  provision.services,
  provision.services_answering,
  provision.services_offering,
  provision.note
from provision
inner join area
  on area.area_code = provision.area_code
inner join offer
  on offer.offer = provision.offer
order by
  area.area_name,
  area.area_code,
  offer.place
