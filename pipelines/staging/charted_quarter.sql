-- One row per chart, place, sex, substance group and quarter that is over: how many, of how many where a share is charted.
-- Made from what is published, so that charts can give nothing away: what is hidden is unknown here too.
create or replace table staging.charted_quarter as
with quarter as (
    select
        period,
        row_number() over (order by start_on) - 1 as quarter_number
    from mart.period
    where period_kind = 'quarter'
        and is_complete
        -- in the first year of records everyone is new: whoever was there already is triaged, waits and leaves in it
        and year > (select min(year) from mart.period)
),

counted as (
    select
        k.measure,
        k.category,
        k.counted,
        c.of_whole::varchar as of_whole,
        c.area_code::varchar as area_code,
        c.sex::varchar as sex,
        c.substance_group::varchar as substance_group,
        c.period,
        -- of a cell nobody is in only the whole is listed
        case
            when c.status[m.place] = 'ok' then c.people[k.place]
            when c.status[1] = 'ok' and c.people[1] = 0 then 0
        end as x,
        case
            when c.status[m.place] = 'ok' then c.out_of[m.place]
            when c.status[1] = 'ok' and c.people[1] = 0 then 0
        end as n
    from mart.treatment_count as c
    join mart.measure as m
        on m.of_whole = c.of_whole::varchar
    join mart.measure_category as k
        on k.measure = m.measure
    where k.measure in ('new_presentations', 'journeys_triaged', 'outcome', 'womens_share_of_new_presentations')
        -- of where people stand at the end of a quarter, those who have left
        and (k.measure <> 'outcome' or k.counted = 'flow')
        and c.period in (select period from quarter)
        and if(k.measure = 'womens_share_of_new_presentations', c.sex = 'all', c.substance_group = 'all')
),

waited as (
    select
        p.area_code,
        p.sex,
        q.period,
        -- no row is no wait; a row without a number is hidden
        case when w.period is null then 0 else w.waits end as x
    from (
        select distinct area_code, sex
        from mart.waiting_time
        where substance_group = 'all'
    ) as p
    cross join quarter as q
    left join mart.waiting_time as w
        on w.area_code = p.area_code
        and w.sex = p.sex
        and w.period = q.period
        and w.substance_group = 'all'
        and w.intervention_order = 'first'
        and w.clock = 'started'
),

charted as (
    select
        measure,
        'individuals' as chart,
        counted,
        area_code,
        sex,
        substance_group,
        period,
        x,
        null as n
    from counted
    where measure in ('new_presentations', 'journeys_triaged')
    union all
    select
        'people_leaving',
        'individuals',
        -- one category that is no flow makes the sum none
        max(counted),
        area_code,
        sex,
        substance_group,
        period,
        if(count(*) = count(x), sum(x), null),
        null
    from counted
    where measure = 'outcome'
    group by area_code, sex, substance_group, period
    union all
    select 'waits_ended', 'individuals', 'flow', area_code, sex, 'all', period, x, null
    from waited
    union all
    select measure, 'proportions', counted, area_code, sex, substance_group, period, x, n
    from counted
    where measure = 'womens_share_of_new_presentations'
)

select
    c.measure,
    c.chart,
    c.counted,
    c.area_code,
    c.sex,
    c.substance_group,
    c.period,
    q.quarter_number,
    dense_rank() over (partition by c.measure order by c.area_code, c.sex, c.substance_group) - 1 as series_number,
    c.x::double as x,
    c.n::double as n
from charted as c
join quarter as q using (period);
