-- One row per standard in one place: whether it is met by what is known, and what of its framework is known in all.
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
order by
  framework.place,
  standard.place
