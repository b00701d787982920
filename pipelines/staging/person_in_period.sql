-- One row per person, financial year and place (authority, region, England): once each, whatever the number of journeys.
-- A journey that could not be placed counts in England only (settled rules 4, 5 and 7).
create or replace table staging.person_in_period as
with placed as (
    select
        c.person,
        c.sex,
        c.period,
        c.is_new,
        c.has_opiate,
        c.has_non_opiate,
        c.has_alcohol,
        unnest(list_filter([c.area_code, a.region_code, 'E92000001'], lambda code: code is not null)) as place_code
    from staging.journey_in_period as c
    left join reference.area as a
        on a.area_code = c.area_code
),

person as (
    select
        person,
        sex,
        period,
        place_code,
        bool_or(is_new) as is_new,
        bool_or(has_opiate) as has_opiate,
        bool_or(has_non_opiate) as has_non_opiate,
        bool_or(has_alcohol) as has_alcohol
    from placed
    group by all
)

select
    person,
    sex,
    period,
    place_code,
    is_new,
    substance_group(has_opiate, has_non_opiate, has_alcohol) as substance_group
from person;
