-- One row per contract open to women in the police area or probation region of one authority on one day, women's services
-- and help with dependency first.
select
  rehabilitative_service.contract_reference,
  rehabilitative_service.service,
  rehabilitative_service.title,
  rehabilitative_service.allows_women,
  rehabilitative_service.allows_men,
  area.area_name as place,
  area.area_kind,
  rehabilitative_service.starts_on,
  rehabilitative_service.ends_on,
  rehabilitative_service.provider_code
from justice_area
inner join rehabilitative_service
  on rehabilitative_service.area_code in (justice_area.police_area_code, justice_area.probation_region_code)
inner join area
  on area.area_code = rehabilitative_service.area_code
where justice_area.area_code = $area_code
  and rehabilitative_service.service in ('women''s services', 'dependency and recovery')
  and rehabilitative_service.starts_on <= $day
  and coalesce(rehabilitative_service.ends_on >= $day, true)
order by
  rehabilitative_service.service desc,
  rehabilitative_service.title,
  rehabilitative_service.contract_reference
