-- One row per measure, category, area, period, sex and substance group: how many people (or journeys), and their share.
-- Some million rows: they are made in the order they are kept in, and a check, not a key, proves that each is one.
create table mart.treatment_measure (
    measure staging.measure_name not null,
    category staging.category not null,
    area_code staging.area_code not null,
    period varchar not null,
    sex staging.sex_word not null,
    substance_group staging.substance_group not null,
    people bigint,
    out_of bigint,
    share double,
    share_low double,
    share_high double,
    status staging.measure_status not null
);
comment on table mart.treatment_measure is 'Null is unknown and status says why; zero means zero. out_of and share are given for categories in the base.';
comment on column mart.treatment_measure.people is 'People, or journeys where the measure is of journeys_triaged; women where it is women''s share.';

insert into mart.treatment_measure
with measure as (
    select
        measure::staging.measure_name as measure,
        list(category::staging.category order by position) as categories,
        list(is_in_base order by position) as in_base
    from mart.measure_category
    group by measure
),

counted as (
    select
        c.measure,
        unnest(m.categories) as category,
        unnest(m.in_base) as is_in_base,
        c.area_code,
        c.period,
        c.sex,
        c.substance_group,
        unnest(c.counts) as people,
        c.out_of,
        c.nobody_asked,
        c.is_published,
        c.is_shown
    from staging.measure_count as c
    join measure as m using (measure)
),

judged as (
    select
        measure,
        category,
        area_code,
        period,
        sex,
        substance_group,
        people,
        case when is_in_base then out_of end as out_of,
        case
            when not is_shown then 'suppressed'::staging.measure_status
            when not is_published then 'not_published'::staging.measure_status
            when nobody_asked and category <> 'not_asked'::staging.category
                then 'not_published'::staging.measure_status
            when is_in_base and out_of = 0 then 'too_few'::staging.measure_status
            else 'ok'::staging.measure_status
        end as status
    from counted
),

shown as (
    select
        measure,
        category,
        area_code,
        period,
        sex,
        substance_group,
        case when status in ('ok'::staging.measure_status, 'too_few'::staging.measure_status) then people end as people,
        case when status in ('ok'::staging.measure_status, 'too_few'::staging.measure_status) then out_of end as out_of,
        status
    from judged
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
