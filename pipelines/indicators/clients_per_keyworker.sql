-- One row per place and financial year: active clients over keyworkers, from each provider's latest return of the year.
select
    area_code,
    period,
    'all' as sex,
    sum(active_clients)::bigint as numerator,
    sum(keyworkers_wte)::double as denominator,
    case count(*)
        when 1 then 'one return'
        else format('{} returns', count(*))
    end as note
from staging.caseload_in_year
group by area_code, period
