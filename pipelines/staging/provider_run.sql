-- One row per code of a provider as it stands in records: the code as it may be shown, and its number. What stands in the
-- field of a provider's code and is none may be about a person.
create or replace table staging.provider as
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
);

-- One row per counting journey, kind of period and episode: the provider it is at, and the periods from the first in which
-- it counts there to the journey's last.
create or replace table staging.provider_run as
select
    c.journey,
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
    c.to_period,
    case when c.first_is_shared then c.from_period end as shared_first,
    case when c.last_is_shared then c.to_period end as shared_last
from staging.journey_in_period as c
join staging.episode_in_journey as m using (journey)
join staging.episode as e using (episode)
join staging.provider as p
    on p.in_records = e.provider_code;
