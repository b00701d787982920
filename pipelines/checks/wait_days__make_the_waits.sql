-- Areas, years and sexes whose waits by number of days do not add up to their waits; in a restricted build England's are
-- those of every authority and of those not placed.
with placed as (
    select area_code, year, sex, intervention_order, clock, waits
    from wait_days
    where area_code <> 'not_placed'
    union all
    select 'E92000001', year, sex, intervention_order, clock, waits
    from wait_days
    where (select mode from build) = 'restricted'
),

added_up as (
    select area_code, year, sex, intervention_order, clock, sum(waits) as waits
    from placed
    group by all
)

select
    a.area_code,
    a.year,
    a.sex,
    a.intervention_order,
    a.clock
from added_up as a
left join waiting_time as w
    on w.area_code = a.area_code
    and w.period = a.year
    and w.sex = a.sex
    and w.substance_group = 'all'
    and w.intervention_order = a.intervention_order
    and w.clock = a.clock
where w.waits is distinct from a.waits
