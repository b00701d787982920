-- One row per measure, category, area, period, sex and substance group: how many people (or journeys), and their share.
-- Worked out from the lists of treatment_count as it is read.
create view treatment_measure as
with cell as (
    select
        k.measure,
        k.category,
        c.area_code,
        c.period,
        c.sex,
        c.substance_group,
        c.people[k.of_category] as people,
        case when k.is_in_base then c.out_of[k.of_measure] end as out_of,
        case
            when c.status[k.of_measure] in ('suppressed', 'not_published') then c.status[k.of_measure]::varchar
            when c.status[k.of_measure] = 'nobody_asked' and k.category <> 'not_asked' then 'not_published'
            when k.is_in_base and c.out_of[k.of_measure] = 0 then 'too_few'
            else 'ok'
        end as status
    from treatment_count as c
    join count_place as k
        on k.of_whole = c.of_whole::varchar
        and k.measures = len(c.status)
    where c.status[k.of_measure] is not null
),

shown as (
    select
        measure,
        category,
        area_code,
        period,
        sex,
        substance_group,
        case when status <> 'not_published' then people end as people,
        case when status <> 'not_published' then out_of end as out_of,
        status
    from cell
)

select
    measure,
    category,
    area_code,
    period,
    sex,
    substance_group,
    people,
    out_of,
    over(people, out_of) as share,
    wilson_low(people, out_of) as share_low,
    wilson_high(people, out_of) as share_high,
    status
from shown;
comment on view treatment_measure is 'Null is unknown and status says why; zero means zero. out_of and share are given for categories in the base.';
comment on column treatment_measure.people is 'People, or journeys where the measure is of journeys_triaged; women where it is women''s share.';
