-- Numbers for an area or an indicator that no page could name.
select distinct
    v.indicator,
    v.area_code
from indicator_value as v
left join area as a using (area_code)
left join indicator as i using (indicator)
where a.area_code is null
    or i.indicator is null
