-- One row per provider, authority and quarter's last day: the caseload, from the same episodes as the records.
with snapshot_day as (
    select last_day((date '2023-06-01' + to_months(3 * n::integer))::date) as snapshot_on
    from unnest(range(8)) as quarters(n)
),
caseload as (
    select
        episode.provider,
        episode.area,
        snapshot_on,
        count(*) filter (where triaged_on <= snapshot_on and coalesce(left_on > snapshot_on, true)) as active_clients,
        count(*) filter (where triaged_on <= snapshot_on and coalesce(left_on > snapshot_on, true) and sex = 'F')
            as active_women
    from episode
    cross join snapshot_day
    group by all
),
staffed as (
    select
        caseload.*,
        provider.agency,
        provider.name,
        authority.area_code,
        authority.region_code,
        -- Each service has its own habit of how many people one keyworker sees, and drifts from it.
        round(active_clients / ((38 + 42 * chance(caseload.provider, 'clients a keyworker'))
            * (0.94 + 0.12 * chance(mark, 'drift'))), 2) as keyworkers_wte
    from caseload
    join provider using (provider)
    join authority using (area)
    cross join lateral (
        select caseload.provider * 100000 + caseload.area * 100 + date_diff('month', date '2023-01-01', snapshot_on)
            as mark
    )
    -- A fifth of the services do not return.
    where chance(caseload.provider, 'returns') < 0.8
        and active_clients >= 5
)
select
    region_code,
    area_code,
    agency as provider_code,
    name as provider_name,
    strftime(snapshot_on, '%Y-%m-%d') as snapshot_on,
    active_clients,
    active_women,
    keyworkers_wte,
    round(keyworkers_wte * (0.55 + 0.3 * chance(provider, 'women keyworkers')), 2)
        as women_keyworkers_wte,
    round(keyworkers_wte * 0.25 * chance(provider * 1000 + area, 'vacant'), 1) as vacant_wte,
    floor(6 * chance(provider, 'volunteers'))::integer as volunteers,
    floor(keyworkers_wte * 0.4 * chance(provider * 1000 + area, 'left'))::integer as left_last_year
from staffed
order by
    region_code,
    area_code,
    provider_code,
    snapshot_on;
