-- One row per place, financial year and sex: the year's own mid-year estimate, else the nearest (the earlier of two).
create or replace table staging.population_of_period as
select
    a.area_code,
    p.period,
    a.sex,
    arg_min(a.adults, abs(a.year - p.begins_in) * 10 + (a.year > p.begins_in)::integer) as adults,
    arg_min(a.year, abs(a.year - p.begins_in) * 10 + (a.year > p.begins_in)::integer) as mid_year
from staging.population as a
cross join staging.financial_year as p
group by a.area_code, p.period, a.sex;
