-- Wholes of a year that differ from the same count on the overview, or are shown here and hidden there.
select
    t.measure,
    t.area_code,
    t.period,
    t.sex,
    t.substance_group
from treatment_measure as t
join indicator_value as v
    on v.indicator = t.measure
    and v.source = 'ndtms_records'
    and v.area_code = t.area_code
    and v.period = t.period
    and v.sex = t.sex
    and v.substance_group = t.substance_group
where t.measure in ('people_in_treatment', 'new_presentations')
    and t.status = 'ok'
    and v.value is distinct from t.people
