-- Gaps in waits made of shares, medians or days that are not shown.
with side as (
    select
        area_code,
        period,
        substance_group,
        intervention_order,
        clock,
        bool_and(within_3_weeks_share is not null) as has_shares,
        bool_and(median_days is not null) as has_medians,
        bool_and(median_low_days is not null) as has_limits
    from waiting_time
    where sex <> 'all'
    group by all
    having count(*) = 2
),

-- an open build tells of days only what stands there in steps, of all substances together
told as (
    select distinct
        area_code,
        year as period,
        substance_group::varchar as substance_group,
        intervention_order::varchar as intervention_order,
        clock::varchar as clock
    from wait_days
    where quarter is null
)

select
    area_code,
    period,
    substance_group,
    intervention_order,
    clock
from wait_gap as g
left join side as s using (area_code, period, substance_group, intervention_order, clock)
left join told as t using (area_code, period, substance_group, intervention_order, clock)
where (g.difference is not null and s.has_shares is not true)
    or (g.median_difference_days is not null and s.has_medians is not true)
    or (g.median_difference_low_days is not null and s.has_limits is not true)
    or (
        g.chance_woman_longer is not null
        and t.area_code is null
        and (select mode from build) = 'open'
    )
