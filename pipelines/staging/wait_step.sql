-- One row per place, financial year, sex, order of intervention, clock and step of days: waits, all substances together.
-- The steps are those an open build shows (a restricted one shows every day): single days in the first week, and then longer and longer spans.
create or replace table staging.wait_step as
with step as (
    select days_from, days_to
    from (
        values (0, 0), (1, 1), (2, 2), (3, 3), (4, 4), (5, 5), (6, 6), (7, 7),
            (8, 14), (15, 21), (22, 28), (29, 42), (43, 84), (85, null)
    ) as s (days_from, days_to)
)

select
    area_of(c.cell)::varchar as area_code,
    p.period as year,
    sex_of(c.cell)::varchar as sex,
    intervention_order_of(c.cell)::varchar as intervention_order,
    clock_of(c.cell)::varchar as clock,
    s.days_from,
    s.days_to,
    sum(c.n)::bigint as waits
from staging.day_count as c
join staging.period as p
    on p.period_number = period_number_of(c.cell)
    and p.period_kind = 'year'
join step as s
    on c.days between s.days_from and coalesce(s.days_to, c.days)
where (select mode from mart.build) = 'open'
    and counted_of(c.cell) = 'wait'
    and sex_of(c.cell) <> 'all'
    and substance_group_of(c.cell) = 'all'
group by all;

-- The largest of these tables are done with.
drop table staging.day_count;
drop table staging.still_waiting;
drop table staging.left_before_starting;
drop table staging.first_intervention;
