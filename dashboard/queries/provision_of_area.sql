-- One row per offer in one place: whether it is there, from the best evidence, and where that evidence stands.
select
  offer.offer,
  offer.name,
  offer.meaning,
  provision.state,
  provision.evidence_kind,
  provision.evidence_type,
  provision.evidence_id,
  provision.evidence_on,
  provision.is_stale,
  provision.source_url,
  provision.services,
  provision.services_answering,
  provision.services_offering,
  provision.note,
  provision_return.provider,
  provision_return.file,
  provision_return.line,
  evidence_area.area_name as evidence_area_name,
  member.areas,
  member.areas_known,
  member.areas_offered
from provision
inner join offer
  on offer.offer = provision.offer
left join provision_return
  on provision_return.service = provision.evidence_id
  and provision_return.is_in_use
  and provision.evidence_kind <> 'example'
  and provision_return.area_code = provision.evidence_area_code
left join area as evidence_area
  on evidence_area.area_code = provision.evidence_area_code
  and provision.evidence_area_code <> provision.area_code
left join (
  select
    own.offer,
    count(*) as areas,
    count(own.evidence_kind) as areas_known,
    count(*) filter (own.state = 'offered') as areas_offered
  from partnership_member
  inner join provision as own
    on own.area_code = partnership_member.area_code
  where partnership_member.partnership_code = $area_code
  group by
    own.offer
) as member
  on member.offer = provision.offer
where provision.area_code = $area_code
order by
  offer.place
