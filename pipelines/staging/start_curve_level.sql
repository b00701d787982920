-- One row per place and financial year: how finely an open build may show its curves (level_needed: 2 women and men, 1 all
-- of them together, 0 nothing). Everything an open build hides of them is decided here, and nothing else.
--     At days 7, 14, 21, 42, 84 and 126 the journeys that had started, had ended without a start, and were still waiting
--     are taken for counts: estimate times journeys, in whole people. Where one of them is 1 to 4, or there are fewer than
--     ten journeys, that sex may not be shown, and then neither is the other: one would give the other away.
create or replace macro start_curve_days() as [7, 14, 21, 42, 84, 126];
create or replace macro nearest(n, step) as round(over(n, step)) * step;

create or replace table staging.start_curve_level as
with counted as (
    select
        area_code,
        period,
        sex,
        journeys,
        round(started * journeys) as starts,
        round(gone * journeys) as leavings
    from staging.start_curve
    where list_contains(start_curve_days(), day)
        and is_known
    union all
    -- of journeys that cannot be followed to any of these days there is still how many they are
    select area_code, period, sex, journeys, 0, 0
    from staging.start_curve
    where day = 0
),

-- a partnership is judged by its members' journeys with its own: nothing is shown of it that one of them hides
judged as (
    select area_code, period, sex, journeys, starts, leavings
    from counted
    union all
    select m.partnership_code, c.period, c.sex, c.journeys, c.starts, c.leavings
    from counted as c
    join reference.partnership_member as m using (area_code)
)

select
    area_code,
    period,
    finest_level(
        journeys < 10 or is_small(starts) or is_small(leavings) or is_small(journeys - starts - leavings), sex, 'all'
    ) as level
from judged
where (select mode from mart.build) = 'open'
group by area_code, period;
