-- One row per authority, region and England: women's share of people in treatment in one year and substance group.
select
  area.area_code,
  area.area_name,
  area.area_kind,
  area.region_code,
  womens_share.women,
  womens_share.people,
  womens_share.share,
  womens_share.share_low,
  womens_share.share_high,
  womens_share.comparison,
  womens_share.status,
  womens_share.source,
  womens_share.rounded_to
from womens_share
inner join area
  on area.area_code = womens_share.area_code
where womens_share.provider_code = 'all'
  and womens_share.period = $period
  and womens_share.substance_group = $substance_group
  and womens_share.measure = 'in_treatment'
  and womens_share.comparator in ('england', 'none')
order by
  area.area_name,
  area.area_code
