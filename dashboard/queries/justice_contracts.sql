-- One row per contract on one day in the police areas or probation regions of one place, an authority or several together:
-- women's services, then help with dependency.
select
  rehabilitative_service.contract_reference,
  rehabilitative_service.service,
  rehabilitative_service.title,
  rehabilitative_service.allows_women,
  rehabilitative_service.allows_men,
  string_agg(distinct area.area_name, ', ' order by area.area_name) as place,
  string_agg(distinct area.area_kind, ', ' order by area.area_kind) as area_kind,
  rehabilitative_service.starts_on,
  rehabilitative_service.ends_on,
  rehabilitative_service.provider_code
from justice_area
inner join rehabilitative_service
  on rehabilitative_service.area_code in (justice_area.police_area_code, justice_area.probation_region_code)
inner join area
  on area.area_code = rehabilitative_service.area_code
where justice_area.area_code in (
    select $area_code
    union all
    select partnership_member.area_code
    from partnership_member
    where partnership_member.partnership_code = $area_code
  )
  and rehabilitative_service.service in ('women''s services', 'dependency and recovery')
  and rehabilitative_service.starts_on <= $day
  and coalesce(rehabilitative_service.ends_on >= $day, true)
group by all
order by
  rehabilitative_service.service desc,
  rehabilitative_service.title,
  rehabilitative_service.contract_reference
