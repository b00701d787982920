-- Quarters of waits that do not make their year: shown where the year is hidden, or some shown and some not, or not adding
-- up to it. An appointment may be offered for a day in a quarter that has not begun, so that offers may add up to less.
with quarters as (
    select
        area_code,
        left(period, 7) as period,
        sex,
        substance_group,
        intervention_order,
        clock,
        count(*) as quarters,
        count(waits) as shown,
        sum(waits) as waits,
        sum(within_3_weeks) as within_3_weeks,
        sum(over_3_to_6_weeks) as over_3_to_6_weeks,
        sum(over_6_weeks) as over_6_weeks
    from waiting_time
    where length(period) > 7
    group by all
)

select
    q.area_code,
    q.period,
    q.sex,
    q.substance_group,
    q.intervention_order,
    q.clock
from quarters as q
join waiting_time as y using (area_code, period, sex, substance_group, intervention_order, clock)
where q.shown not in (0, q.quarters)
    or (
        q.shown > 0
        and (
            y.waits + y.within_3_weeks + y.over_3_to_6_weeks + y.over_6_weeks is null
            or q.waits > y.waits
            or q.within_3_weeks > y.within_3_weeks
            or q.over_3_to_6_weeks > y.over_3_to_6_weeks
            or q.over_6_weeks > y.over_6_weeks
            or (q.clock = 'started' and q.waits < y.waits)
        )
    )
