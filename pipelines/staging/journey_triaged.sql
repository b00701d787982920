-- One row per journey and kind of period: the journey in the quarter, and in the year, its first triage lies in,
-- whatever treatment it got; with the place and drugs known by the end of it.
create or replace table staging.journey_triaged as
with begun as (
    select
        journey,
        sex,
        quarter_number(began_on) as quarter
    from staging.journey
),

period as (
    select journey, sex, quarter as period_number, quarter as known_by
    from begun
    union all
    select journey, sex, (quarter // 4)::smallint, (quarter // 4 * 4 + 3)::smallint
    from begun
)

select
    p.journey,
    p.period_number,
    coalesce(k.area_code, 'E92000001'::area_code) as place_code,
    k.area_code is not null as counts_upward,
    p.sex,
    substance_group(k.has_opiate, k.has_non_opiate, k.has_alcohol) as substance_group
from period as p
join staging.journey_known as k
    on k.journey = p.journey
    and p.known_by between k.from_quarter and k.to_quarter;
