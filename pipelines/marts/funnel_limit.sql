-- One row per funnel and number of people along it: the limits there, to be drawn as curves.
create table mart.funnel_limit (
    indicator varchar not null,
    source varchar not null,
    period varchar not null,
    sex varchar not null,
    substance_group varchar not null,
    breakdown varchar not null,
    category varchar not null,
    people bigint not null,
    low_95 double not null,
    high_95 double not null,
    low_998 double not null,
    high_998 double not null,
    spread_low_95 double not null,
    spread_high_95 double not null,
    spread_low_998 double not null,
    spread_high_998 double not null,
    primary key (indicator, source, period, sex, substance_group, breakdown, category, people)
);
comment on table mart.funnel_limit is 'Up to 32 numbers of people, from the smallest authority to the largest, evenly on a logarithmic scale.';

insert into mart.funnel_limit
with step as (
    select distinct
        s.indicator,
        s.source,
        s.period,
        s.sex,
        s.substance_group,
        s.breakdown,
        s.category,
        s.average,
        s.tau2,
        round(s.smallest * (s.largest / s.smallest) ^ (k.step / 31))::bigint as people
    from mart.funnel_spread as s
    cross join generate_series(0, 31) as k (step)
)

select
    indicator,
    source,
    period,
    sex,
    substance_group,
    breakdown,
    category,
    people,
    funnel_low(average, people, z95()) as low_95,
    funnel_high(average, people, z95()) as high_95,
    funnel_low(average, people, z998()) as low_998,
    funnel_high(average, people, z998()) as high_998,
    spread_low(average, people, tau2, z95()) as spread_low_95,
    spread_high(average, people, tau2, z95()) as spread_high_95,
    spread_low(average, people, tau2, z998()) as spread_low_998,
    spread_high(average, people, tau2, z998()) as spread_high_998
from step;
