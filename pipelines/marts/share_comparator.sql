-- One row per area, comparator, financial year, substance group and measure: the women's share the area is held against. Area
-- 'all' is that of providers. Made from what is published, so it can give nothing away.
-- A check, not a key, proves that each cell is one row: a key of five words takes more room than the table.
create table mart.share_comparator (
    area_code varchar not null,
    comparator varchar not null check (comparator in ('england', 'region', 'similar', 'best_quarter', 'none')),
    period varchar not null,
    substance_group varchar not null,
    measure varchar not null check (measure in ('in_treatment', 'new_presentations')),
    share double,
    areas integer,
    source varchar
);
comment on table mart.share_comparator is 'similar: women and people of the similar areas added, of those shown. best_quarter: the 75th percentile of the authorities there were, where at least ten are shown. none: England, which is compared with nothing.';
comment on column mart.share_comparator.areas is 'Of similar and best_quarter: how many areas are shown, and so in it.';

insert into mart.share_comparator
with share as (
    select
        v.area_code,
        a.area_kind,
        a.valid_to,
        v.period,
        v.substance_group,
        if(v.indicator = 'womens_share_in_treatment', 'in_treatment', 'new_presentations') as measure,
        v.numerator as women,
        v.denominator as people,
        v.value as share,
        v.source
    from mart.indicator_value as v
    join mart.area as a using (area_code)
    where v.indicator in ('womens_share_in_treatment', 'womens_share_of_new_presentations')
        and v.is_preferred
),

-- what is compared: the shares of areas, and those of providers with England's
cell as (
    select area_code, period, substance_group, measure
    from share
    union all
    select 'all', period, substance_group, measure
    from share
    where area_kind = 'england'
),

-- a place, what it is compared with, and the areas that is; none where no area is known to be like it
compared_with as (
    select area_code, 'none' as comparator, null as comparator_code
    from mart.area
    where area_kind = 'england'
    union all
    select area_code, 'england', 'E92000001'
    from mart.area
    where area_kind <> 'england'
    union all
    select 'all', 'england', 'E92000001'
    union all
    select area_code, 'region', region_code
    from mart.area
    where area_kind = 'local_authority'
        or (area_kind = 'partnership' and region_code is not null)
    union all
    select a.area_code, 'similar', s.similar_code
    from mart.area as a
    left join mart.similar_area as s using (area_code)
    where a.area_kind = 'local_authority'
        or s.similar_code is not null
),

of_areas as (
    select
        c.area_code,
        c.comparator,
        l.period,
        l.substance_group,
        l.measure,
        -- one area's share as it is published; of several, of their women and people added: what is hidden is in neither
        if(
            c.comparator = 'similar',
            over(sum(o.women) filter (where o.share is not null), sum(o.people) filter (where o.share is not null)),
            any_value(o.share)
        ) as share,
        if(c.comparator = 'similar', count(o.share), null) as areas,
        string_agg(distinct o.source, ' + ' order by o.source)
            filter (where o.share is not null or c.comparator <> 'similar') as source
    from compared_with as c
    join cell as l using (area_code)
    left join share as o
        on o.area_code = c.comparator_code
        and o.period = l.period
        and o.substance_group = l.substance_group
        and o.measure = l.measure
    group by c.area_code, c.comparator, l.period, l.substance_group, l.measure
),

-- of few authorities a quarter would be one or two
best_quarter as (
    select
        period,
        substance_group,
        measure,
        if(count(share) >= 10, quantile_cont(share, 0.75), null) as share,
        count(share) as areas,
        string_agg(distinct source, ' + ' order by source) filter (where share is not null) as source
    from share
    where area_kind = 'local_authority'
        and (valid_to is null or valid_to >= year_begins(period))
    group by period, substance_group, measure
)

select area_code, comparator, period, substance_group, measure, share, areas, source
from of_areas
union all
select s.area_code, 'best_quarter', b.period, b.substance_group, b.measure, b.share, b.areas, b.source
from best_quarter as b
join share as s using (period, substance_group, measure)
where s.area_kind <> 'england';
