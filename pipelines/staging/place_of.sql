-- One row per place something was counted at and place it counts in: an authority, its region, its partnerships and
-- England where the one count stands for all of them, otherwise that place alone.
create or replace table staging.place_of as
select
    area_code::area_code as counted_at,
    false as counts_upward,
    area_code::area_code as place_code
from reference.area
where area_kind in ('england', 'england_and_wales', 'wales', 'region', 'local_authority')
union all
select
    partnership_code::area_code,
    false,
    partnership_code::area_code
from reference.partnership
union all
select
    area_code::area_code,
    true,
    unnest([area_code, 'E92000001'])::area_code
from reference.area
where area_kind = 'local_authority'
    and region_code like 'E%'
union all
select
    area_code,
    true,
    larger_code
from staging.larger_place;
