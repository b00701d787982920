-- One row per provider, period and substance group with anybody in it: women and men in treatment there.
-- The substance group is that of all the person's journeys there that count in the period (settled rule 7, with a provider
-- for the place). A journey stands for its person over a run of periods in which what is known of drugs stays the same;
-- a period that two of the person's journeys may share is looked at by the person.
create or replace table staging.provider_group as
with present as (
    select
        journey,
        any_value(person) as person,
        provider,
        any_value(sex) as sex,
        period_kind,
        min(from_period) as from_period,
        any_value(to_period) as to_period,
        any_value(shared_first) as shared_first,
        any_value(shared_last) as shared_last
    from staging.provider_run
    where from_period <= to_period
    group by journey, provider, period_kind
),

known as (
    select
        p.person,
        p.provider,
        p.sex,
        k.has_opiate,
        k.has_non_opiate,
        k.has_alcohol,
        greatest(
            p.from_period, case p.period_kind when 'year' then k.from_quarter // 4 else k.from_quarter end
        )::smallint as from_period,
        least(
            p.to_period, case p.period_kind when 'year' then (k.to_quarter + 1) // 4 - 1 else k.to_quarter end
        )::smallint as to_period,
        p.shared_first,
        p.shared_last
    from present as p
    join staging.journey_known as k using (journey)
),

known_run as (
    select
        person, provider, sex, has_opiate, has_non_opiate, has_alcohol, from_period, to_period,
        coalesce(shared_first = from_period, false) as first_is_shared,
        coalesce(shared_last = to_period, false) and (from_period < to_period or shared_first is distinct from from_period)
            as last_is_shared
    from known
    where from_period <= to_period
),

alone as (
    select
        provider,
        sex,
        substance_group(has_opiate, has_non_opiate, has_alcohol) as substance_group,
        from_period + first_is_shared::smallint as from_period,
        to_period - last_is_shared::smallint as to_period,
        count(*) as people
    from known_run
    group by all
),

of_several as (
    select
        provider,
        sex,
        period_number,
        substance_group(bool_or(has_opiate), bool_or(has_non_opiate), bool_or(has_alcohol)) as substance_group
    from (
        select
            person, provider, sex, has_opiate, has_non_opiate, has_alcohol,
            unnest(
                list_filter(
                    [case when first_is_shared then from_period end, case when last_is_shared then to_period end],
                    lambda period: period is not null
                )
            ) as period_number
        from known_run
        where first_is_shared
            or last_is_shared
    )
    group by person, provider, sex, period_number
),

in_group as (
    select provider, sex, substance_group, people, unnest(range(from_period, to_period + 1))::smallint as period_number
    from alone
    where from_period <= to_period
    union all
    select provider, sex, substance_group, count(*), period_number
    from of_several
    group by provider, sex, substance_group, period_number
)

select
    provider,
    period_number,
    substance_group,
    coalesce(sum(people) filter (where sex = 'female'), 0)::bigint as women,
    coalesce(sum(people) filter (where sex = 'male'), 0)::bigint as men
from in_group
group by provider, period_number, substance_group;
