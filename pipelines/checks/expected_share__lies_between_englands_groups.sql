-- Expected shares outside what England's substance groups have: an average of them cannot be. (England as pages show it, where
-- that is the standard.)
with england as (
    select
        period,
        measure,
        source,
        min(share) as least,
        max(share) as greatest
    from womens_share
    where area_code = 'E92000001'
        and substance_group <> 'all'
    group by period, measure, source
)

select
    x.area_code,
    x.provider_code,
    x.period,
    x.measure
from expected_share as x
join england as e
    on e.period = x.period
    and e.measure = x.measure
    and e.source = x.england_source
where x.expected_share < e.least - 1e-9
    or x.expected_share > e.greatest + 1e-9
