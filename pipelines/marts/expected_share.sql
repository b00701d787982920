-- One row per area or provider, financial year, measure and source: the share of women there would be if England's share of
-- women in each substance group held here. Made from what is published, so it can give nothing away.
create table mart.expected_share (
    area_code varchar not null,
    provider_code varchar not null,
    period varchar not null,
    measure varchar not null check (measure in ('in_treatment', 'new_presentations')),
    source varchar not null,
    expected_share double check (expected_share between 0 and 1),
    status varchar not null check (status in ('ok', 'suppressed', 'too_few', 'not_published')),
    england_source varchar,
    primary key (area_code, provider_code, period, measure, source),
    check ((expected_share is null) = (status <> 'ok'))
);
comment on table mart.expected_share is 'Indirect standardisation by substance group: local people in each group times England''s share of women in it, over those people. Null where a group is hidden or unknown, here or in England.';
comment on column mart.expected_share.england_source is 'Whose figures of England: the same source, but what is published where records are of a part of England only (under nine tenths of it).';

insert into mart.expected_share
with share as (
    select
        area_code,
        period,
        substance_group,
        if(indicator = 'womens_share_in_treatment', 'in_treatment', 'new_presentations') as measure,
        source,
        is_preferred,
        denominator as people,
        value as share,
        status
    from mart.indicator_value
    where indicator in ('womens_share_in_treatment', 'womens_share_of_new_presentations')
),

england as (
    select
        period,
        measure,
        source,
        bool_or(is_preferred) as is_preferred,
        max(people) filter (where substance_group = 'all') as people,
        bool_or(status = 'suppressed') as is_hidden,
        count(*) filter (where substance_group <> 'all' and (share is not null or people = 0)) = 4 as is_complete
    from share
    where area_code = 'E92000001'
    group by period, measure, source
),

-- England of the same source, where it covers England; else as pages show it
standard as (
    select
        s.period,
        s.measure,
        s.source,
        case
            when same.is_complete and (not is_own(s.source) or coalesce(same.people >= 0.9 * shown.people, true))
                then s.source
            when shown.is_complete then shown.source
        end as england_source,
        coalesce(same.is_hidden or shown.is_hidden, false) as is_hidden
    from (select distinct period, measure, source from share) as s
    left join england as same using (period, measure, source)
    left join england as shown
        on shown.period = s.period
        and shown.measure = s.measure
        and shown.is_preferred
),

-- everyone here, women and men together, by substance group
mix as (
    select
        area_code,
        'all' as provider_code,
        period,
        if(indicator = 'people_in_treatment', 'in_treatment', 'new_presentations') as measure,
        source,
        substance_group,
        numerator as people,
        status
    from mart.indicator_value
    where indicator in ('people_in_treatment', 'new_presentations')
        and sex = 'all'
        and substance_group <> 'all'
        and breakdown = 'all'
    union all
    select 'all', provider_code, period, 'in_treatment', 'ndtms_records', substance_group, people, status
    from mart.provider_caseload
    where area_code = 'all'
        and sex = 'all'
        and substance_group <> 'all'
        and length(period) = 7
),

summed as (
    select
        m.area_code,
        m.provider_code,
        m.period,
        m.measure,
        m.source,
        any_value(s.england_source) as england_source,
        bool_or(m.status = 'suppressed') or any_value(s.is_hidden and s.england_source is null) as is_hidden,
        -- a group nobody here is in needs no share; England's is unknown where nobody there is in it either
        count(m.people) = 4 and bool_and(m.people = 0 or e.share is not null) as is_known,
        sum(m.people) as people,
        sum(m.people * coalesce(e.share, 0)) as women
    from mix as m
    join standard as s using (period, measure, source)
    left join share as e
        on e.area_code = 'E92000001'
        and e.period = m.period
        and e.measure = m.measure
        and e.source = s.england_source
        and e.substance_group = m.substance_group
    group by m.area_code, m.provider_code, m.period, m.measure, m.source
)

select
    area_code,
    provider_code,
    period,
    measure,
    source,
    -- rounded groups need not add up to the rounded whole: they are divided by their own sum
    if(is_known, over(women, people), null) as expected_share,
    case
        when is_known and people > 0 then 'ok'
        when is_known then 'too_few'
        when is_hidden then 'suppressed'
        else 'not_published'
    end as status,
    england_source
from summed;
