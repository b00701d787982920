-- One row per offer in England or a region: authorities by state, and the women in treatment who live in them.
select
  offer.offer,
  offer.name,
  provision_reach.areas,
  provision_reach.areas_offered,
  provision_reach.areas_offered_stale,
  provision_reach.areas_planned,
  provision_reach.areas_not_offered,
  provision_reach.areas_not_known,
  coalesce(shown.areas_by_example, 0) as areas_by_example,
  provision_reach.period,
  provision_reach.areas_with_women,
  provision_reach.women,
  provision_reach.women_offered,
  provision_reach.women_offered_stale,
  provision_reach.women_planned,
  provision_reach.women_not_offered,
  provision_reach.women_not_known
from provision_reach
inner join offer
  on offer.offer = provision_reach.offer
left join (
  select
    provision.offer,
    count(*) as areas_by_example
  from provision
  inner join area
    on area.area_code = provision.area_code
  where provision.evidence_kind = 'example'
    and area.area_kind = 'local_authority'
    and $area_code in (area.region_code, 'E92000001')
  group by
    provision.offer
) as shown
  on shown.offer = provision_reach.offer
where provision_reach.area_code = $area_code
order by
  offer.place
