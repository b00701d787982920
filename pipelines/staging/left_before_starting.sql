-- One row per authority (null: not placed), period, sex, substance group and number of days: journeys triaged in the period
-- that ended without a structured intervention ever started, and the days from referral to leaving.
create or replace table staging.left_before_starting as
with left_journey as (
    select
        j.journey,
        (j.ended_on - e.referred_on)::integer as days
    from staging.journey as j
    anti join staging.journey_start as s using (journey)
    join staging.episode as e
        on e.episode = j.first_episode
    where j.ended_on is not null
)

select
    case when t.counts_upward then t.place_code end as area_code,
    t.period_number,
    t.sex,
    t.substance_group,
    l.days,
    count(*)::integer as people
from staging.journey_triaged as t
join left_journey as l using (journey)
group by all;
