-- One row per area, financial year, substance group, measure and comparator: women's share beside the comparator's, and
-- how many more women it would take to match it. Made from what is published, so it can give nothing away.
create table mart.womens_share (
    area_code varchar not null,
    period varchar not null,
    substance_group varchar not null,
    measure varchar not null check (measure in ('in_treatment', 'new_presentations')),
    women bigint,
    men bigint,
    share double,
    share_low double,
    share_high double,
    comparator varchar not null check (comparator in ('england', 'region', 'none')),
    comparator_share double,
    comparison varchar not null check (
        comparison in ('lower', 'similar', 'higher', 'too_few_to_tell', 'not_compared')
    ),
    extra_women bigint,
    extra_women_low bigint,
    extra_women_high bigint,
    extra_women_if_places_fixed bigint,
    extra_women_if_places_fixed_low bigint,
    extra_women_if_places_fixed_high bigint,
    status varchar not null,
    source varchar not null,
    comparator_source varchar,
    rounded_to smallint not null,
    primary key (area_code, period, substance_group, measure, comparator)
);
comment on table mart.womens_share is 'similar: the comparator lies in the 95% interval; too_few_to_tell: it does, but the interval is more than twice as wide as the middle half of authorities.';
comment on column mart.womens_share.extra_women is 'More women it would take to match the comparator if the number of men stays as it is; low and high from the limits of the share.';
comment on column mart.womens_share.extra_women_if_places_fixed is 'More women if the number of people in treatment stays as it is.';

insert into mart.womens_share
with share as (
    select
        v.area_code,
        a.area_kind,
        v.period,
        v.substance_group,
        case v.indicator
            when 'womens_share_in_treatment' then 'in_treatment'
            else 'new_presentations'
        end as measure,
        v.numerator as women,
        v.denominator - v.numerator as men,
        -- where nobody is in treatment, nothing can be said of how many more it would take
        nullif(v.denominator, 0) as people,
        v.value as share,
        v.value_low as share_low,
        v.value_high as share_high,
        v.status,
        v.source,
        v.rounded_to
    from mart.indicator_value as v
    join mart.area as a using (area_code)
    where v.indicator in ('womens_share_in_treatment', 'womens_share_of_new_presentations')
        and v.is_preferred
),

spread as (
    select
        period,
        substance_group,
        measure,
        quantile_cont(share, 0.75) - quantile_cont(share, 0.25) as middle_half
    from share
    where area_kind = 'local_authority'
    group by all
),

comparator as (
    select area_code, 'none' as comparator, null as comparator_code
    from mart.area
    where area_kind = 'england'
    union all
    select area_code, 'england', 'E92000001'
    from mart.area
    where area_kind <> 'england'
    union all
    select area_code, 'region', region_code
    from mart.area
    where area_kind = 'local_authority'
        or (area_kind = 'partnership' and region_code is not null)
),

matched as (
    select
        s.area_code,
        s.period,
        s.substance_group,
        s.measure,
        s.women,
        s.men,
        s.people,
        s.share,
        s.share_low,
        s.share_high,
        s.status,
        s.source,
        s.rounded_to,
        o.source as comparator_source,
        c.comparator,
        o.share as p,
        against(o.share, s.share_low, s.share_high, s.share_high - s.share_low > 2 * n.middle_half) as comparison
    from share as s
    join comparator as c
        on c.area_code = s.area_code
    left join share as o
        on o.area_code = c.comparator_code
        and o.period = s.period
        and o.substance_group = s.substance_group
        and o.measure = s.measure
    left join spread as n
        on n.period = s.period
        and n.substance_group = s.substance_group
        and n.measure = s.measure
)

select
    area_code,
    period,
    substance_group,
    measure,
    women,
    men,
    share,
    share_low,
    share_high,
    comparator,
    p as comparator_share,
    comparison,
    whole_women(over(p * people - women, 1 - p)) as extra_women,
    whole_women(over(p * people - share_high * people, 1 - p)) as extra_women_low,
    whole_women(over(p * people - share_low * people, 1 - p)) as extra_women_high,
    whole_women(p * people - women) as extra_women_if_places_fixed,
    whole_women(p * people - share_high * people) as extra_women_if_places_fixed_low,
    whole_women(p * people - share_low * people) as extra_women_if_places_fixed_high,
    status,
    source,
    comparator_source,
    rounded_to
from matched;
