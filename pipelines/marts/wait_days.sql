-- One row per area, financial year, quarter, sex, substance group, order of intervention, clock and number of days in which
-- waits ended: the whole distribution, from which any median or band can be made.
-- Restricted: single days, of authorities and of those not placed; regions, partnerships, England, years and both sexes
-- together are their sums. Open: a whole year (quarter is null) of an area, all substances together, in steps of days, and only where
-- no step of either sex is small and the waits of that year are shown in full.
-- The rows are put in order here, by what are numbers still: sorting a million by words takes longer than writing them.
create table mart.wait_days (
    area_code varchar not null,
    year varchar not null,
    quarter varchar,
    sex staging.sex_word not null,
    substance_group staging.substance_group not null,
    intervention_order staging.intervention_order not null,
    clock staging.clock not null,
    days_from integer not null,
    days_to integer,
    waits bigint not null
);
comment on table mart.wait_days is 'Ended waits by number of days. A quarter that is null is the whole year; days_to is null where a step has no end.';

insert into mart.wait_days
with quarter as (
    select
        quarter,
        format('{}-{:02d}', quarter // 4, (quarter // 4 + 1) % 100) as year_name,
        format('{}-{:02d} Q{}', quarter // 4, (quarter // 4 + 1) % 100, quarter % 4 + 1) as quarter_name
    from (select distinct period_number_of(cell) as quarter from staging.wait)
)

select
    coalesce(area_of(w.cell)::varchar, 'not_placed') as area_code,
    q.year_name as year,
    q.quarter_name as quarter,
    sex_of(w.cell) as sex,
    substance_group_of(w.cell) as substance_group,
    intervention_order_of(w.cell) as intervention_order,
    clock_of(w.cell) as clock,
    w.days as days_from,
    w.days as days_to,
    w.n as waits
from staging.wait as w
join quarter as q
    on q.quarter = period_number_of(w.cell)
where (select mode from mart.build) = 'restricted'
order by w.cell, w.days;

insert into mart.wait_days
with small_step as (
    select distinct area_code, year
    from staging.wait_step
    where is_small(waits)
),

-- nothing is shown of a partnership that one of its members hides
hidden_step as (
    select area_code, year
    from small_step
    union
    select m.partnership_code, s.year
    from small_step as s
    join reference.partnership_member as m using (area_code)
),

hidden_year as (
    select distinct area_code, period as year
    from mart.waiting_time
    where substance_group = 'all'
        and sex <> 'all'
        and waits + within_3_weeks + over_3_weeks + over_3_to_6_weeks + over_6_weeks is null
)

select
    s.area_code,
    s.year,
    null as quarter,
    s.sex,
    'all' as substance_group,
    s.intervention_order,
    s.clock,
    s.days_from,
    s.days_to,
    s.waits
from staging.wait_step as s
anti join hidden_step using (area_code, year)
anti join hidden_year using (area_code, year)
where (select mode from mart.build) = 'open'
order by all;
