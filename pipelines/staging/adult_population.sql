-- One row per place, mid-year and sex: residents aged 18 and over.
-- An authority younger than the estimates is the sum of its districts; one that was renumbered keeps its people.
create or replace table staging.adult_population as
with people as (
    select
        coalesce(c.new_code, p.area_code) as area_code,
        p.year,
        p.sex,
        sum(p.people)::bigint as adults
    from staging.ons_population as p
    left join reference.area_change as c
        on c.old_code = p.area_code
        and c.change = 'recode'
    where p.left_out is null
        and p.age >= 18
    group by all
),

from_districts as (
    select
        d.area_code,
        p.year,
        p.sex,
        sum(p.adults)::bigint as adults
    from people as p
    join reference.district as d
        on d.district_code = p.area_code
    group by all
),

by_sex as (
    select area_code, year, sex, adults
    from people
    where area_code in (select area_code from reference.area)
    union all
    select area_code, year, sex, adults
    from from_districts
    where (area_code, year) not in (select (area_code, year) from people)
)

select area_code, year, sex, adults
from by_sex
union all
select area_code, year, 'all', sum(adults)::bigint
from by_sex
group by area_code, year;

-- One row per place, financial year and sex: the year's own mid-year estimate, else the nearest (the earlier of two).
create or replace table staging.population_of_period as
select
    a.area_code,
    p.period,
    a.sex,
    arg_min(a.adults, abs(a.year - p.begins_in) * 10 + (a.year > p.begins_in)::integer) as adults,
    arg_min(a.year, abs(a.year - p.begins_in) * 10 + (a.year > p.begins_in)::integer) as mid_year
from staging.adult_population as a
cross join staging.period as p
group by a.area_code, p.period, a.sex;
