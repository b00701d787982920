-- Lines of counts that add up (women, men and all; the substance groups and all) with exactly one hidden: it could be
-- worked out from the others.
with cell as (
    select
        indicator,
        source,
        area_code,
        period,
        sex,
        substance_group,
        status = 'suppressed' as is_hidden
    from indicator_value
    where indicator in ('people_in_treatment', 'new_presentations')
),

line as (
    select
        indicator,
        source,
        area_code,
        period,
        'sexes of ' || substance_group as line,
        count(*) filter (where is_hidden) as hidden
    from cell
    group by all
    union all
    select
        indicator,
        source,
        area_code,
        period,
        'substance groups of ' || sex,
        count(*) filter (where is_hidden)
    from cell
    group by all
)

select
    indicator,
    area_code,
    period,
    line
from line
where hidden = 1
