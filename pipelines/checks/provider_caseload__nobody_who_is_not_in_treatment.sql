-- Providers with more people in treatment in a year than there are in England. (Their areas cannot be compared: a person
-- is counted in an area by the latest episode, and at a provider by the latest episode there. Whoever is there for opiates is
-- in England too; of other substances England may know an opiate from elsewhere.)
select
    c.provider_code,
    c.period,
    c.sex,
    c.substance_group
from provider_caseload as c
join indicator_value as v
    on v.indicator = 'people_in_treatment'
    and v.source = 'ndtms_records'
    and v.area_code = 'E92000001'
    and v.period = c.period
    and v.sex = c.sex
    and v.substance_group = c.substance_group
where c.area_code = 'all'
    and c.substance_group in ('all', 'opiate')
    and c.people > v.value
