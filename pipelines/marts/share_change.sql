-- One row per area, substance group, measure and later year: how women's share has changed since the first year it can be
-- compared with, within one source. Differences of two proportions by Newcombe's hybrid score interval.
create table mart.share_change (
    area_code varchar not null,
    substance_group varchar not null,
    measure varchar not null check (measure in ('in_treatment', 'new_presentations')),
    from_period varchar not null,
    to_period varchar not null,
    from_share double,
    to_share double,
    change double,
    change_low double,
    change_high double,
    direction varchar not null check (direction in ('rose', 'fell', 'no_clear_change', 'not_compared')),
    status varchar not null,
    primary key (area_code, substance_group, measure, to_period)
);
comment on table mart.share_change is 'People who stay in treatment are counted in several years, so for in_treatment the interval is a little too wide for neighbouring years.';

insert into mart.share_change
with share as (
    select
        area_code,
        substance_group,
        measure,
        period,
        share,
        share_low,
        share_high,
        status,
        source,
        row_number() over (
            partition by area_code, substance_group, measure, source
            order by period
        ) as year_number
    from mart.womens_share
    where comparator in ('england', 'none')
        and provider_code = 'all'
),

-- in the first year of records everyone is new, so new presentations are compared from the second
first_year as (
    select
        area_code,
        substance_group,
        measure,
        period,
        share,
        share_low,
        share_high,
        status,
        source,
        year_number
    from share
    where year_number = case when measure = 'new_presentations' and source = 'ndtms_records' then 2 else 1 end
),

paired as (
    select
        l.area_code,
        l.substance_group,
        l.measure,
        f.period as from_period,
        l.period as to_period,
        f.share as from_share,
        l.share as to_share,
        l.share - f.share as change,
        newcombe_low(f.share, f.share_low, f.share_high, l.share, l.share_low, l.share_high) as change_low,
        newcombe_high(f.share, f.share_low, f.share_high, l.share, l.share_low, l.share_high) as change_high,
        case when f.status <> 'ok' then f.status else l.status end as status,
        exists (
            from mart.series_break as b
            where b.area_code = l.area_code
                -- records are placed by where people live, under today's authorities, in every year
                and l.source <> 'ndtms_records'
                and not b.is_comparable
                and b.broken_on > year_begins(f.period)
                and b.broken_on <= year_begins(l.period)
        ) as goes_across_a_break
    from share as l
    join first_year as f
        on f.area_code = l.area_code
        and f.substance_group = l.substance_group
        and f.measure = l.measure
        and f.source = l.source
        and l.year_number > f.year_number
)

select
    area_code,
    substance_group,
    measure,
    from_period,
    to_period,
    from_share,
    to_share,
    if(goes_across_a_break, null, change) as change,
    if(goes_across_a_break, null, change_low) as change_low,
    if(goes_across_a_break, null, change_high) as change_high,
    case
        -- a trend across a change of the area would be about two areas
        when change is null or goes_across_a_break then 'not_compared'
        when change_low > 0 then 'rose'
        when change_high < 0 then 'fell'
        else 'no_clear_change'
    end as direction,
    status
from paired;
