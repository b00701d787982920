-- One row per cell of waits of a financial year, its sexes taken together, and number of days: how many women's and how
-- many men's waits ended. For the chance that a woman waits longer (statistics/relative_effect.sql).
-- None in an open build: what that tells of single days is worked out from what it shows (marts/wait_gap.sql).
create or replace table staging.wait_day as
select
    with_all_sexes(c.cell) as cell,
    c.days::integer as days,
    coalesce(sum(c.n::double) filter (sex_of(c.cell) = 'female'), 0)::integer as women,
    coalesce(sum(c.n::double) filter (sex_of(c.cell) = 'male'), 0)::integer as men
from staging.day_count as c
join staging.period as p
    on p.period_number = period_number_of(c.cell)
    and p.period_kind = 'year'
where (select mode from mart.build) = 'restricted'
    and counted_of(c.cell) = 'wait'
    and sex_of(c.cell) <> 'all'
group by all;
