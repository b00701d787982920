-- One row per area, financial year, sex, substance group, order of intervention and clock with at least one ended wait.
create table mart.waiting_time (
    area_code varchar not null,
    period varchar not null,
    sex varchar not null check (sex in ('female', 'male', 'all')),
    substance_group varchar not null,
    intervention_order varchar not null check (intervention_order in ('first', 'subsequent')),
    clock varchar not null check (clock in ('offered', 'started')),
    waits bigint,
    within_3_weeks bigint,
    over_3_weeks bigint,
    over_3_to_6_weeks bigint,
    over_6_weeks bigint,
    within_3_weeks_share double,
    within_3_weeks_share_low double,
    within_3_weeks_share_high double,
    median_days double,
    p90_days double,
    mean_days double,
    status varchar not null check (status in ('ok', 'suppressed')),
    primary key (area_code, period, sex, substance_group, intervention_order, clock)
);
comment on table mart.waiting_time is 'Waits that ended in the year, of people who reached triage; a null beside status ok is hidden to protect people.';

insert into mart.waiting_time
with shown as (
    select
        area_code,
        period,
        sex,
        substance_group,
        intervention_order,
        clock,
        case when not hide_waits then waits end as waits,
        case when not hide_within_3_weeks then within_3_weeks end as within_3_weeks,
        case when not hide_over_3_weeks then over_3_weeks end as over_3_weeks,
        case when not hide_over_3_to_6_weeks then over_3_to_6_weeks end as over_3_to_6_weeks,
        case when not hide_over_6_weeks then over_6_weeks end as over_6_weeks,
        -- Where a band is hidden, the mean and the quantiles of few waits would bound it: with ten waits and a 90th
        -- percentile of two weeks, at most one can be over three. From 50 waits a quantile leaves five or more.
        case when all_shown or waits >= 50 then median_days end as median_days,
        case when all_shown or waits >= 50 then p90_days end as p90_days,
        case when all_shown then mean_days end as mean_days
    from staging.wait_cell
    cross join lateral (
        select
            not (hide_waits or hide_within_3_weeks or hide_over_3_weeks or hide_over_3_to_6_weeks or hide_over_6_weeks)
                as all_shown
    )
)

select
    area_code,
    period,
    sex,
    substance_group,
    intervention_order,
    clock,
    waits,
    within_3_weeks,
    over_3_weeks,
    over_3_to_6_weeks,
    over_6_weeks,
    over(within_3_weeks, waits) as within_3_weeks_share,
    wilson_low(within_3_weeks, waits) as within_3_weeks_share_low,
    wilson_high(within_3_weeks, waits) as within_3_weeks_share_high,
    case when waits is not null then median_days end as median_days,
    case when waits is not null then p90_days end as p90_days,
    case when waits is not null then mean_days end as mean_days,
    case when waits is null then 'suppressed' else 'ok' end as status
from shown;
