-- Numbers that are compared twice with one comparator, or of areas that are compared with themselves.
select
    indicator,
    area_code,
    period,
    sex,
    substance_group,
    comparator
from comparison
group by indicator, area_code, period, sex, substance_group, breakdown, category, comparator
having count(*) > 1
    or any_value(area_code) = 'E92000001'
