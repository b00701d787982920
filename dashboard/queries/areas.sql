-- One row per area a reader can choose: England's authorities by name, then regions and countries, then areas that ended.
select
  area.area_code,
  area.area_name,
  area.area_kind,
  area.region_code,
  region.area_name as region_name,
  area.valid_to
from area
left join area as region
  on region.area_code = area.region_code
where area.area_kind in (
  'england', 'england_and_wales', 'wales', 'region', 'local_authority', 'combined', 'partnership'
)
order by
  case
    when area.valid_to is not null then 4
    when area.region_code like 'W%' then 3
    when area.area_kind in ('local_authority', 'combined', 'partnership') then 1
    else 2
  end,
  area.area_name,
  area.area_code
