-- Of those who wait for one of two outcomes, the share who have come to each by a day, and its limits.

-- Aalen and Johansen's estimate for each day from 0 to `last_day`, with the delta method's variance. `counts` names a table
-- with rows of (cell, day, starts, leavings, censored): how many came to either outcome on a day, and how many were last
-- seen waiting on it; those last seen on a day are at risk in it. Once nobody is in sight the shares are not known, unless
-- nobody was still waiting.
create or replace macro cumulative_incidence(counts, last_day) as table
with daily as (
    select
        cell,
        day,
        sum(starts)::double as starts,
        sum(starts + leavings)::double as events,
        sum(censored)::double as censored
    from (
        select cell, day, starts, leavings, censored
        from query_table(counts)
        union all
        select distinct cell, 0, 0, 0, 0
        from query_table(counts)
    )
    group by cell, day
),

at_risk as (
    select
        cell,
        day,
        starts,
        events,
        censored,
        sum(events + censored) over (partition by cell) as journeys,
        sum(events + censored) over from_now_on as at_risk,
        coalesce(sum(censored) over earlier, 0) as lost,
        lead(day) over (partition by cell order by day) as next_day
    from daily
    window
        from_now_on as (partition by cell order by day rows between current row and unbounded following),
        earlier as (partition by cell order by day rows between unbounded preceding and 1 preceding)
),

-- `waiting`: the chance to be waiting still when the day begins
hazard as (
    select
        cell,
        day,
        next_day,
        journeys,
        censored,
        lost,
        at_risk,
        events = at_risk as is_over,
        over(starts, at_risk) as starting,
        over(events - starts, at_risk) as leaving,
        coalesce(over(events, at_risk * (at_risk - events)), 0) as spread,
        -- (the day that takes everybody is the last, so its logarithm is never asked for)
        coalesce(exp(sum(case when events < at_risk then ln(1 - over(events, at_risk)) end) over earlier), 1) as waiting
    from at_risk
    window earlier as (partition by cell order by day rows between unbounded preceding and 1 preceding)
),

incidence as (
    select
        cell,
        day,
        next_day,
        journeys,
        censored,
        lost,
        at_risk,
        is_over,
        starting,
        leaving,
        spread,
        waiting,
        sum(waiting * starting) over so_far as started,
        sum(waiting * leaving) over so_far as gone
    from hazard
    window so_far as (partition by cell order by day)
),

-- the variance multiplied out, so that each of its three sums runs along: F * F * a - 2 * F * b + c
variance as (
    select
        cell,
        day,
        next_day,
        journeys,
        censored,
        lost,
        is_over,
        started,
        gone,
        sum(spread) over so_far as a,
        sum(started * spread + over(waiting * starting, at_risk)) over so_far as b_started,
        sum(gone * spread + over(waiting * leaving, at_risk)) over so_far as b_gone,
        sum(
            started ^ 2 * spread + over(waiting * starting * (waiting * (1 - starting) + 2 * started), at_risk)
        ) over so_far as c_started,
        sum(
            gone ^ 2 * spread + over(waiting * leaving * (waiting * (1 - leaving) + 2 * gone), at_risk)
        ) over so_far as c_gone
    from incidence
    window so_far as (partition by cell order by day)
),

-- until the next day something happens on, or to the end
filled as (
    select
        cell,
        unnest(range(day, least(coalesce(next_day, last_day + 1), last_day + 1)))::smallint as on_day,
        day,
        next_day,
        journeys,
        censored,
        lost,
        is_over,
        -- twelve digits: so that a half, and everybody, are exactly that
        least(round(started, 12), 1) as started,
        least(round(gone, 12), 1) as gone,
        greatest(started ^ 2 * a - 2 * started * b_started + c_started, 0) as started_variance,
        greatest(gone ^ 2 * a - 2 * gone * b_gone + c_gone, 0) as gone_variance
    from variance
)

select
    cell,
    on_day as day,
    journeys,
    journeys - lost - if(on_day > day, censored, 0) as followed,
    on_day = day or next_day is not null or is_over as is_known,
    started,
    started_variance,
    gone,
    gone_variance
from filled;

-- Its limits at 95%: symmetrical in ln(-ln(1 - share)), so that they stay between nought and one. Where nobody has come to
-- the outcome, or everybody, the variance is nought and says nothing: then Wilson's, of those followed so far.
create or replace macro incidence_low(share, variance, followed) as
    case
        when share in (0, 1) then greatest(wilson_low(share * followed, followed), 0)
        else 1 - (1 - share) ^ exp(over(z95() * sqrt(variance), (1 - share) * ln(1 - share)))
    end;
create or replace macro incidence_high(share, variance, followed) as
    case
        when share in (0, 1) then least(wilson_high(share * followed, followed), 1)
        else 1 - (1 - share) ^ exp(-over(z95() * sqrt(variance), (1 - share) * ln(1 - share)))
    end;

-- How many journeys without anybody lost from sight would tell a share as closely as these.
create or replace macro journeys_worth(share, variance, journeys, followed) as
    case when share in (0, 1) then followed else least(over(share * (1 - share), variance), journeys) end;
