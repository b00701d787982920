-- Lines of waits that add up with exactly one hidden: it could be worked out from the others. The lines are women, men and
-- all; the substance groups and all; waits and their two bands; waits over three weeks and their two. A count of nought is
-- shown, and a row that is not there is of no waits: neither is hidden, so what is null here is one wait or more.
-- Of years alone: quarters are hidden by whole blocks in which nothing shown is small, so that neither is a difference.
with cell as (
    select
        area_code,
        period,
        sex,
        substance_group,
        intervention_order,
        clock,
        band
    from waiting_time
    unpivot include nulls (
        counted for band in (waits, within_3_weeks, over_3_weeks, over_3_to_6_weeks, over_6_weeks)
    )
    where length(period) = 7
        and counted is null
),

line as (
    select
        area_code,
        period,
        intervention_order,
        clock,
        format('sexes of {}, {}', substance_group, band) as line,
        count(*) as hidden
    from cell
    group by all
    union all
    select
        area_code,
        period,
        intervention_order,
        clock,
        format('substance groups of {}, {}', sex, band),
        count(*)
    from cell
    group by all
    union all
    select
        area_code,
        period,
        intervention_order,
        clock,
        format('waits of {}, {}', sex, substance_group),
        count(*)
    from cell
    where band in ('waits', 'within_3_weeks', 'over_3_weeks')
    group by all
    union all
    select
        area_code,
        period,
        intervention_order,
        clock,
        format('over_3_weeks of {}, {}', sex, substance_group),
        count(*)
    from cell
    where band in ('over_3_weeks', 'over_3_to_6_weeks', 'over_6_weeks')
    group by all
)

select
    area_code,
    period,
    intervention_order,
    clock,
    line
from line
where hidden = 1
