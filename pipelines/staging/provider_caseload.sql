-- One row per provider, area, period and sex: people in treatment who have been triaged at that provider by the period's
-- end, once each, in the area in which their latest such episode places them; 'all' is all of the provider's people.
-- An episode stands for its person over a run of periods, from the first in which it counts to the last before the
-- person's next episode there does; so people are counted by whole runs, and nobody is looked at period by period.
create or replace table staging.provider_caseload as
-- what stands in the field of a provider's code and is none may be about a person
with provider as (
    select
        in_records,
        provider_code,
        dense_rank() over (order by provider_code)::smallint as provider
    from (
        select distinct
            provider_code as in_records,
            case when regexp_full_match(upper(provider_code), '[A-Z]+[0-9]+') then upper(provider_code)
                else 'not a provider code' end as provider_code
        from staging.episode
    )
),

run as (
    select
        c.person,
        p.provider,
        m.episode,
        c.sex,
        c.period_kind,
        m.area_code,
        -- the journey counts, and this episode is known, by the end of the period
        case c.period_kind
            when 'year' then greatest(c.from_period, quarter_number(m.triaged_on) // 4)
            else greatest(c.from_period, quarter_number(m.triaged_on))
        end::smallint as from_period,
        c.to_period
    from staging.journey_in_period as c
    join staging.episode_in_journey as m using (journey)
    join staging.episode as e using (episode)
    join provider as p
        on p.in_records = e.provider_code
),

-- the runs of one person at one provider follow each other, as do the journeys they belong to
latest as (
    select
        provider,
        sex,
        area_code,
        from_period,
        least(
            to_period,
            lead(from_period) over (partition by person, provider, period_kind order by episode) - 1
        ) as to_period
    from run
    where from_period <= to_period
),

in_run as (
    select provider, sex, area_code, from_period, to_period, count(*) as people
    from latest
    where from_period <= to_period
    group by all
),

in_period as (
    select provider, sex, coalesce(area_code::varchar, 'not_placed') as area_code, people,
        unnest(range(from_period, to_period + 1))::smallint as period_number
    from in_run
),

counted as (
    select
        provider,
        coalesce(area_code, 'all') as area_code,
        period_number,
        coalesce(sum(people) filter (where sex = 'female'), 0)::bigint as women,
        coalesce(sum(people) filter (where sex = 'male'), 0)::bigint as men
    from in_period
    group by grouping sets ((provider, period_number, area_code), (provider, period_number))
)

select provider_code, area_code, period, sex, people
from (
    select v.provider_code, c.area_code, p.period, c.women as female, c.men as male, c.women + c.men as "all"
    from counted as c
    join (select distinct provider, provider_code from provider) as v using (provider)
    join staging.period as p using (period_number)
)
unpivot (people for sex in (female, male, "all"));
