-- One row per audit round and offer in England or a region: authorities with a return, and what their returns say.
select
  provision_round.audit_round,
  offer.offer,
  offer.name,
  provision_round.areas,
  provision_round.areas_with_return,
  provision_round.areas_offered,
  provision_round.areas_planned,
  provision_round.areas_not_offered
from provision_round
inner join offer
  on offer.offer = provision_round.offer
where provision_round.area_code = $area_code
order by
  provision_round.audit_round,
  offer.place
