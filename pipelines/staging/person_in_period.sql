-- One row per counting journey and run of periods in which its last episode, and so its place and drugs, stay the same.
create or replace table staging.treatment_run as
with run as (
    select
        c.journey,
        c.person,
        c.sex,
        c.began_on,
        c.ended_on,
        c.exit_reason,
        c.has_returned,
        case when c.is_new_in_first then c.from_period end as new_in,
        greatest(
            c.from_period,
            case c.period_kind when 'year'::period_kind then k.from_quarter // 4 else k.from_quarter end
        )::smallint as from_period,
        least(
            c.to_period,
            case c.period_kind when 'year'::period_kind then (k.to_quarter + 1) // 4 - 1 else k.to_quarter end
        )::smallint as to_period,
        case when c.first_is_shared then c.from_period end as shared_first,
        case when c.last_is_shared then c.to_period end as shared_last,
        k.area_code,
        k.has_opiate,
        k.has_non_opiate,
        k.has_alcohol,
        k.age_band,
        k.ethnic_group
    from staging.journey_in_period as c
    join staging.journey_known as k using (journey)
)

select
    journey,
    person,
    sex,
    began_on,
    ended_on,
    exit_reason,
    has_returned,
    case when new_in between from_period and to_period then new_in end as new_in,
    from_period,
    to_period,
    coalesce(shared_first = from_period, false) as first_is_shared,
    coalesce(shared_last = to_period, false) and (from_period < to_period or shared_first is distinct from from_period)
        as last_is_shared,
    area_code,
    has_opiate,
    has_non_opiate,
    has_alcohol,
    substance_group(has_opiate, has_non_opiate, has_alcohol) as substance_group,
    age_band,
    ethnic_group
from run
where from_period <= to_period;

-- One row per person, period and place that several journeys of the person may share: place (authority, region,
-- partnerships, England) each once, with their last journey; `new_journey` is the last of those that began in the period.
create or replace table staging.person_of_several as
with journey as (
    select
        journey, person, sex, began_on, ended_on, exit_reason, has_returned, new_in,
        area_code, has_opiate, has_non_opiate, has_alcohol, age_band, ethnic_group,
        unnest(
            list_filter(
                [
                    case when first_is_shared then from_period end,
                    case when last_is_shared then to_period end
                ],
                lambda period: period is not null
            )
        ) as period_number
    from staging.treatment_run
    where first_is_shared
        or last_is_shared
),

placed as (
    select
        j.*,
        unnest(
            list_filter(
                [j.area_code, 'E92000001'::area_code] || coalesce(a.larger, []::area_code[]),
                lambda code: code is not null
            )
        ) as place_code
    from journey as j
    left join (
        select area_code, list(larger_code) as larger
        from staging.larger_place
        group by area_code
    ) as a using (area_code)
)

select
    period_number,
    place_code,
    sex,
    substance_group(bool_or(has_opiate), bool_or(has_non_opiate), bool_or(has_alcohol))
        as substance_group,
    max(journey) filter (where new_in = period_number) as new_journey,
    arg_max(age_band, journey) as age_band,
    arg_max_null(ethnic_group, journey) as ethnic_group,
    max(began_on) as began_on,
    arg_max_null(ended_on, journey) as ended_on,
    arg_max_null(exit_reason, journey) as exit_reason,
    arg_max(has_returned, journey) as has_returned
from placed
group by person, sex, period_number, place_code;

-- One row per person in treatment, period and place; where `counts_upward`, the one row stands for the authority, its
-- region, its partnerships and England alike, as a person's only journey in the period counts in all of them (settled rules
-- 4, 5 and 7).
-- Who could not be placed counts in England only.
create or replace table staging.person_in_period as
-- the periods of a run of so many, counted from nought: joined by the number of periods, as a join by a range is slower
with step as (
    select periods::smallint as periods, unnest(range(periods))::smallint as step
    from (select unnest(range(1, (select max(to_period - from_period) + 2 from staging.treatment_run))) as periods)
),

alone as (
    select
        r.from_period + r.first_is_shared::smallint + s.step as period_number,
        coalesce(r.area_code, 'E92000001'::area_code) as place_code,
        r.area_code is not null as counts_upward,
        r.sex,
        r.substance_group,
        r.age_band,
        r.ethnic_group,
        r.began_on,
        r.ended_on,
        r.exit_reason,
        r.has_returned
    from staging.treatment_run as r
    join step as s
        on s.periods = r.to_period - r.from_period + 1 - r.first_is_shared::smallint - r.last_is_shared::smallint
),

person as (
    select
        period_number, place_code, counts_upward, sex, substance_group, age_band, ethnic_group,
        began_on, ended_on, exit_reason, has_returned
    from alone
    union all
    select
        period_number, place_code, false, sex, substance_group, age_band, ethnic_group,
        began_on, ended_on, exit_reason, has_returned
    from staging.person_of_several
),

seen as (
    select
        p.period_number,
        p.place_code,
        p.counts_upward,
        p.sex,
        p.substance_group,
        p.age_band,
        p.ethnic_group,
        p.began_on,
        coalesce(least(p.ended_on, period.end_on), period.end_on) as until_on,
        case when p.ended_on <= period.end_on then p.exit_reason end as exit_reason,
        p.has_returned
    from person as p
    join staging.period as period using (period_number)
)

select
    period_number,
    place_code,
    counts_upward,
    sex,
    substance_group,
    age_band,
    ethnic_group,
    (until_on - began_on)::integer as days_in_treatment,
    -- anniversaries, on the 28th of February where the year has no 29th
    case
        when until_on - began_on < 365 then 0
        when until_on < began_on + to_years(1) then 0
        when until_on < began_on + to_years(2) then 1
        when until_on < began_on + to_years(4) then 2
        when until_on < began_on + to_years(6) then 4
        else 6
    end::tinyint as years_in_treatment,
    exit_reason,
    has_returned
from seen;

-- One row per person newly in treatment, period and place (as above): with their latest new journey.
create or replace table staging.new_person_in_period as
select
    new_in as period_number,
    coalesce(area_code, 'E92000001'::area_code) as place_code,
    area_code is not null as counts_upward,
    sex,
    substance_group,
    journey
from staging.treatment_run
where new_in is not null
    and not (first_is_shared and new_in = from_period)
    and not (last_is_shared and new_in = to_period)
union all
select period_number, place_code, false, sex, substance_group, new_journey
from staging.person_of_several
where new_journey is not null;

drop table staging.treatment_run;
drop table staging.person_of_several;
