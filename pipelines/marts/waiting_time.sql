-- One row per area, financial year or quarter, sex, substance group, order of intervention and clock with at least one
-- ended wait. (A check proves that: a key of six words takes longer to make than the table.)
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
    median_low_days integer,
    median_high_days integer,
    p90_days double,
    mean_days double,
    status varchar not null check (status in ('ok', 'suppressed'))
);
comment on table mart.waiting_time is 'Waits that ended in the period, of people who reached triage; a null beside status ok is hidden to protect people. Area and substances as known by the end of the financial year, so that quarters add up to it.';
comment on column mart.waiting_time.median_low_days is 'With median_high_days the 95% limits of the median: two of the waits themselves, by their rank. None below six waits.';

insert into mart.waiting_time
with shown_year as (
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
        case when all_shown or waits >= 50 then median_low_days end as median_low_days,
        case when all_shown or waits >= 50 then median_high_days end as median_high_days,
        case when all_shown or waits >= 50 then p90_days end as p90_days,
        case when all_shown then mean_days end as mean_days
    from staging.wait_cell
    cross join lateral (
        select
            not (hide_waits or hide_within_3_weeks or hide_over_3_weeks or hide_over_3_to_6_weeks or hide_over_6_weeks)
                as all_shown
    )
),

quarter as (
    select
        area_code,
        period,
        year,
        sex,
        substance_group,
        intervention_order,
        clock,
        n as waits,
        within_3_weeks,
        over_3_to_6_weeks + over_6_weeks as over_3_weeks,
        over_3_to_6_weeks,
        over_6_weeks,
        median_days,
        median_low_days,
        median_high_days,
        p90_days,
        mean_days
    from staging.day_cell
    where counted = 'wait'
        and period_kind = 'quarter'
),

-- a partnership's block is judged by its members' cells with its own: nothing is shown of it that one of them hides
judged_quarter as (
    select area_code, year, sex, substance_group,
        waits, within_3_weeks, over_3_weeks, over_3_to_6_weeks, over_6_weeks
    from quarter
    union all
    select m.partnership_code, q.year, q.sex, q.substance_group,
        q.waits, q.within_3_weeks, q.over_3_weeks, q.over_3_to_6_weeks, q.over_6_weeks
    from quarter as q
    join reference.partnership_member as m using (area_code)
),

-- how finely all quarters of a place's year may be shown in an open build; in a restricted one there is no limit
quarter_level as (
    select
        area_code,
        year,
        finest_level(
            is_small(waits) or is_small(within_3_weeks) or is_small(over_3_weeks)
                or is_small(over_3_to_6_weeks) or is_small(over_6_weeks),
            sex, substance_group
        ) as level
    from judged_quarter
    where (select mode from mart.build) = 'open'
    group by area_code, year
),

shown_quarter as (
    select
        q.area_code,
        q.period,
        q.sex,
        q.substance_group,
        q.intervention_order,
        q.clock,
        case when is_shown then q.waits end as waits,
        case when is_shown then q.within_3_weeks end as within_3_weeks,
        case when is_shown then q.over_3_weeks end as over_3_weeks,
        case when is_shown then q.over_3_to_6_weeks end as over_3_to_6_weeks,
        case when is_shown then q.over_6_weeks end as over_6_weeks,
        q.median_days,
        q.median_low_days,
        q.median_high_days,
        q.p90_days,
        q.mean_days
    from quarter as q
    left join quarter_level as l using (area_code, year)
    -- nothing is told of a quarter that its year does not tell
    join shown_year as y
        on y.area_code = q.area_code
        and y.period = q.year
        and y.sex = q.sex
        and y.substance_group = q.substance_group
        and y.intervention_order = q.intervention_order
        and y.clock = q.clock
    cross join lateral (
        select
            level_needed(q.sex, q.substance_group) <= coalesce(l.level, 3)
            and y.waits + y.within_3_weeks + y.over_3_weeks + y.over_3_to_6_weeks + y.over_6_weeks is not null
                as is_shown
    )
),

shown as (
    select area_code, period, sex, substance_group, intervention_order, clock,
        waits, within_3_weeks, over_3_weeks, over_3_to_6_weeks, over_6_weeks,
        median_days, median_low_days, median_high_days, p90_days, mean_days
    from shown_year
    union all
    select area_code, period, sex, substance_group, intervention_order, clock,
        waits, within_3_weeks, over_3_weeks, over_3_to_6_weeks, over_6_weeks,
        median_days, median_low_days, median_high_days, p90_days, mean_days
    from shown_quarter
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
    case when waits is not null then median_low_days end as median_low_days,
    case when waits is not null then median_high_days end as median_high_days,
    case when waits is not null then p90_days end as p90_days,
    case when waits is not null then mean_days end as mean_days,
    case when waits is null then 'suppressed' else 'ok' end as status
from shown;
