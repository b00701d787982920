-- One row per area, three years and sex: deaths from drug misuse over the years its residents of that sex lived in them.
select
    deaths.area_code,
    deaths.period,
    deaths.sex,
    deaths.value as numerator,
    population.years_lived as denominator,
    -- a count the publisher doubts is still the count that the rate is made of
    if(deaths.status in ('ok', 'unreliable'), null, deaths.status) as published_status,
    deaths.rounded_to,
    concat_ws('; ', coalesce(population.note, 'no population estimate for this area'), deaths.note) as note
from mart.published_figure as deaths
left join staging.population_of_three_years as population
    using (area_code, period, sex)
where deaths.source = 'ons_drug_deaths'
    and deaths.measure = 'drug_misuse_deaths'
    and deaths.category = 'all'
    and deaths.age_band = 'all'
    and is_three_years(deaths.period)
