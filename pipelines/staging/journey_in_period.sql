-- One row per journey and financial year it counts in: open on a day of it, with a structured intervention started by
-- its end (settled rule 4). Place and drugs come from the episodes triaged by then, so that what happens later does
-- not change a past year (rule 6).
create or replace table staging.journey_in_period as
with started as (
    select
        journey,
        min(started_on) as structured_start_on
    from staging.intervention
    where is_structured
    group by journey
),

counting as (
    select
        j.journey,
        j.person,
        j.sex,
        p.period,
        p.end_on,
        j.began_on >= p.start_on as is_new
    from staging.journey as j
    join started as s
        on s.journey = j.journey
        and s.structured_start_on is not null
    join staging.period as p
        on j.began_on <= p.end_on
        and s.structured_start_on <= p.end_on
        and (j.ended_on is null or j.ended_on >= p.start_on)
)

select
    c.journey,
    c.person,
    c.sex,
    c.period,
    c.is_new,
    nullif(arg_max(coalesce(e.area_code, ''), e.episode), '') as area_code,
    bool_or(e.has_opiate) as has_opiate,
    bool_or(e.has_non_opiate) as has_non_opiate,
    bool_or(e.has_alcohol) as has_alcohol
from counting as c
join staging.episode_in_journey as j using (journey)
join staging.episode as e
    on e.episode = j.episode
    and e.triaged_on <= c.end_on
group by c.journey, c.person, c.sex, c.period, c.is_new;
