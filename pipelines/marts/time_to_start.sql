-- One row per area, financial year of triage, sex and day from referral with at least one journey: of people who reached
-- triage, the shares whose structured treatment had started, who had left before it did, and who were still waiting; all
-- substances together. (A check proves that: a key takes longer to make than the table.)
create table mart.time_to_start (
    area_code varchar not null,
    period varchar not null,
    sex varchar not null check (sex in ('female', 'male', 'all')),
    day smallint not null check (day between 0 and 126),
    journeys bigint,
    started_share double,
    started_share_low double,
    started_share_high double,
    left_share double,
    left_share_low double,
    left_share_high double,
    waiting_share double,
    half_started_days smallint,
    status varchar not null check (status in ('ok', 'suppressed', 'not_published')),
    rounded_to smallint not null
);
comment on table mart.time_to_start is 'Journeys triaged in the year, from the referral of their first episode; who is still waiting on the last day of the records is censored, leaving before the start is a competing outcome (Aalen-Johansen). Of people who reached triage.';
comment on column mart.time_to_start.day is 'Days since the referral; what happened on that day is in.';
comment on column mart.time_to_start.status is 'not_published: the records end before anybody can be followed to that day.';
comment on column mart.time_to_start.half_started_days is 'By which day half had started; null where that was not reached by day 126, or as far as the records reach.';
comment on column mart.time_to_start.rounded_to is 'Journeys, and what shares are made of, are rounded to the nearest of these, and intervals are those of what is rounded.';

-- Every day, nothing hidden.
insert into mart.time_to_start
select
    area_code,
    period,
    sex,
    day,
    journeys,
    case when is_known then started end as started_share,
    case when is_known then incidence_low(started, started_variance, followed) end as started_share_low,
    case when is_known then incidence_high(started, started_variance, followed) end as started_share_high,
    case when is_known then gone end as left_share,
    case when is_known then incidence_low(gone, gone_variance, followed) end as left_share_low,
    case when is_known then incidence_high(gone, gone_variance, followed) end as left_share_high,
    case when is_known then greatest(round(1 - started - gone, 12), 0) end as waiting_share,
    half_started_days,
    case when is_known then 'ok' else 'not_published' end as status,
    1 as rounded_to
from staging.start_curve
where (select mode from mart.build) = 'restricted'
order by cell, day;

-- Six days, of counts rounded to 5. Limits are Wilson's of rounded counts, of as many journeys as would tell the share as
-- closely had nobody been lost from sight: fewer than there are where the records end early. (The engine's least and
-- greatest pass over nulls: a share that is not known must have no limits.)
create or replace macro rounded_low(share, worth) as
    case when share is not null then greatest(wilson_low_of_rounded(share * worth, worth, 5), 0) end;
create or replace macro rounded_high(share, worth) as
    case when share is not null then least(wilson_high_of_rounded(share * worth, worth, 5), 1) end;

insert into mart.time_to_start
with judged as (
    select
        c.cell,
        c.area_code,
        c.period,
        c.sex,
        c.day,
        c.half_started_days,
        case
            when level_needed(c.sex, 'all') > l.level then 'suppressed'
            when not c.is_known then 'not_published'
            else 'ok'
        end as status,
        nearest(c.journeys, 5) as journeys,
        nearest(round(c.started * c.journeys), 5) as starts,
        nearest(round(c.gone * c.journeys), 5) as leavings,
        nearest(c.journeys - round(c.started * c.journeys) - round(c.gone * c.journeys), 5) as still_waiting,
        nearest(journeys_worth(c.started, c.started_variance, c.journeys, c.followed), 5) as worth_of_started,
        nearest(journeys_worth(c.gone, c.gone_variance, c.journeys, c.followed), 5) as worth_of_gone
    from staging.start_curve as c
    join staging.start_curve_level as l using (area_code, period)
    where list_contains(start_curve_days(), c.day)
),

share as (
    select
        cell,
        area_code,
        period,
        sex,
        day,
        status,
        case when status <> 'suppressed' then journeys end as journeys,
        case when status <> 'suppressed' then half_started_days end as half_started_days,
        case when status = 'ok' then least(over(starts, journeys), 1) end as started,
        case when status = 'ok' then least(over(leavings, journeys), 1) end as gone,
        case when status = 'ok' then least(over(still_waiting, journeys), 1) end as waiting,
        least(worth_of_started, journeys) as worth_of_started,
        least(worth_of_gone, journeys) as worth_of_gone
    from judged
)

select
    area_code,
    period,
    sex,
    day,
    journeys::bigint as journeys,
    started as started_share,
    rounded_low(started, worth_of_started) as started_share_low,
    rounded_high(started, worth_of_started) as started_share_high,
    gone as left_share,
    rounded_low(gone, worth_of_gone) as left_share_low,
    rounded_high(gone, worth_of_gone) as left_share_high,
    waiting as waiting_share,
    half_started_days,
    status,
    5 as rounded_to
from share
order by cell, day;
