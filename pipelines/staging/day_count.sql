-- One row per cell (a number: cell_number.sql) and number of days: how many there are, for every authority, region and
-- England, and for all sexes and substances together.
-- Counting each number of days once, and adding up these counts, is far less work than sorting millions of waits again
-- for every place they belong to.
create or replace table staging.day_count as
with wait as (
    select
        cell_number(
            enum_code(area_code), 0, enum_code(sex), enum_code(substance_group),
            enum_code('wait'::counted), enum_code(intervention_order), enum_code(clock)
        ) as of_no_period,
        quarter,
        days,
        waits
    from staging.wait
),

of_authority as (
    select of_no_period | (quarter::bigint << 11) as cell, days, waits as n
    from wait
    where quarter in (select period_number from staging.period)
    union all
    -- all waits of the year: an appointment may be offered for a day in a quarter that has not begun
    select of_no_period | ((quarter // 4)::bigint << 11), days, sum(waits)::integer
    from wait
    group by all
    union all
    select
        cell_number(
            enum_code(area_code), quarter, enum_code(sex), enum_code(substance_group),
            enum_code('still_waiting'::counted), enum_code(intervention_order), enum_code(clock)
        ),
        days,
        waiting
    from staging.still_waiting
    union all
    select
        cell_number(
            enum_code(area_code), period_number, enum_code(sex), enum_code(substance_group),
            enum_code('left_before_starting'::counted), null, null
        ),
        days,
        people
    from staging.left_before_starting
),

region as (
    select enum_code(area_code::area_code)::bigint as place, enum_code(region_code::area_code) as region
    from reference.area
    where region_code is not null
),

of_place as (
    select cell, days, n
    from of_authority
    where place_number(cell) <> 511
    union all
    select with_place(a.cell, r.region), a.days, sum(a.n)::integer
    from of_authority as a
    join region as r
        on r.place = place_number(a.cell)
    group by all
    union all
    select with_place(cell, enum_code('E92000001'::area_code)), days, sum(n)::integer
    from of_authority
    group by all
),

of_sex as (
    select cell, days, n
    from of_place
    union all
    select with_all_sexes(cell), days, sum(n)::integer
    from of_place
    group by all
)

select cell, days, n
from of_sex
union all
select with_all_substances(cell), days, sum(n)::integer
from of_sex
group by all;
