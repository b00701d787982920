-- One row per place and sex: people in treatment per 1,000 adults of that sex, here and in England.
select
  case when area_code = $area_code then 'here' else 'england' end as place,
  sex,
  value as rate,
  value_low as rate_low,
  value_high as rate_high,
  status,
  note
from indicator_value
where indicator = 'treatment_rate_per_1000'
  and is_preferred
  and area_code in ($area_code, 'E92000001')
  and period = $period
  and substance_group = $substance_group
  and sex in ('female', 'male')
order by
  place desc,
  sex
