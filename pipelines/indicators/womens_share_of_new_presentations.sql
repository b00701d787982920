-- One row per place, financial year and substance group: women over women and men.
with counted as (
    select
        place_code,
        period,
        coalesce(substance_group, 'all') as substance_group,
        count(*) filter (where sex = 'female') as women,
        count(*) as people
    from staging.person_in_period
    where is_new
    group by place_code, period, cube (substance_group)
)

select
    cell.area_code,
    cell.period,
    cell.sex,
    cell.substance_group,
    coalesce(counted.women, 0) as numerator,
    coalesce(counted.people, 0) as denominator
from staging.treatment_cell as cell
left join counted
    on counted.place_code = cell.area_code
    and counted.period = cell.period
    and counted.substance_group = cell.substance_group
where cell.sex = 'all'
