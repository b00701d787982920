-- One row per death rate of an area, three years and sex, against England and against its region.
create table mart.death_comparison (
    indicator varchar not null,
    area_code varchar not null,
    period varchar not null,
    sex varchar not null,
    comparator varchar not null check (comparator in ('england', 'region')),
    comparator_value double,
    comparison varchar not null check (
        comparison in ('lower', 'similar', 'higher', 'too_few_to_tell', 'not_compared')
    ),
    primary key (indicator, area_code, period, sex, comparator)
);
comment on table mart.death_comparison is 'A rate the publisher calls unreliable, or gives none for, is too few to tell.';

insert into mart.death_comparison
with rate as (
    select
        v.indicator,
        v.area_code,
        a.area_kind,
        a.region_code,
        v.period,
        v.sex,
        v.value,
        v.value_low,
        v.value_high,
        v.status
    from mart.indicator_value as v
    join mart.area as a using (area_code)
    where v.indicator in ('drug_poisoning_death_rate', 'drug_misuse_death_rate')
),

spread as (
    select
        indicator,
        period,
        sex,
        quantile_cont(value, 0.75) - quantile_cont(value, 0.25) as middle_half
    from rate
    where area_kind = 'local_authority'
        and status = 'ok'
    group by all
),

compared as (
    select *, 'england' as comparator, 'E92000001' as comparator_code
    from rate
    where area_kind in ('local_authority', 'region', 'wales')
    union all
    select *, 'region', region_code
    from rate
    where area_kind = 'local_authority'
        and region_code is not null
)

select
    c.indicator,
    c.area_code,
    c.period,
    c.sex,
    c.comparator,
    o.value as comparator_value,
    case
        when c.status in ('too_few', 'unreliable') then 'too_few_to_tell'
        else against(o.value, c.value_low, c.value_high, c.value_high - c.value_low > 2 * s.middle_half)
    end as comparison
from compared as c
left join rate as o
    on o.indicator = c.indicator
    and o.area_code = c.comparator_code
    and o.period = c.period
    and o.sex = c.sex
left join spread as s
    on s.indicator = c.indicator
    and s.period = c.period
    and s.sex = c.sex;
