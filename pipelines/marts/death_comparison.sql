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
        v.period,
        v.sex,
        v.value,
        v.value_low,
        v.value_high,
        v.status
    from mart.indicator_value as v
    join mart.area as a using (area_code)
    where v.indicator in ('drug_poisoning_death_rate', 'drug_misuse_death_rate')
        and v.is_preferred
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

comparator as (
    select area_code, 'england' as comparator, 'E92000001' as comparator_code
    from mart.area
    where area_kind in ('local_authority', 'partnership', 'region', 'wales')
    union all
    select area_code, 'region', region_code
    from mart.area
    where area_kind in ('local_authority', 'partnership')
        and region_code is not null
)

select
    r.indicator,
    r.area_code,
    r.period,
    r.sex,
    c.comparator,
    o.value as comparator_value,
    case
        when r.status in ('too_few', 'unreliable') then 'too_few_to_tell'
        else against(o.value, r.value_low, r.value_high, r.value_high - r.value_low > 2 * s.middle_half)
    end as comparison
from rate as r
join comparator as c
    on c.area_code = r.area_code
left join rate as o
    on o.indicator = r.indicator
    and o.area_code = c.comparator_code
    and o.period = r.period
    and o.sex = r.sex
left join spread as s
    on s.indicator = r.indicator
    and s.period = r.period
    and s.sex = r.sex;
