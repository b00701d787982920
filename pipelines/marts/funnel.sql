-- One row per authority of a funnel: its share, the limits for as many people as it is of, and where it stands, once as if
-- areas differed by chance alone and once as they do differ.
create table mart.funnel (
    indicator varchar not null,
    source varchar not null,
    period varchar not null,
    sex varchar not null,
    substance_group varchar not null,
    breakdown varchar not null,
    category varchar not null,
    area_code varchar not null,
    people double,
    share double,
    low_95 double,
    high_95 double,
    low_998 double,
    high_998 double,
    label varchar not null,
    spread_low_95 double,
    spread_high_95 double,
    spread_low_998 double,
    spread_high_998 double,
    spread_label varchar not null,
    status varchar not null,
    primary key (indicator, source, period, sex, substance_group, breakdown, category, area_code),
    check (label in ('low_998', 'low_95', 'inside', 'high_95', 'high_998', 'not_compared')),
    check (spread_label in ('low_998', 'low_95', 'inside', 'high_95', 'high_998', 'not_compared'))
);
comment on table mart.funnel is 'low_998 and high_998: outside the 99.8% limits; low_95 and high_95: outside the 95% ones only; not_compared: the status says why. Counts that are rounded stand out only where all they may be do.';
comment on column mart.funnel.spread_label is 'Against the limits of areas that differ by more than chance (funnel_spread.tau2).';

insert into mart.funnel
with place as (
    select
        v.indicator,
        v.source,
        v.period,
        v.sex,
        v.substance_group,
        v.breakdown,
        v.category,
        v.area_code,
        case when v.status = 'ok' then nullif(v.denominator, 0) end as n,
        case when v.status = 'ok' then v.numerator end as x,
        case when v.status = 'ok' then v.value end as share,
        v.rounded_to,
        v.status,
        s.average,
        s.tau2
    from mart.funnel_spread as s
    join mart.indicator_value as v using (indicator, source, period, sex, substance_group, breakdown, category)
    join mart.area as a using (area_code)
    where is_compared_area(a.area_kind, v.area_code, a.valid_to, v.period)
),

limited as (
    select
        *,
        nearest_share(average, x, n, rounded_to) as judged_share,
        funnel_low(average, n, z95()) as low_95,
        funnel_high(average, n, z95()) as high_95,
        funnel_low(average, n, z998()) as low_998,
        funnel_high(average, n, z998()) as high_998,
        spread_low(average, n, tau2, z95()) as spread_low_95,
        spread_high(average, n, tau2, z95()) as spread_high_95,
        spread_low(average, n, tau2, z998()) as spread_low_998,
        spread_high(average, n, tau2, z998()) as spread_high_998
    from place
)

select
    indicator,
    source,
    period,
    sex,
    substance_group,
    breakdown,
    category,
    area_code,
    n as people,
    share,
    low_95,
    high_95,
    low_998,
    high_998,
    funnel_label(judged_share, low_998, low_95, high_95, high_998) as label,
    spread_low_95,
    spread_high_95,
    spread_low_998,
    spread_high_998,
    funnel_label(judged_share, spread_low_998, spread_low_95, spread_high_95, spread_high_998) as spread_label,
    status
from limited;
