-- One row per treatment journey: a person's episodes joined where the next was triaged within 21 days of the latest
-- discharge so far, or while an earlier one was still open (settled rule 2). `episode` numbers follow that order.
create or replace table staging.episode_in_journey as
with earlier as (
    select
        episode,
        person,
        triaged_on,
        max(coalesce(discharged_on, date '9999-12-31')) over (
            partition by person
            order by episode
            rows between unbounded preceding and 1 preceding
        ) as latest_discharge_so_far
    from staging.episode
),

beginning as (
    select
        episode,
        person,
        latest_discharge_so_far is null
        or (
            latest_discharge_so_far < date '9999-12-31'
            and triaged_on > latest_discharge_so_far + 21
        ) as begins_journey
    from earlier
)

select
    episode,
    sum(begins_journey::integer) over (order by episode rows unbounded preceding)::bigint as journey
from beginning;

create or replace table staging.journey as
select
    j.journey,
    any_value(e.person) as person,
    any_value(e.sex) as sex,
    min(e.triaged_on) as began_on,
    nullif(max(coalesce(e.discharged_on, date '9999-12-31')), date '9999-12-31') as ended_on,
    min(e.episode) as first_episode
from staging.episode as e
join staging.episode_in_journey as j using (episode)
group by j.journey;
