-- One row at most: has women's share changed between the first comparable year and the year looked at?
select
  from_period,
  to_period,
  from_share,
  to_share,
  change,
  change_low,
  change_high,
  direction,
  status
from share_change
where area_code = $area_code
  and substance_group = $substance_group
  and measure = $measure
  and to_period = $period
