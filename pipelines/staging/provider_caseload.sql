-- One row per provider, area, period, sex and substance group: people in treatment who have been triaged at that provider by
-- the period's end, once each, in the area in which their latest such episode places them; 'all' is all of the provider's
-- people, and of these alone there are substance groups: by area too they would be small nearly everywhere.
-- An episode stands for its person over a run of periods, from the first in which it counts to the last before the
-- person's next episode there does; so people are counted by whole runs, and nobody is looked at period by period.
create or replace table staging.provider_caseload as
-- the runs of one person at one provider follow each other, as do the journeys they belong to
with latest as (
    select
        provider,
        sex,
        area_code,
        from_period,
        least(
            to_period,
            lead(from_period) over (partition by person, provider, period_kind order by episode) - 1
        ) as to_period
    from staging.provider_run
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
),

cell as (
    select provider, area_code, period_number, 'all' as substance_group, women, men
    from counted
    union all
    select
        c.provider,
        'all',
        c.period_number,
        s.substance_group::varchar,
        coalesce(g.women, 0),
        coalesce(g.men, 0)
    from counted as c
    cross join (select unnest(enum_range(null::substance_group)) as substance_group) as s
    left join staging.provider_group as g
        on g.provider = c.provider
        and g.period_number = c.period_number
        and g.substance_group = s.substance_group
    where c.area_code = 'all'
        and s.substance_group <> 'all'
)

select provider_code, area_code, period, sex, substance_group, people
from (
    select
        v.provider_code,
        c.area_code,
        p.period,
        c.substance_group,
        c.women as female,
        c.men as male,
        c.women + c.men as "all"
    from cell as c
    join (select distinct provider, provider_code from staging.provider) as v using (provider)
    join staging.period as p using (period_number)
)
unpivot (people for sex in (female, male, "all"));

drop table staging.provider;
drop table staging.provider_run;
drop table staging.provider_group;
