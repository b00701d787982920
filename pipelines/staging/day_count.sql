-- One row per thing counted, place, period, sex, substance group, order of intervention, clock and number of days: how
-- many there are, for every authority, region and England, and for all sexes and substances together.
-- Counting each number of days once, and adding up these counts, is far less work than sorting millions of waits again
-- for every place they belong to.
create or replace table staging.day_count as
with of_authority as (
    select 'wait'::counted as counted, area_code, quarter as period_number, sex, substance_group,
        intervention_order, clock, days, waits as n
    from staging.wait
    where quarter in (select period_number from staging.period)
    union all
    -- all waits of the year: an appointment may be offered for a day in a quarter that has not begun
    select 'wait'::counted, area_code, (quarter // 4)::smallint, sex, substance_group,
        intervention_order, clock, days, sum(waits)::integer
    from staging.wait
    group by all
    union all
    select 'still_waiting'::counted, area_code, quarter, sex, substance_group,
        intervention_order, clock, days, waiting
    from staging.still_waiting
    union all
    select 'left_before_starting'::counted, area_code, period_number, sex, substance_group,
        null, null, days, people
    from staging.left_before_starting
),

region as (
    select area_code::area_code as area_code, region_code::area_code as region_code
    from reference.area
    where region_code is not null
),

of_place as (
    select counted, area_code, period_number, sex, substance_group, intervention_order, clock, days, n
    from of_authority
    where area_code is not null
    union all
    select counted, r.region_code, period_number, sex, substance_group, intervention_order, clock, days,
        sum(n)::integer
    from of_authority
    join region as r using (area_code)
    group by all
    union all
    select counted, 'E92000001'::area_code, period_number, sex, substance_group, intervention_order, clock, days,
        sum(n)::integer
    from of_authority
    group by all
),

of_sex as (
    select counted, area_code, period_number, sex, substance_group, intervention_order, clock, days, n
    from of_place
    union all
    select counted, area_code, period_number, 'all'::sex_word, substance_group, intervention_order, clock, days,
        sum(n)::integer
    from of_place
    group by all
)

select counted, area_code, period_number, sex, substance_group, intervention_order, clock, days, n
from of_sex
union all
select counted, area_code, period_number, sex, 'all'::substance_group, intervention_order, clock, days, sum(n)::integer
from of_sex
group by all;
