-- One row per place (England or region) and offer: its authorities by state, and the women in treatment who live in each.
create table mart.provision_reach (
    area_code varchar not null,
    offer varchar not null,
    areas integer not null,
    areas_offered integer not null,
    areas_offered_stale integer not null,
    areas_planned integer not null,
    areas_not_offered integer not null,
    areas_not_known integer not null,
    period varchar,
    areas_with_women integer not null,
    women bigint,
    women_offered bigint,
    women_offered_stale bigint,
    women_planned bigint,
    women_not_offered bigint,
    women_not_known bigint,
    primary key (area_code, offer),
    check (areas_offered_stale <= areas_offered and women_offered_stale <= women_offered),
    check (areas = areas_offered + areas_planned + areas_not_offered + areas_not_known),
    check (women = women_offered + women_planned + women_not_offered + women_not_known)
);
comment on table mart.provision_reach is 'Women in treatment in the latest year that counts them by authority; a woman seen in two authorities counts in both. Women who live where it is offered are not women who were offered it.';
comment on column mart.provision_reach.areas_offered_stale is 'Of these, how many by evidence older than 18 months.';
comment on column mart.provision_reach.areas_with_women is 'Authorities of which women in treatment are counted and shown; the others, and those with none, are in no count of women.';

insert into mart.provision_reach
-- records give a nought to every authority that sent none of them: a nought is no count of an authority's women here
with women as (
    select v.area_code, v.period, v.numerator::bigint as women
    from mart.indicator_value as v
    join mart.area as a using (area_code)
    where v.indicator = 'people_in_treatment'
        and v.is_preferred
        and v.sex = 'female'
        and v.substance_group = 'all'
        and v.breakdown = 'all'
        and v.status = 'ok'
        and v.numerator > 0
        and a.area_kind = 'local_authority'
        and regexp_full_match(v.period, '\d{4}-\d{2}')
),

-- the latest year in which most of the authorities that have any are counted: a first return of one says little of England
latest as (
    select max(period) as period
    from (
        select period, count(*) as areas, max(count(*)) over () as most
        from women
        group by period
    )
    where areas * 2 >= most
),

authority as (
    select
        unnest([a.region_code, 'E92000001']) as place_code,
        p.offer,
        p.state,
        p.is_stale,
        w.women
    from mart.provision as p
    join mart.area as a using (area_code)
    left join women as w
        on w.area_code = p.area_code
        and w.period = (select period from latest)
    where a.area_kind = 'local_authority'
)

select
    place_code as area_code,
    offer,
    count(*) as areas,
    count(*) filter (state = 'offered') as areas_offered,
    count(*) filter (state = 'offered' and is_stale) as areas_offered_stale,
    count(*) filter (state = 'planned') as areas_planned,
    count(*) filter (state = 'not_offered') as areas_not_offered,
    count(*) filter (state = 'not_known') as areas_not_known,
    if(count(women) > 0, (select period from latest), null) as period,
    count(women) as areas_with_women,
    sum(women)::bigint as women,
    sum(if(state = 'offered', women, if(women is null, null, 0)))::bigint as women_offered,
    sum(if(state = 'offered' and is_stale, women, if(women is null, null, 0)))::bigint as women_offered_stale,
    sum(if(state = 'planned', women, if(women is null, null, 0)))::bigint as women_planned,
    sum(if(state = 'not_offered', women, if(women is null, null, 0)))::bigint as women_not_offered,
    sum(if(state = 'not_known', women, if(women is null, null, 0)))::bigint as women_not_known
from authority
group by place_code, offer;
