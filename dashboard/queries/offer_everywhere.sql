-- One row per authority of today: whether it has one offer, where it stands on the map, and how alike it is to one place.
select
  area.area_code,
  area.area_name,
  area.region_code,
  region.area_name as region_name,
  area_position."column",
  area_position."row",
  provision.state,
  provision.is_stale,
  provision.evidence_kind,
  provision.evidence_type,
  provision.evidence_id,
  provision.evidence_on,
  provision.source_url,
  provision.note,
  provision_return.provider,
  near.basis,
  near.method,
  near.period as alike_in,
  near.rank
from provision
inner join area
  on area.area_code = provision.area_code
inner join area_position
  on area_position.area_code = area.area_code
left join area as region
  on region.area_code = area.region_code
left join provision_return
  on provision_return.area_code = provision.area_code
  and provision_return.service = provision.evidence_id
  and provision_return.is_in_use
  and provision.evidence_kind <> 'example'
left join similar_area as near
  on near.area_code = $area_code
  and near.similar_code = area.area_code
where provision.offer = $offer
order by
  area.area_name,
  area.area_code
