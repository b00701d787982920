-- One row per authority and area like it, the most alike first: those of a list that was supplied where it names any for the
-- place, else the nearest ten by what is published of both. Distances are in standard deviations, weighted.
create table mart.similar_area (
    area_code varchar not null,
    similar_code varchar not null,
    rank integer not null check (rank >= 1),
    distance double check (distance >= 0),
    basis varchar not null check (basis in ('supplied', 'computed')),
    method varchar,
    period varchar,
    known_weight double check (known_weight between 0.5 and 1),
    primary key (area_code, similar_code),
    unique (area_code, rank),
    check (area_code <> similar_code),
    check ((method is null) = (basis = 'computed'))
);
comment on table mart.similar_area is 'Areas alike in substance mix, treatment rate, size and drug deaths (similarity_weight), or as a supplied list says. The City of London and the Isles of Scilly are too small to be like, or unlike, another.';
comment on column mart.similar_area.method is 'Of a supplied list, in its maker''s words; the first by name where several lists name areas for the place.';
comment on column mart.similar_area.period is 'The financial year whose people in treatment were compared.';
comment on column mart.similar_area.known_weight is 'How much of the weight rests on what is known of both areas; the rest is left out of their distance.';

insert into mart.similar_area
with authority as (
    select area_code
    from mart.area
    where area_kind = 'local_authority'
        and region_code like 'E%'
        and valid_to is null
        and area_code not in ('E09000001', 'E06000053')
),

-- what is published of everyone, women and men together, of each authority
figure as (
    select
        v.indicator,
        v.area_code,
        v.period,
        v.substance_group,
        v.numerator,
        v.denominator,
        v.value
    from mart.indicator_value as v
    join authority as a using (area_code)
    where v.indicator in ('people_in_treatment', 'treatment_rate_per_1000', 'drug_misuse_death_rate')
        and v.is_preferred
        and v.sex = 'all'
        and v.breakdown = 'all'
),

-- the latest year, and the latest three together, that count most of the authorities that are counted at all
latest as (
    select indicator, max(period) as period
    from (
        select indicator, period, count(*) as areas, max(count(*)) over (partition by indicator) as most
        from figure
        where substance_group = 'all'
            and value > 0
            and case indicator
                when 'people_in_treatment' then true
                -- the length of a period in years: 2019-21 and 2022-25 are three
                when 'drug_misuse_death_rate'
                    then (try_cast(period[6:7] as integer) - period[3:4]::integer + 100) % 100 in (2, 3)
            end
        group by indicator, period
    )
    where areas * 2 >= most
    group by indicator
),

treated as (
    select area_code, period, value as people
    from figure
    join latest using (indicator, period)
    where indicator = 'people_in_treatment'
        and substance_group = 'all'
        and value > 0
),

known as (
    select f.area_code, f.substance_group || '_share' as trait, over(f.value, t.people) as value
    from figure as f
    join treated as t using (area_code, period)
    where f.indicator = 'people_in_treatment'
        and f.substance_group <> 'all'
    union all
    select f.area_code, 'treatment_rate', f.value
    from figure as f
    join treated as t using (area_code, period)
    where f.indicator = 'treatment_rate_per_1000'
        and f.substance_group = 'all'
    union all
    select f.area_code, 'adults', ln(nullif(f.denominator, 0))
    from figure as f
    join latest as l
        on l.indicator = 'people_in_treatment'
        and l.period = f.period
    where f.indicator = 'treatment_rate_per_1000'
        and f.substance_group = 'all'
    union all
    select f.area_code, 'drug_misuse_death_rate', f.value
    from figure as f
    join latest using (indicator, period)
    where f.indicator = 'drug_misuse_death_rate'
        and f.substance_group = 'all'
),

-- in standard deviations from the middle, so that no unit weighs more than another; where all are alike they do not differ
trait as (
    select
        k.area_code,
        k.trait,
        w.weight,
        coalesce(over(k.value - avg(k.value) over of_trait, stddev_samp(k.value) over of_trait), 0) as score
    from known as k
    join mart.similarity_weight as w using (trait)
    where k.value is not null
    window of_trait as (partition by k.trait)
),

pair as (
    select
        a.area_code,
        b.area_code as similar_code,
        -- rounded, so that the order in which areas are added up cannot break a tie
        round(sqrt(over(sum(a.weight * (a.score - b.score) ^ 2), sum(a.weight))), 9) as distance,
        over(sum(a.weight), (select sum(weight) from mart.similarity_weight)) as known_weight
    from trait as a
    join trait as b
        on b.trait = a.trait
        and b.area_code <> a.area_code
    group by a.area_code, b.area_code
),

computed as (
    select
        area_code,
        similar_code,
        row_number() over (partition by area_code order by distance, similar_code)::integer as rank,
        distance,
        known_weight
    from pair
    where known_weight >= 0.5
),

supplied as (
    select area_code, neighbour_code, rank, distance, method
    from mart.neighbour
    qualify method = min(method) over (partition by area_code)
)

select area_code, neighbour_code as similar_code, rank, distance, 'supplied' as basis, method, null as period,
    null as known_weight
from supplied
union all
select c.area_code, c.similar_code, c.rank, c.distance, 'computed', null,
    (select period from latest where indicator = 'people_in_treatment'), c.known_weight
from computed as c
where c.rank <= 10
    and c.area_code not in (select area_code from supplied);
