-- One row per share or rate of an area, period, sex and substance group, against England and against its region. (A check
-- proves that: a key of eight words takes longer to make than the table.)
create table mart.comparison (
    indicator varchar not null,
    area_code varchar not null,
    period varchar not null,
    sex varchar not null,
    substance_group varchar not null,
    breakdown varchar not null,
    category varchar not null,
    comparator varchar not null check (comparator in ('england', 'region')),
    value double,
    comparator_value double,
    comparison varchar not null check (
        comparison in ('lower', 'similar', 'higher', 'too_few_to_tell', 'not_compared')
    ),
    judgement varchar not null check (
        judgement in ('better', 'worse', 'lower', 'similar', 'higher', 'too_few_to_tell', 'not_compared')
    ),
    is_beyond_998 boolean,
    status varchar not null,
    source varchar not null,
    comparator_source varchar
);
comment on table mart.comparison is 'similar: the comparator lies in the 95% interval; too_few_to_tell: it does, but the interval is more than twice as wide as the middle half of authorities, or the publisher gives no rate for few events or calls it unreliable.';
comment on column mart.comparison.judgement is 'better and worse where the indicator has a good end; women''s share has none.';
comment on column mart.comparison.is_beyond_998 is 'Of shares whose limits are those of their counts: whether the comparator lies outside the 99.8% interval too.';

insert into mart.comparison
with number as (
    select
        v.indicator,
        i.kind,
        i.polarity,
        v.area_code,
        a.area_kind,
        v.period,
        v.sex,
        v.substance_group,
        v.breakdown,
        v.category,
        v.numerator as x,
        v.denominator as n,
        v.value,
        v.value_low,
        v.value_high,
        v.status,
        v.source,
        v.rounded_to
    from mart.indicator_value as v
    join mart.indicator as i using (indicator)
    join mart.area as a using (area_code)
    where i.kind in ('proportion', 'rate')
        and v.is_preferred
),

spread as (
    select
        indicator,
        period,
        sex,
        substance_group,
        breakdown,
        category,
        quantile_cont(value, 0.75) - quantile_cont(value, 0.25) as middle_half
    from number
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
),

compared as (
    select
        r.*,
        c.comparator,
        o.value as comparator_value,
        o.source as comparator_source,
        case
            when r.kind = 'rate' and r.status in ('too_few', 'unreliable') then 'too_few_to_tell'
            -- published limits have one decimal: 1e-9 keeps one that is twice as wide exactly from being more
            else against(o.value, r.value_low, r.value_high, r.value_high - r.value_low > 2 * s.middle_half + 1e-9)
        end as comparison,
        case
            when r.kind = 'proportion'
                and r.status = 'ok'
                -- a publisher whose own limits are not those of its counts knows of more than chance: an estimate beneath
                and abs(r.value_low - wilson_low_of_rounded(r.x, r.n, r.rounded_to)) < 0.001
                then nearest_share(o.value, r.x, r.n, r.rounded_to)
        end as nearest
    from number as r
    join comparator as c
        on c.area_code = r.area_code
    left join number as o
        on o.indicator = r.indicator
        and o.area_code = c.comparator_code
        and o.period = r.period
        and o.sex = r.sex
        and o.substance_group = r.substance_group
        and o.breakdown = r.breakdown
        and o.category = r.category
    left join spread as s
        on s.indicator = r.indicator
        and s.period = r.period
        and s.sex = r.sex
        and s.substance_group = r.substance_group
        and s.breakdown = r.breakdown
        and s.category = r.category
)

select
    indicator,
    area_code,
    period,
    sex,
    substance_group,
    breakdown,
    category,
    comparator,
    value,
    comparator_value,
    comparison,
    judged(comparison, polarity) as judgement,
    -- a benchmark lies outside Wilson's interval where the share lies outside the benchmark's funnel
    case
        when comparison <> 'not_compared' and nearest is not null
            then comparison in ('lower', 'higher')
                and (
                    nearest < funnel_low(comparator_value, n, z998())
                    or nearest > funnel_high(comparator_value, n, z998())
                )
    end as is_beyond_998,
    status,
    source,
    comparator_source
from compared;
