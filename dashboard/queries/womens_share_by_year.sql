-- One row per financial year: women's share in one area, beside the comparator's.
select
  period,
  women,
  people,
  share,
  share_low,
  share_high,
  comparator_share,
  status,
  source,
  comparator_source,
  rounded_to
from womens_share
where area_code = $area_code
  and provider_code = 'all'
  and substance_group = $substance_group
  and measure = $measure
  and comparator in ($comparator, 'none')
order by period
