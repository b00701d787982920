-- One row per place, financial year, sex and substance group: people in treatment over adult residents of that sex.
select
    counted.area_code,
    counted.period,
    counted.sex,
    counted.substance_group,
    counted.people as numerator,
    population.adults as denominator,
    case
        when population.mid_year is null then 'no population estimate for this area'
        when population.mid_year <> year.begins_in
            then format('population of mid-{}, the nearest estimate', population.mid_year)
        else format('population of mid-{}', population.mid_year)
    end as note
from staging.people_count as counted
join staging.financial_year as year
    on year.period = counted.period
left join staging.population_of_period as population
    on population.area_code = counted.area_code
    and population.period = counted.period
    and population.sex = counted.sex
