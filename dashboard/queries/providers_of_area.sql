-- One row per provider that treated people living in an area, or in an authority of a region, in any period.
select distinct upper(provider_caseload.provider_code) as provider_code
from provider_caseload
inner join area
  on area.area_code = provider_caseload.area_code
where $area_code in (area.area_code, area.region_code)
  and provider_caseload.substance_group = 'all'
  and provider_caseload.people > 0
order by 1
