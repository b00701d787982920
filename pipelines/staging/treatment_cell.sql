-- One row per cell that records can fill: every authority of today, every region, every partnership and England, in every year and quarter,
-- for each sex and substance group and for all. A cell nobody is in is a zero, and zero means zero.
create or replace table staging.treatment_cell as
select
    a.area_code::area_code as area_code,
    p.period,
    p.period_kind,
    s.sex::sex_word as sex,
    g.substance_group::substance_group as substance_group
from mart.area as a
cross join staging.period as p
cross join (values ('female'), ('male'), ('all')) as s (sex)
cross join (
    values ('all'), ('opiate'), ('non_opiate'), ('non_opiate_and_alcohol'), ('alcohol')
) as g (substance_group)
where a.area_kind in ('england', 'region', 'partnership')
    or (a.area_kind = 'local_authority' and a.area_code like 'E%' and a.valid_to is null);
