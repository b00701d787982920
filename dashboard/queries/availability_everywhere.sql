-- One row per number and source: how many authorities of England have it, for which sex, from when to when.
select
  availability.what,
  availability.what_kind,
  coalesce(any_value(indicator.name), any_value(published_measure.name), any_value(measure.name), availability.what) as name,
  availability.source,
  count(distinct availability.area_code) filter (
    where area.area_kind = 'local_authority' and availability.known > 0
  )::bigint as authorities,
  count(distinct availability.area_code) filter (
    where area.area_kind = 'local_authority' and availability.has_women and availability.has_men
  )::bigint as authorities_by_sex,
  bool_or(area.area_kind = 'england' and availability.known > 0) as has_england,
  bool_or(availability.has_women and availability.has_men) as is_by_sex,
  min(availability.period) as first_period,
  max(availability.period) as last_period,
  sum(availability.figures)::bigint as figures,
  sum(availability.known)::bigint as known
from availability
inner join area
  on area.area_code = availability.area_code
left join indicator
  on indicator.indicator = availability.what
left join published_measure
  on published_measure.measure = availability.what
  and published_measure.source = availability.source
left join measure
  on measure.measure = availability.what
-- a partnership's figures are its authorities' over again
where area.area_kind <> 'partnership'
group by
  availability.what,
  availability.what_kind,
  availability.source
order by
  name,
  availability.source
