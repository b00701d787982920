-- One row per standard in one place: whether it is met by what is known, by examples alone or not, and what of its
-- framework is known in all.
select
  framework.name as framework_name,
  framework.document,
  standard.standard,
  standard.section,
  standard.name,
  standard.asks,
  standard.asked_of,
  standard.counts_as_met,
  standard.evidence,
  standard_state.state,
  coalesce(standard_state.is_stale, false) as is_stale,
  coalesce(shown.is_by_example, false) as is_by_example,
  provision_coverage.items,
  provision_coverage.known,
  provision_coverage.met,
  provision_coverage.coverage,
  provision_coverage.known_share
from standard
inner join framework
  on framework.framework = standard.framework
left join standard_state
  on standard_state.standard = standard.standard
  and standard_state.area_code = $area_code
left join provision_coverage
  on provision_coverage.framework = standard.framework
  and provision_coverage.area_code = $area_code
left join (
  select
    standard_offer.standard,
    -- what is met rests on what is offered, and what is not on what is not
    bool_and(provision.evidence_kind = 'example')
      filter ((provision.state = 'offered') = (told.state = 'met')) as is_by_example
  from standard_offer
  inner join provision
    on provision.offer = standard_offer.offer
    and provision.evidence_kind is not null
  inner join standard_state as told
    on told.standard = standard_offer.standard
    and told.area_code = provision.area_code
    and told.state <> 'not_known'
  where provision.area_code = $area_code
  group by
    standard_offer.standard
) as shown
  on shown.standard = standard.standard
order by
  framework.place,
  standard.place
