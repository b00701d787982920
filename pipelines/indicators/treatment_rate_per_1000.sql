-- One row per place, financial year, sex and substance group: people in treatment over adult residents of that sex.
with counted as (
    select
        place_code,
        period,
        coalesce(sex, 'all') as sex,
        coalesce(substance_group, 'all') as substance_group,
        count(*) as people
    from staging.person_in_period
    group by place_code, period, cube (sex, substance_group)
)

select
    cell.area_code,
    cell.period,
    cell.sex,
    cell.substance_group,
    coalesce(counted.people, 0) as numerator,
    population.adults as denominator,
    case
        when population.mid_year is null then 'no population estimate for this area'
        when population.mid_year <> cell.begins_in
            then format('population of mid-{}, the nearest estimate', population.mid_year)
        else format('population of mid-{}', population.mid_year)
    end as note
from staging.treatment_cell as cell
left join counted
    on counted.place_code = cell.area_code
    and counted.period = cell.period
    and counted.sex = cell.sex
    and counted.substance_group = cell.substance_group
left join staging.population_of_period as population
    on population.area_code = cell.area_code
    and population.period = cell.period
    and population.sex = cell.sex
