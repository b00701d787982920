-- One row per later year: has women's share changed since the first year that can be compared?
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
order by to_period
