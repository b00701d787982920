-- One row per ended wait for an intervention, on each of two clocks: to the first appointment offered, and to the start.
-- Counted in the financial year the wait ended; place and drugs as the journey's were known by the end of that year,
-- or, when the offer came before any triage of that year, by its first episode (settled rules 12 and 13).
create or replace table staging.wait as
with ordered as (
    select
        journey,
        referred_on,
        offered_on,
        started_on,
        row_number() over (
            partition by journey
            order by
                referred_on,
                started_on nulls last,
                intervention_id nulls last,
                episode_id,
                provider_code,
                client_id,
                offered_on nulls last
        ) = 1 as is_first
    from staging.intervention
    where referred_on is not null
),

ended as (
    select journey, is_first, 'offered' as clock, offered_on as ended_on, offered_on - referred_on as days
    from ordered
    where offered_on is not null
    union all
    select journey, is_first, 'started', started_on, started_on - referred_on
    from ordered
    where started_on is not null
),

-- each journey and year once, however many waits ended in it
journey_year as (
    select distinct
        w.journey,
        p.period,
        p.end_on
    from ended as w
    join staging.period as p
        on w.ended_on between p.start_on and p.end_on
),

known as (
    select
        y.journey,
        y.period,
        nullif(arg_max(coalesce(e.area_code, ''), e.episode), '') as area_code,
        bool_or(e.has_opiate) as has_opiate,
        bool_or(e.has_non_opiate) as has_non_opiate,
        bool_or(e.has_alcohol) as has_alcohol
    from journey_year as y
    join staging.journey as j using (journey)
    join staging.episode_in_journey as m using (journey)
    join staging.episode as e
        on e.episode = m.episode
        and (e.triaged_on <= y.end_on or (e.episode = j.first_episode and j.began_on > y.end_on))
    group by y.journey, y.period
)

select
    w.journey,
    j.sex,
    k.period,
    k.area_code,
    a.region_code,
    substance_group(k.has_opiate, k.has_non_opiate, k.has_alcohol) as substance_group,
    case when w.is_first then 'first' else 'subsequent' end as intervention_order,
    w.clock,
    w.days
from ended as w
join staging.period as p
    on w.ended_on between p.start_on and p.end_on
join known as k
    on k.journey = w.journey
    and k.period = p.period
join staging.journey as j
    on j.journey = w.journey
left join reference.area as a
    on a.area_code = k.area_code;
