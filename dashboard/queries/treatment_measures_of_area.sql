-- One row per measure, category, period, sex and substance group of one area: everything held, to take away.
select
  treatment_measure.measure,
  measure.name,
  treatment_measure.category,
  measure_category.label as category_label,
  measure_category.is_in_base,
  area.area_code,
  area.area_name,
  treatment_measure.period,
  treatment_measure.sex,
  treatment_measure.substance_group,
  treatment_measure.people,
  treatment_measure.out_of,
  treatment_measure.share,
  treatment_measure.share_low,
  treatment_measure.share_high,
  treatment_measure.status
from treatment_measure
inner join area
  on area.area_code = treatment_measure.area_code
left join measure
  on measure.measure = treatment_measure.measure
left join measure_category
  on measure_category.measure = treatment_measure.measure
  and measure_category.category = treatment_measure.category
where treatment_measure.area_code = $area_code
order by
  treatment_measure.measure,
  treatment_measure.period,
  treatment_measure.substance_group,
  treatment_measure.sex,
  measure_category.position,
  treatment_measure.category
