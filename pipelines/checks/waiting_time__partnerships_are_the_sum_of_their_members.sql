-- Waits of partnerships that are not those of their members together, or shown where a member hides its own. (A member
-- without a row has no waits.)
with together as (
    select
        m.partnership_code,
        w.period,
        w.sex,
        w.substance_group,
        w.intervention_order,
        w.clock,
        -- a sum with a hidden count in it is none
        if(count(w.waits) = count(*), sum(w.waits), null) as waits,
        if(count(w.within_3_weeks) = count(*), sum(w.within_3_weeks), null) as within_3_weeks,
        if(count(w.over_3_to_6_weeks) = count(*), sum(w.over_3_to_6_weeks), null) as over_3_to_6_weeks,
        if(count(w.over_6_weeks) = count(*), sum(w.over_6_weeks), null) as over_6_weeks
    from waiting_time as w
    join partnership_member as m using (area_code)
    group by all
)

select
    t.partnership_code as area_code,
    t.period,
    t.sex,
    t.substance_group,
    t.intervention_order,
    t.clock
from together as t
left join waiting_time as w
    on w.area_code = t.partnership_code
    and w.period = t.period
    and w.sex = t.sex
    and w.substance_group = t.substance_group
    and w.intervention_order = t.intervention_order
    and w.clock = t.clock
where w.status is null
    or (w.waits is not null and w.waits is distinct from t.waits)
    or (w.within_3_weeks is not null and w.within_3_weeks is distinct from t.within_3_weeks)
    or (w.over_3_to_6_weeks is not null and w.over_3_to_6_weeks is distinct from t.over_3_to_6_weeks)
    or (w.over_6_weeks is not null and w.over_6_weeks is distinct from t.over_6_weeks)
