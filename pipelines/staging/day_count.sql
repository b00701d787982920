-- One row per cell (a number: cell_number.sql) and number of days: how many there are, for every authority, region,
-- partnership and England, and for all sexes and substances together.
-- Counting each number of days once, and adding up these counts, is far less work than sorting millions of waits again
-- for every place they belong to. They are added up as doubles, which hold whole numbers exactly up to 2^53: the engine's
-- own sums of integers take longer.
create or replace table staging.day_count as
with of_authority as (
    select cell, days, n
    from staging.wait
    where period_number_of(cell) in (select period_number from staging.period)
    union all
    -- all waits of the year: an appointment may be offered for a day in a quarter that has not begun
    select with_period(cell, period_number_of(cell) // 4), days, sum(n::double)::integer
    from staging.wait
    group by all
    union all
    select cell, days, n from staging.still_waiting
    union all
    select cell, days, n from staging.left_before_starting
),

larger as (
    select enum_code(area_code)::bigint as place, enum_code(larger_code) as larger
    from staging.larger_place
),

of_place as (
    select cell, days, n
    from of_authority
    where place_number(cell) <> 511
    union all
    select with_place(a.cell, l.larger), a.days, sum(a.n::double)::integer
    from of_authority as a
    join larger as l
        on l.place = place_number(a.cell)
    group by all
    union all
    select with_place(cell, enum_code('E92000001'::area_code)), days, sum(n::double)::integer
    from of_authority
    group by all
),

of_sex as (
    select cell, days, n
    from of_place
    union all
    select with_all_sexes(cell), days, sum(n::double)::integer
    from of_place
    group by all
)

select cell, days, n
from of_sex
union all
select with_all_substances(cell), days, sum(n::double)::integer
from of_sex
group by all;
