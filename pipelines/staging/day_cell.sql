-- One row per thing counted, area_code, period_number, sex, substance group, order of intervention and clock: how many there are,
-- by band, and their days. The quantiles are those of quantile_cont, to the last digit: between the two of n sorted days
-- next to (n - 1) times the quantile, read off the counts added up in the order of days.
create or replace macro between_days(lower_days, upper_days, rank) as
    lower_days * (1 - (rank - floor(rank))) + upper_days * (rank - floor(rank));

create or replace table staging.day_cell as
with added_up as (
    select
        counted, area_code, period_number, sex, substance_group, intervention_order, clock, days, n,
        (sum(n) over (
            partition by counted, area_code, period_number, sex, substance_group, intervention_order, clock
            order by days
        ))::integer as so_far,
        (sum(n) over (
            partition by counted, area_code, period_number, sex, substance_group, intervention_order, clock
        ))::integer as in_all
    from staging.day_count
),

-- the days at four ranks, counted from nought
at_rank as (
    select
        counted, area_code, period_number, sex, substance_group, intervention_order, clock, days, in_all,
        (in_all - 1) // 2 between so_far - n and so_far - 1 as below_median,
        in_all // 2 between so_far - n and so_far - 1 as above_median,
        (in_all - 1) * 9 // 10 between so_far - n and so_far - 1 as below_p90,
        ((in_all - 1) * 9 + 9) // 10 between so_far - n and so_far - 1 as above_p90
    from added_up
),

quantiles as (
    select
        counted, area_code, period_number, sex, substance_group, intervention_order, clock,
        between_days(
            min(days) filter (below_median), min(days) filter (above_median), any_value(in_all - 1) * 0.5::double
        ) as median_days,
        between_days(
            min(days) filter (below_p90), min(days) filter (above_p90), any_value(in_all - 1) * 0.9::double
        ) as p90_days
    from at_rank
    where below_median or above_median or below_p90 or above_p90
    group by all
),

banded as (
    select
        counted, area_code, period_number, sex, substance_group, intervention_order, clock,
        sum(n)::bigint as n,
        coalesce(sum(n) filter (days <= 21), 0)::bigint as within_3_weeks,
        coalesce(sum(n) filter (days between 22 and 42), 0)::bigint as over_3_to_6_weeks,
        coalesce(sum(n) filter (days > 42), 0)::bigint as over_6_weeks,
        sum(n::bigint * days) / sum(n) as mean_days
    from staging.day_count
    group by all
)

select
    b.counted::varchar as counted,
    b.area_code::varchar as area_code,
    p.period,
    p.period_kind,
    p.year,
    b.sex::varchar as sex,
    b.substance_group::varchar as substance_group,
    b.intervention_order::varchar as intervention_order,
    b.clock::varchar as clock,
    b.n,
    b.within_3_weeks,
    b.over_3_to_6_weeks,
    b.over_6_weeks,
    q.median_days,
    q.p90_days,
    b.mean_days
from banded as b
join staging.period as p
    on p.period_number = b.period_number
join quantiles as q
    on q.counted = b.counted
    and q.area_code = b.area_code
    and q.period_number = b.period_number
    and q.sex = b.sex
    and q.substance_group = b.substance_group
    and q.intervention_order is not distinct from b.intervention_order
    and q.clock is not distinct from b.clock;
