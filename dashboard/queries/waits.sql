-- One row per clock and sex: how long people waited for their first intervention, here and in England.
select
  case when area_code = $area_code then 'here' else 'england' end as place,
  clock,
  sex,
  waits,
  within_3_weeks,
  over_3_to_6_weeks,
  over_6_weeks,
  within_3_weeks_share,
  within_3_weeks_share_low,
  within_3_weeks_share_high,
  median_days,
  p90_days,
  mean_days,
  status,
  -- beside waits that are shown, days are hidden where they would give a small band away
  case when median_days is null then 'suppressed' else status end as days_status
from waiting_time
where area_code in ($area_code, 'E92000001')
  and period = $period
  and substance_group = $substance_group
  and intervention_order = 'first'
  and sex in ('female', 'male')
order by
  place desc,
  clock,
  sex
