-- One row per offer in England or a region: authorities by state, and the women in treatment who live in them.
select
  offer.offer,
  offer.name,
  provision_reach.areas,
  provision_reach.areas_offered,
  provision_reach.areas_planned,
  provision_reach.areas_not_offered,
  provision_reach.areas_not_known,
  provision_reach.period,
  provision_reach.areas_with_women,
  provision_reach.women,
  provision_reach.women_offered,
  provision_reach.women_planned,
  provision_reach.women_not_offered,
  provision_reach.women_not_known
from provision_reach
inner join offer
  on offer.offer = provision_reach.offer
where provision_reach.area_code = $area_code
order by
  offer.place
