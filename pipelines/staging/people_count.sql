-- One row per place, financial year, sex and substance group: people in treatment, and those of them who are new.
create or replace table staging.people_count as
with counted as (
    select
        place_code,
        period,
        coalesce(sex, 'all') as sex,
        coalesce(substance_group, 'all') as substance_group,
        count(*) as people,
        count(*) filter (where is_new) as new_people
    from staging.person_in_period
    group by place_code, period, cube (sex, substance_group)
)

select
    cell.area_code,
    cell.period,
    cell.sex,
    cell.substance_group,
    coalesce(counted.people, 0) as people,
    coalesce(counted.new_people, 0) as new_people
from staging.treatment_cell as cell
left join counted
    on counted.place_code = cell.area_code
    and counted.period = cell.period
    and counted.sex = cell.sex
    and counted.substance_group = cell.substance_group;
