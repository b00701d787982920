-- Authorities with more people than their region, or regions with more than England. (Parts need not add up: a person
-- can be in treatment in two places in a year, and some could not be placed.)
select
    part.indicator,
    part.area_code,
    part.period,
    part.sex,
    part.substance_group
from indicator_value as part
join area as a using (area_code)
join indicator_value as whole
    on whole.indicator = part.indicator
    and whole.source = part.source
    and whole.period = part.period
    and whole.sex = part.sex
    and whole.substance_group = part.substance_group
    and whole.area_code = case a.area_kind when 'region' then 'E92000001' else a.region_code end
where part.indicator in ('people_in_treatment', 'new_presentations')
    and part.substance_group = 'all'
    and a.area_kind in ('local_authority', 'region')
    and part.value > whole.value
