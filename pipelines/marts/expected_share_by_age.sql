-- One row per area, financial year and measure of records: the share of women there would be if England's share of women in
-- each age band of each substance group held here. Made from what is published, so it can give nothing away.
create table mart.expected_share_by_age (
    area_code varchar not null,
    period varchar not null,
    measure varchar not null check (measure in ('in_treatment', 'new_presentations')),
    expected_share double check (expected_share between 0 and 1),
    status varchar not null check (status in ('ok', 'suppressed', 'too_few')),
    primary key (area_code, period, measure),
    check ((expected_share is null) = (status <> 'ok'))
);
comment on table mart.expected_share_by_age is 'As expected_share, by age band and substance group together; from records, in years in which they cover England. Null where a cell is hidden, here or in England.';

insert into mart.expected_share_by_age
with band as (
    select
        m.of_whole,
        if(m.of_whole = 'people_in_treatment', 'in_treatment', 'new_presentations') as measure,
        m.place as of_measure,
        k.category,
        k.place as of_category
    from mart.measure as m
    join mart.measure_category as k using (measure)
    where m.measure in ('age_band_in_treatment', 'age_band_of_new_presentations')
),

covered as (
    select distinct period, measure
    from mart.expected_share
    where area_code = 'E92000001'
        and england_source = 'ndtms_records'
),

cell as (
    select
        c.area_code::varchar as area_code,
        c.period,
        b.measure,
        c.sex::varchar as sex,
        c.substance_group::varchar as substance_group,
        b.category,
        case
            -- a cell nobody is in has its whole alone
            when len(c.status) = 1 then c.people[1]
            when c.status[b.of_measure] = 'ok' then c.people[b.of_category]
        end as people
    from mart.treatment_count as c
    join band as b
        on b.of_whole = c.of_whole::varchar
    join covered as v
        on v.period = c.period
        and v.measure = b.measure
    where c.substance_group <> 'all'
        and (c.sex = 'all' or (c.sex = 'female' and c.area_code = 'E92000001'))
),

england as (
    select
        period,
        measure,
        substance_group,
        category,
        over(max(people) filter (where sex = 'female'), max(people) filter (where sex = 'all')) as share
    from cell
    where area_code = 'E92000001'
    group by all
),

summed as (
    select
        c.area_code,
        c.period,
        c.measure,
        bool_and(c.people is not null and (c.people = 0 or e.share is not null)) as is_known,
        sum(c.people)::bigint as people,
        sum(c.people * coalesce(e.share, 0)) as women
    from cell as c
    join england as e using (period, measure, substance_group, category)
    where c.sex = 'all'
    group by c.area_code, c.period, c.measure
)

select
    area_code,
    period,
    measure,
    if(is_known, over(women, people), null) as expected_share,
    case
        when is_known and people > 0 then 'ok'
        when is_known then 'too_few'
        else 'suppressed'
    end as status
from summed;
