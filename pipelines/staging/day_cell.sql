-- One row per thing counted, area, period, sex, substance group, order of intervention and clock: how many there are, by
-- band, and their days, with the limits of their median. The quantiles are those of quantile_cont, to the last digit: between the two of n sorted days
-- next to (n - 1) times the quantile, read off the counts added up in the order of days (as doubles, for the reason given
-- in day_count.sql).
create or replace macro between_days(lower_days, upper_days, rank) as
    lower_days * (1 - (rank - floor(rank))) + upper_days * (rank - floor(rank));

create or replace table staging.day_cell as
with added_up as (
    select
        cell,
        days,
        n,
        (sum(n::double) over (partition by cell order by days))::integer as so_far,
        (sum(n::double) over (partition by cell))::integer as in_all
    from staging.day_count
),

-- the first days by which more have been counted than a rank, counted from nought
counted as (
    select
        cell,
        sum(n::double)::bigint as n,
        coalesce(sum(n::double) filter (days <= 21), 0)::bigint as within_3_weeks,
        coalesce(sum(n::double) filter (days between 22 and 42), 0)::bigint as over_3_to_6_weeks,
        coalesce(sum(n::double) filter (days > 42), 0)::bigint as over_6_weeks,
        between_days(
            min(days) filter (so_far > (in_all - 1) // 2),
            min(days) filter (so_far > in_all // 2),
            (any_value(in_all) - 1) * 0.5::double
        ) as median_days,
        between_days(
            min(days) filter (so_far > (in_all - 1) * 9 // 10),
            min(days) filter (so_far > ((in_all - 1) * 9 + 9) // 10),
            (any_value(in_all) - 1) * 0.9::double
        ) as p90_days,
        min(days) filter (so_far >= median_rank(in_all)) as median_low_days,
        min(days) filter (so_far > in_all - median_rank(in_all)) as median_high_days,
        sum(n::double * days) / sum(n::double) as mean_days
    from added_up
    group by cell
)

select
    counted_of(c.cell)::varchar as counted,
    area_of(c.cell)::varchar as area_code,
    p.period,
    p.period_kind,
    p.year,
    sex_of(c.cell)::varchar as sex,
    substance_group_of(c.cell)::varchar as substance_group,
    intervention_order_of(c.cell)::varchar as intervention_order,
    clock_of(c.cell)::varchar as clock,
    c.n,
    c.within_3_weeks,
    c.over_3_to_6_weeks,
    c.over_6_weeks,
    c.median_days,
    c.median_low_days,
    c.median_high_days,
    c.p90_days,
    c.mean_days
from counted as c
join staging.period as p
    on p.period_number = period_number_of(c.cell);
