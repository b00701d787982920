-- One row per measure: women's share in one area, year and substance group, against one comparator.
select
  womens_share.measure,
  womens_share.period,
  womens_share.women,
  womens_share.people,
  womens_share.share,
  womens_share.share_low,
  womens_share.share_high,
  womens_share.comparator,
  womens_share.comparator_share,
  womens_share.comparison,
  womens_share.extra_women,
  womens_share.extra_women_low,
  womens_share.extra_women_high,
  womens_share.extra_women_if_places_fixed,
  womens_share.extra_women_if_places_fixed_low,
  womens_share.extra_women_if_places_fixed_high,
  womens_share.status,
  womens_share.source,
  womens_share.comparator_source,
  womens_share.rounded_to
from womens_share
where womens_share.area_code = $area_code
  and womens_share.provider_code = 'all'
  and womens_share.period = $period
  and womens_share.substance_group = $substance_group
  and womens_share.comparator in ($comparator, 'none')
order by womens_share.measure
