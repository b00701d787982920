-- One row per cell (a number: cell_number.sql) and number of days, the cell being an authority (or not placed), quarter in
-- which waits ended, sex, substance group, order of intervention and clock: ended waits, on each of two clocks, to the
-- first appointment offered and to the start.
-- Place and drugs are the journey's as they were known by the end of the financial year in which the wait ended, or,
-- when the offer came before any triage of that year, by its first episode (settled rules 12 and 13).

-- One row per journey: its first intervention (the rowid of staging.intervention), by referral and then start. Both and
-- the row's number are packed into one bigint, so that one pass finds the earliest; where counting the rows downwards
-- finds another one, several are alike, and only these few are told apart by their keys.
create or replace table staging.first_intervention as
with referred as (
    select
        journey,
        rowid as intervention,
        (days_since_1900(referred_on) << 45)
        | (days_since_1900(coalesce(started_on, date '2250-01-01')) << 28) as earliness
    from staging.intervention
    where referred_on is not null
),

earliest as (
    select
        journey,
        min(earliness | intervention) & 268435455 as one,
        268435455 - (min(earliness | (268435455 - intervention)) & 268435455) as another
    from referred
    group by journey
)

select journey, one as intervention
from earliest
where one = another
union all
select i.journey, i.rowid as intervention
from earliest as t
join staging.intervention as i using (journey)
join staging.episode as e using (episode)
where t.one <> t.another
    and i.referred_on is not null
qualify row_number() over (
    partition by i.journey
    order by
        i.referred_on,
        i.started_on nulls last,
        i.intervention_id nulls last,
        e.episode_id,
        e.provider_code,
        e.client_id,
        i.offered_on nulls last
) = 1;

create or replace table staging.wait as
with covered as (
    select min(period_number) * 4 as from_quarter, max(period_number) * 4 + 3 as to_quarter
    from staging.period
    where period_kind = 'year'
),

clocked as (
    select
        i.journey,
        i.sex,
        i.triaged_on,
        i.rowid = f.intervention as is_first,
        quarter_number(i.offered_on) as offered_in,
        quarter_number(i.started_on) as started_in,
        (i.offered_on - i.referred_on)::integer as days_to_offer,
        (i.started_on - i.referred_on)::integer as days_to_start
    from staging.intervention as i
    join staging.first_intervention as f using (journey)
    where i.referred_on is not null
),

known_of_journey as (
    select
        journey,
        from_quarter,
        to_quarter,
        area_code,
        substance_group(has_opiate, has_non_opiate, has_alcohol) as substance_group
    from staging.journey_known
),

known as (
    select
        c.sex,
        c.is_first,
        c.offered_in,
        c.started_in,
        c.days_to_offer,
        c.days_to_start,
        k.from_quarter,
        k.to_quarter,
        k.area_code,
        k.substance_group
    from clocked as c
    join known_of_journey as k using (journey)
),

-- the few that ended in a year before that of the journey's first triage
early as (
    select journey, sex, is_first, 'offered'::clock as clock, offered_in as quarter, days_to_offer as days
    from clocked
    where last_quarter_of_year(offered_in) < quarter_number(triaged_on)
    union all
    select journey, sex, is_first, 'started'::clock, started_in, days_to_start
    from clocked
    where last_quarter_of_year(started_in) < quarter_number(triaged_on)
),

ended as (
    select area_code, offered_in as quarter, sex, substance_group, is_first, 'offered'::clock as clock,
        days_to_offer as days
    from known
    where last_quarter_of_year(offered_in) between from_quarter and to_quarter
    union all
    select area_code, started_in, sex, substance_group, is_first, 'started'::clock, days_to_start
    from known
    where last_quarter_of_year(started_in) between from_quarter and to_quarter
    union all
    select
        e.area_code,
        w.quarter,
        w.sex,
        substance_group(e.has_opiate, e.has_non_opiate, e.has_alcohol),
        w.is_first,
        w.clock,
        w.days
    from early as w
    join staging.journey as j using (journey)
    join staging.episode as e
        on e.episode = j.first_episode
    where last_quarter_of_year(w.quarter) < quarter_number(j.began_on)
)

select
    cell_number(
        enum_code(area_code), quarter, enum_code(sex), enum_code(substance_group),
        enum_code('wait'::counted),
        enum_code(order_of(is_first)),
        enum_code(clock)
    ) as cell,
    days,
    count(*)::integer as n
from ended
where quarter between (select from_quarter from covered) and (select to_quarter from covered)
group by all;
