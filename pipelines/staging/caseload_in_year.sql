-- One row per place, provider and financial year: the provider's latest return of the year; in its authority, in England, and in
-- each larger place.
create or replace table staging.caseload_in_year as
with returned as (
    select
        code.area_code,
        r.provider_code,
        r.snapshot_on,
        r.active_clients,
        r.keyworkers_wte,
        r.women_keyworkers_wte,
        year(r.snapshot_on) - (month(r.snapshot_on) < 4)::integer as begins_in
    from staging.caseload_return as r
    join reference.residence_code as code
        on code.code_system = 'utla'
        and code.code = r.area_code
),

latest as (
    select
        area_code,
        provider_code,
        format('{}-{:02d}', begins_in, (begins_in + 1) % 100) as period,
        active_clients,
        -- in decimals, so that the order of the rows cannot move the last digit of a sum
        keyworkers_wte::decimal(18, 6) as keyworkers_wte,
        women_keyworkers_wte::decimal(18, 6) as women_keyworkers_wte
    from returned
    qualify row_number() over (
        partition by area_code, provider_code, begins_in
        order by snapshot_on desc
    ) = 1
)

select
    unnest([area_code, 'E92000001']) as area_code,
    provider_code,
    period,
    active_clients,
    keyworkers_wte,
    women_keyworkers_wte
from latest
union all
select
    larger.larger_code::varchar,
    latest.provider_code,
    latest.period,
    latest.active_clients,
    latest.keyworkers_wte,
    latest.women_keyworkers_wte
from latest
join staging.larger_place as larger
    on larger.area_code::varchar = latest.area_code;
