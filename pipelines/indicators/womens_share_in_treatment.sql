-- One row per place, financial year and substance group: women over women and men.
select
    everyone.area_code,
    everyone.period,
    everyone.sex,
    everyone.substance_group,
    women.people as numerator,
    everyone.people as denominator
from staging.people_count as everyone
join staging.people_count as women
    on women.area_code = everyone.area_code
    and women.period = everyone.period
    and women.substance_group = everyone.substance_group
    and women.sex = 'female'
where everyone.sex = 'all'
