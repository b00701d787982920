-- One row per place, three calendar years that a publisher counts deaths in, and sex: the years that residents of all ages
-- lived through in them: each year's own mid-year estimate, else the nearest (the earlier of two).
create or replace table staging.population_of_three_years as
with three_years as (
    select
        period,
        unnest(range(period[1:4]::integer, period[1:4]::integer + 3)) as year
    from (
        select distinct period
        from mart.published_figure
        where measure in ('drug_poisoning_deaths', 'drug_misuse_deaths')
    )
    where is_three_years(period)
),

of_year as (
    select
        p.area_code,
        t.period,
        p.sex,
        t.year,
        arg_min(p.residents, abs(p.year - t.year) * 10 + (p.year > t.year)::integer) as residents,
        arg_min(p.year, abs(p.year - t.year) * 10 + (p.year > t.year)::integer) as mid_year
    from staging.population as p
    cross join three_years as t
    group by p.area_code, t.period, p.sex, t.year
)

select
    area_code,
    period,
    sex,
    sum(residents)::bigint as years_lived,
    'crude; ' || coalesce(
        'population of ' || string_agg(format('mid-{} for {}', mid_year, year), ', ' order by year)
            filter (mid_year <> year) || ', the nearest estimate',
        'population of each year''s middle'
    ) as note
from of_year
group by area_code, period, sex;
