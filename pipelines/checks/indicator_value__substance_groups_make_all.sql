-- Counts of people where the four substance groups are all shown and do not add up to all. (What publishers give need not; the build notes it.)
with counted as (
    select
        indicator,
        area_code,
        period,
        sex,
        sum(value) filter (where substance_group <> 'all') as parts,
        count(*) filter (where substance_group <> 'all') as shown,
        max(value) filter (where substance_group = 'all') as whole
    from indicator_value
    where indicator in ('people_in_treatment', 'new_presentations')
        and source = 'ndtms_records'
        and status = 'ok'
    group by all
)

select
    indicator,
    area_code,
    period,
    sex
from counted
where shown = 4
    and parts <> whole
