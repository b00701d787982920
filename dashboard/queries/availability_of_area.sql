-- One row per number, source and period held for one area: for which sex it is known.
select
  availability.what,
  availability.what_kind,
  coalesce(indicator.name, published_measure.name, measure.name, availability.what) as name,
  availability.source,
  availability.period,
  availability.has_women and availability.has_men as is_by_sex,
  availability.has_all,
  availability.figures,
  availability.known
from availability
left join indicator
  on indicator.indicator = availability.what
left join published_measure
  on published_measure.measure = availability.what
  and published_measure.source = availability.source
left join measure
  on measure.measure = availability.what
where availability.area_code = $area_code
  and availability.what_kind = 'indicator'
  or availability.area_code = $area_code
  -- a published number that is an indicator too is told once
  and availability.what not in (select indicator.indicator from indicator)
order by
  name,
  availability.source,
  availability.period
