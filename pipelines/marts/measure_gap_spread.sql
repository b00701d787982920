-- One row per measure of treatment, category, financial year and substance group: how far apart the middle half of authorities'
-- gaps between women's and men's share are. The view measure_gap tells by it whether a place has too few people to tell, in
-- the year's quarters too: in a quarter authorities lie far apart by chance alone.
create table mart.measure_gap_spread (
    measure varchar not null,
    category varchar not null,
    year varchar not null,
    substance_group varchar not null,
    middle_half double not null
);
comment on table mart.measure_gap_spread is 'The distance between the first and the third quarter of authorities'' differences that are shown.';

insert into mart.measure_gap_spread
with cell as (
    select
        c.of_whole,
        c.area_code,
        c.period as year,
        c.sex,
        c.substance_group,
        c.people,
        c.out_of
    from mart.treatment_count as c
    join mart.area as a
        on a.area_code = c.area_code::varchar
        and a.area_kind = 'local_authority'
    where c.period not like '% Q%'
),

gap as (
    select
        k.measure,
        k.category,
        w.year,
        w.substance_group,
        over(w.people[k.place], w.out_of[m.place]) - over(o.people[k.place], o.out_of[m.place]) as difference
    from (from cell where sex = 'female') as w
    join (from cell where sex = 'male') as o
        using (of_whole, area_code, year, substance_group)
    join mart.measure as m
        on m.of_whole = w.of_whole::varchar
    join mart.measure_category as k
        on k.measure = m.measure
        and k.is_in_base
)

select
    measure,
    category,
    year,
    substance_group::varchar,
    quantile_cont(difference, 0.75) - quantile_cont(difference, 0.25) as middle_half
from gap
where difference is not null
group by all;
