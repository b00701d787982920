-- One row per place, financial year, sex and substance group: people in treatment, and those of them who are new.
create or replace table staging.people_count as
select
    cell.area_code::varchar as area_code,
    cell.period,
    cell.sex::varchar as sex,
    cell.substance_group::varchar as substance_group,
    coalesce(treated.everyone, 0)::bigint as people,
    coalesce(new.everyone, 0)::bigint as new_people
from staging.treatment_cell as cell
join staging.period as period
    on period.period = cell.period
    and period.period_kind = 'year'
left join staging.count_of_people_in_treatment as treated
    on treated.place_code = cell.area_code
    and treated.period_number = period.period_number
    and treated.sex = cell.sex
    and treated.substance_group = cell.substance_group
left join staging.count_of_new_presentations as new
    on new.place_code = cell.area_code
    and new.period_number = period.period_number
    and new.sex = cell.sex
    and new.substance_group = cell.substance_group;
