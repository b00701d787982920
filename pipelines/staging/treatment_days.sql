-- Adds to staging.day_cell one row per place, period, sex and substance group: the people in treatment, and the days from
-- their journey's first triage to its end or the period's. (Hardly two people of an authority have been there for the
-- same number of days, so these are not counted by days first.)
insert into staging.day_cell by name
with placed as (
    select place_code, period_number, sex, substance_group, days_in_treatment::smallint as days
    from staging.person_in_period
    union all
    select l.larger_code, p.period_number, p.sex, p.substance_group, p.days_in_treatment::smallint
    from staging.person_in_period as p
    join staging.larger_place as l
        on l.area_code = p.place_code
    where p.counts_upward
    union all
    select 'E92000001'::area_code, period_number, sex, substance_group, days_in_treatment::smallint
    from staging.person_in_period
    where counts_upward
),

counted as (
    select
        place_code,
        period_number,
        coalesce(sex, 'all'::sex_word) as sex,
        coalesce(substance_group, 'all'::substance_group) as substance_group,
        count(*) as n,
        quantile_cont(days, [0.5, 0.9]) as quantiles,
        avg(days) as mean_days
    from placed
    group by place_code, period_number, cube (sex, substance_group)
)

select
    'length_in_treatment' as counted,
    c.place_code::varchar as area_code,
    p.period,
    p.period_kind,
    p.year,
    c.sex,
    c.substance_group,
    c.n,
    c.quantiles[1] as median_days,
    c.quantiles[2] as p90_days,
    c.mean_days
from counted as c
join staging.period as p using (period_number);
