-- One row per journey with a started structured intervention: the day it first started.
create or replace table staging.journey_start as
select journey, min(started_on) as structured_start_on
from staging.intervention
where is_structured
    and started_on is not null
group by journey;

-- One row per journey and kind of period in which it counts: from which period to which (period_number, both included).
-- It counts in a period when it is open on a day of it, with a structured intervention started by its end (settled rule
-- 4). A person's journeys follow each other, so two of them can share only a period in which one ends: the first or the
-- last of a run.
create or replace table staging.journey_in_period as
with quarter as (
    select
        j.journey,
        j.person,
        j.sex,
        j.began_on,
        j.ended_on,
        j.exit_reason,
        j.has_returned,
        quarter_number(j.began_on) as began_in,
        greatest(quarter_number(j.began_on), quarter_number(s.structured_start_on)) as from_quarter,
        coalesce(quarter_number(j.ended_on), last.quarter) as to_quarter
    from staging.journey as j
    join staging.journey_start as s using (journey)
    cross join (
        select max(period_number) filter (where period_kind = 'quarter') as quarter
        from staging.period
    ) as last
),

counting as (
    select
        journey, person, sex, began_on, ended_on, exit_reason, has_returned,
        'quarter'::period_kind as period_kind,
        began_in,
        from_quarter as from_period,
        to_quarter as to_period
    from quarter
    where from_quarter <= to_quarter
    union all
    select
        journey, person, sex, began_on, ended_on, exit_reason, has_returned,
        'year'::period_kind,
        (began_in // 4)::smallint,
        (from_quarter // 4)::smallint,
        (to_quarter // 4)::smallint
    from quarter
    where from_quarter // 4 <= to_quarter // 4
)

select
    journey,
    person,
    sex,
    began_on,
    ended_on,
    exit_reason,
    has_returned,
    period_kind,
    from_period,
    to_period,
    began_in = from_period as is_new_in_first,
    coalesce(lag(to_period) over of_person = from_period, false) as first_is_shared,
    coalesce(lead(from_period) over of_person = to_period, false) as last_is_shared
from counting
window of_person as (partition by person, period_kind order by journey);
