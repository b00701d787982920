-- One row per cell (a number: cell_number.sql) and number of days, the cell being an authority (or not placed), quarter,
-- sex, substance group, order of intervention and clock: interventions that were still waited for on the quarter's last day,
-- in an episode open that day, and the days since the referral to them (settled rule 14). What has started is not waiting
-- to be offered.
create or replace table staging.still_waiting as
with complete as (
    select min(period_number) as from_quarter, max(period_number) as to_quarter
    from staging.period
    where period_kind = 'quarter'
        and end_on <= getvariable('records_end')
),

clocked as (
    select
        rowid as intervention,
        journey,
        sex,
        'offered'::clock as clock,
        referred_on,
        greatest(referred_on, triaged_on) as waits_from,
        -- the last day on which it is waited for and the episode is open
        least(coalesce(offered_on, started_on) - 1, discharged_on) as waits_to
    from staging.intervention
    where referred_on is not null
    union all
    select
        rowid,
        journey,
        sex,
        'started'::clock,
        referred_on,
        greatest(referred_on, triaged_on),
        least(started_on - 1, discharged_on)
    from staging.intervention
    where referred_on is not null
),

waiting as (
    select
        c.intervention,
        c.journey,
        c.sex,
        c.clock,
        c.referred_on,
        unnest(
            range(
                greatest(quarter_number(c.waits_from), p.from_quarter),
                -- a quarter's last day has come by a day if the day after that lies in a later quarter
                least(coalesce(quarter_number(c.waits_to + 1), 32767), p.to_quarter + 1)
            )
        )::smallint as quarter
    from clocked as c
    cross join complete as p
    where quarter_number(c.waits_from) < coalesce(quarter_number(c.waits_to + 1), 32767)
        and p.from_quarter is not null
)

select
    cell_number(
        enum_code(k.area_code), w.quarter, enum_code(w.sex),
        enum_code(substance_group(k.has_opiate, k.has_non_opiate, k.has_alcohol)),
        enum_code('still_waiting'::counted),
        enum_code(order_of(w.intervention = f.intervention)),
        enum_code(w.clock)
    ) as cell,
    (p.end_on - w.referred_on)::integer as days,
    count(*)::integer as n
from waiting as w
join staging.period as p
    on p.period_number = w.quarter
join staging.journey_known as k
    on k.journey = w.journey
    and w.quarter between k.from_quarter and k.to_quarter
join staging.first_intervention as f
    on f.journey = w.journey
group by all;
