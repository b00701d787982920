-- One row per area, quarter, sex, substance group, order of intervention and clock with anybody still waiting on the
-- quarter's last day, of those who reached triage.
create table mart.still_waiting (
    area_code varchar not null,
    period varchar not null,
    sex varchar not null check (sex in ('female', 'male', 'all')),
    substance_group varchar not null,
    intervention_order varchar not null check (intervention_order in ('first', 'subsequent')),
    clock varchar not null check (clock in ('offered', 'started')),
    waiting bigint,
    within_3_weeks bigint,
    over_3_to_6_weeks bigint,
    over_6_weeks bigint,
    median_days double,
    status varchar not null check (status in ('ok', 'suppressed'))
);
comment on table mart.still_waiting is 'Interventions referred to and neither ended nor offered or started by the last day of a quarter that the records cover in full, and the days so far.';

insert into mart.still_waiting
with cell as (
    select
        area_code,
        period,
        sex,
        substance_group,
        intervention_order,
        clock,
        n as waiting,
        within_3_weeks,
        over_3_to_6_weeks,
        over_6_weeks,
        median_days
    from staging.day_cell
    where counted = 'still_waiting'
),

-- a partnership's block is judged by its members' cells with its own: nothing is shown of it that one of them hides
judged as (
    select area_code, period, intervention_order, clock, sex, substance_group,
        waiting, within_3_weeks, over_3_to_6_weeks, over_6_weeks
    from cell
    union all
    select m.partnership_code, c.period, c.intervention_order, c.clock, c.sex, c.substance_group,
        c.waiting, c.within_3_weeks, c.over_3_to_6_weeks, c.over_6_weeks
    from cell as c
    join reference.partnership_member as m using (area_code)
),

-- how finely a block may be shown in an open build; in a restricted one there is no limit
level as (
    select
        area_code,
        period,
        intervention_order,
        clock,
        finest_level(
            is_small(waiting) or is_small(within_3_weeks) or is_small(over_3_to_6_weeks) or is_small(over_6_weeks),
            sex, substance_group
        ) as level
    from judged
    where (select mode from mart.build) = 'open'
    group by area_code, period, intervention_order, clock
)

select
    c.area_code,
    c.period,
    c.sex,
    c.substance_group,
    c.intervention_order,
    c.clock,
    case when is_shown then c.waiting end as waiting,
    case when is_shown then c.within_3_weeks end as within_3_weeks,
    case when is_shown then c.over_3_to_6_weeks end as over_3_to_6_weeks,
    case when is_shown then c.over_6_weeks end as over_6_weeks,
    case when is_shown then c.median_days end as median_days,
    case when is_shown then 'ok' else 'suppressed' end as status
from cell as c
left join level as l using (area_code, period, intervention_order, clock)
cross join lateral (select level_needed(c.sex, c.substance_group) <= coalesce(l.level, 3) as is_shown);
