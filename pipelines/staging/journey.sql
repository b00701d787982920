-- One row per episode, with the journey it belongs to and what is known of the journey once it was triaged.
-- A person's episodes are joined where the next was triaged within 21 days of the latest discharge so far, or while an
-- earlier one was still open (settled rule 2). `episode` numbers follow that order; a journey bears its first's number.
create or replace table staging.episode_in_journey as
with earlier as (
    select
        episode,
        person,
        triaged_on,
        area_code,
        has_opiate,
        has_non_opiate,
        has_alcohol,
        age_band,
        ethnic_group,
        first_value(episode) over of_person as person_number,
        max(coalesce(discharged_on, date '9999-12-31')) over (
            of_person rows between unbounded preceding and 1 preceding
        ) as latest_discharge_so_far
    from staging.episode
    window of_person as (partition by person order by episode)
),

numbered as (
    select
        *,
        max(
            case
                when latest_discharge_so_far is null
                    or (
                        latest_discharge_so_far < date '9999-12-31'
                        and triaged_on > latest_discharge_so_far + 21
                    )
                    then episode
            end
        ) over (partition by person_number order by episode) as journey
    from earlier
)

select
    episode,
    journey,
    person_number as person,
    triaged_on,
    lead(triaged_on) over so_far as next_triaged_on,
    area_code,
    bool_or(has_opiate) over so_far as has_opiate,
    bool_or(has_non_opiate) over so_far as has_non_opiate,
    bool_or(has_alcohol) over so_far as has_alcohol,
    age_band,
    ethnic_group
from numbered
window so_far as (partition by journey order by episode);

-- One row per treatment journey.
create or replace table staging.journey as
with joined as (
    select
        m.journey,
        m.person,
        e.episode,
        e.sex,
        e.triaged_on,
        e.discharged_on,
        e.exit_reason
    from staging.episode_in_journey as m
    join staging.episode as e using (episode)
),

journey as (
    select
        journey,
        any_value(person) as person,
        any_value(sex) as sex,
        min(triaged_on) as began_on,
        nullif(max(coalesce(discharged_on, date '9999-12-31')), date '9999-12-31') as ended_on,
        arg_max(
            coalesce(exit_reason, 'not_stated'::category),
            (coalesce(discharged_on, date '9999-12-31') - date '1900-01-01')::bigint << 32 | episode
        ) as exit_reason
    from joined
    group by journey
)

select
    journey,
    person,
    sex,
    began_on,
    ended_on,
    journey as first_episode,
    case when ended_on is not null then exit_reason end as exit_reason,
    coalesce(lead(began_on) over of_person < ended_on + to_months(6), false) as has_returned
from journey
window of_person as (partition by person order by journey);

-- One row per journey and run of quarters in which the place and drugs known by the quarter's end stay the same; the last
-- run has no end (rule 6: what is recorded later does not change a past period).
create or replace table staging.journey_known as
select
    journey,
    episode,
    quarter_number(triaged_on) as from_quarter,
    coalesce(quarter_number(next_triaged_on) - 1, 32000)::smallint as to_quarter,
    area_code,
    has_opiate,
    has_non_opiate,
    has_alcohol,
    age_band,
    ethnic_group
from staging.episode_in_journey
where next_triaged_on is null
    or quarter_number(next_triaged_on) > quarter_number(triaged_on);
