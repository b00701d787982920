-- One row or several (to be added up) per cell and day, the cell (a number: cell_number.sql) being a place, financial year and
-- sex: journeys triaged in the year, by days from the referral of their first episode to the first start of a structured
-- intervention, or to their end where none ever started, or, of those open without a start, to the last day of the records.
-- A start before the referral (lines of one episode may disagree) is a start on day 0. What comes after day 126 is beyond
-- the curve, whatever it is: on day 127 all are last seen waiting. Journeys without a referral have no clock.
create or replace table staging.start_day as
with clocked as (
    select
        j.journey,
        case when s.structured_start_on is not null then 'start' when j.ended_on is not null then 'leaving' end as outcome,
        greatest(
            coalesce(s.structured_start_on, j.ended_on, getvariable('records_end')) - e.referred_on, 0
        ) as days
    from staging.journey as j
    join staging.episode as e
        on e.episode = j.first_episode
    left join staging.journey_start as s using (journey)
    where e.referred_on is not null
),

of_authority as (
    select
        cell_number(
            enum_code(case when t.counts_upward then t.place_code end), t.period_number, enum_code(t.sex),
            enum_code('all'::substance_group),
            0, null, null
        ) as cell,
        least(c.days, 127)::smallint as day,
        count(*) filter (c.outcome = 'start' and c.days <= 126)::double as starts,
        count(*) filter (c.outcome = 'leaving' and c.days <= 126)::double as leavings,
        count(*) filter (c.outcome is null or c.days > 126)::double as censored
    from staging.journey_triaged as t
    join staging.period as p
        on p.period_number = t.period_number
        and p.period_kind = 'year'
    join clocked as c
        on c.journey = t.journey
    group by all
),

larger as (
    select enum_code(area_code)::bigint as place, enum_code(larger_code) as larger
    from staging.larger_place
),

of_place as (
    select cell, day, starts, leavings, censored
    from of_authority
    where place_number(cell) <> 511
    union all
    select with_place(a.cell, l.larger), a.day, a.starts, a.leavings, a.censored
    from of_authority as a
    join larger as l
        on l.place = place_number(a.cell)
    union all
    select with_place(cell, enum_code('E92000001'::area_code)), day, starts, leavings, censored
    from of_authority
)

select cell, day, starts, leavings, censored
from of_place
union all
select with_all_sexes(cell), day, starts, leavings, censored
from of_place;
