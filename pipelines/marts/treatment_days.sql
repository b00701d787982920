-- One row per measure, area, period, sex and substance group with anybody in it: the days it took, of those who reached
-- triage; to leaving before treatment started (journeys), and in treatment so far (people).
create table mart.treatment_days (
    measure varchar not null check (measure in ('left_before_starting', 'length_in_treatment')),
    area_code varchar not null,
    period varchar not null,
    sex varchar not null check (sex in ('female', 'male', 'all')),
    substance_group varchar not null,
    people bigint,
    median_days double,
    p90_days double,
    mean_days double,
    status varchar not null check (status in ('ok', 'suppressed'))
);
comment on table mart.treatment_days is 'left_before_starting: journeys, from referral to leaving; length_in_treatment: people in treatment, from triage to the end of the journey or of the period.';

insert into mart.treatment_days
with cell as (
    select
        counted as measure,
        area_code,
        period,
        sex,
        substance_group,
        n as people,
        median_days,
        p90_days,
        mean_days
    from staging.day_cell
    where counted in ('left_before_starting', 'length_in_treatment')
),

-- the same people stand among the measures, and are told of where these are
shown as (
    select
        case m.measure when 'pathway' then 'left_before_starting' else 'length_in_treatment' end as measure,
        c.area_code,
        c.period,
        c.sex,
        c.substance_group
    from mart.treatment_count as c
    join mart.measure as m
        on m.of_whole = c.of_whole::varchar
        and m.measure in ('pathway', 'people_in_treatment')
    where c.status[m.place] = 'ok'
)

select
    measure,
    c.area_code,
    c.period,
    c.sex,
    c.substance_group,
    case when is_shown then c.people end as people,
    case when is_shown then c.median_days end as median_days,
    case when is_shown then c.p90_days end as p90_days,
    case when is_shown then c.mean_days end as mean_days,
    case when is_shown then 'ok' else 'suppressed' end as status
from cell as c
left join shown as s using (measure, area_code, period, sex, substance_group)
cross join lateral (select s.measure is not null as is_shown);
