-- One row per cell (a number: cell_number.sql) and number of days, the cell being an authority (or not placed), period, sex
-- and substance group: journeys triaged in the period that ended without a structured intervention ever started, and the
-- days from referral to leaving.
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
    cell_number(
        enum_code(case when t.counts_upward then t.place_code end), t.period_number, enum_code(t.sex),
        enum_code(t.substance_group),
        enum_code('left_before_starting'::counted), null, null
    ) as cell,
    l.days,
    count(*)::integer as n
from staging.journey_triaged as t
join left_journey as l using (journey)
group by all;
