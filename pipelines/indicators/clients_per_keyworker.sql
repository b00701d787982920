-- One row per place and financial year: active clients over keyworkers, from each provider's latest return of the year.
with returned as (
    select
        code.area_code,
        r.provider_code,
        r.snapshot_on,
        r.active_clients,
        r.keyworkers_wte,
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
        begins_in,
        active_clients,
        keyworkers_wte
    from returned
    qualify row_number() over (
        partition by area_code, provider_code, begins_in
        order by snapshot_on desc
    ) = 1
),

placed as (
    select
        unnest([area_code, 'E92000001']) as area_code,
        begins_in,
        active_clients,
        keyworkers_wte
    from latest
    union all
    select
        larger.larger_code::varchar,
        latest.begins_in,
        latest.active_clients,
        latest.keyworkers_wte
    from latest
    join staging.larger_place as larger
        on larger.area_code::varchar = latest.area_code
)

select
    area_code,
    format('{}-{:02d}', begins_in, (begins_in + 1) % 100) as period,
    'all' as sex,
    sum(active_clients)::bigint as numerator,
    -- in decimals, so that the order of the rows cannot move the last digit
    sum(keyworkers_wte::decimal(18, 6))::double as denominator,
    case count(*)
        when 1 then 'one return'
        else format('{} returns', count(*))
    end as note
from placed
group by area_code, begins_in
