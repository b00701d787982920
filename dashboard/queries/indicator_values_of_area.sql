-- One row per indicator, source, period, sex and substance group of one area: everything held, to take away.
select
  indicator_value.indicator,
  indicator.name,
  area.area_code,
  area.area_name,
  indicator_value.period,
  indicator_value.sex,
  indicator_value.substance_group,
  indicator_value.breakdown,
  indicator_value.category,
  indicator_value.numerator,
  indicator_value.denominator,
  indicator_value.value,
  indicator_value.value_low,
  indicator_value.value_high,
  indicator_value.status,
  indicator_value.source,
  indicator_value.is_preferred,
  indicator_value.note
from indicator_value
inner join area
  on area.area_code = indicator_value.area_code
left join indicator
  on indicator.indicator = indicator_value.indicator
where indicator_value.area_code = $area_code
order by
  indicator_value.indicator,
  indicator_value.period,
  indicator_value.substance_group,
  indicator_value.sex,
  indicator_value.source
