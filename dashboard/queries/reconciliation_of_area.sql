-- One row per number, pair of sources and period of one area: how far two sources agree, over all sexes and groups.
select
  coalesce(any_value(indicator.name), any_value(measure.name), replace(reconciliation.what, '_', ' ')) as name,
  reconciliation.what,
  reconciliation.shown_source,
  reconciliation.beside_source,
  reconciliation.period,
  count(*)::bigint as pairs,
  count(*) filter (where reconciliation.agreement in ('same', 'rounding'))::bigint as agree,
  count(*) filter (where reconciliation.agreement = 'not_compared')::bigint as not_compared,
  arg_max(reconciliation.shown, reconciliation.shown) filter (
    where reconciliation.sex = 'female' and reconciliation.substance_group = 'all' and reconciliation.category = 'all'
  ) as women_shown,
  arg_max(reconciliation.beside, reconciliation.beside) filter (
    where reconciliation.sex = 'female' and reconciliation.substance_group = 'all' and reconciliation.category = 'all'
  ) as women_beside,
  max(abs(reconciliation.difference)) as largest_difference
from reconciliation
left join indicator
  on indicator.indicator = reconciliation.what
left join measure
  on measure.measure = reconciliation.what
where reconciliation.area_code = $area_code
group by
  reconciliation.what,
  reconciliation.shown_source,
  reconciliation.beside_source,
  reconciliation.period
order by
  name,
  reconciliation.beside_source,
  reconciliation.period desc
