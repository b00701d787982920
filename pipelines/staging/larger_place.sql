-- One row per authority and larger place whose people are those of its authorities: its region, and the partnerships it is
-- a member of. (England is not among them: those who could not be placed count there too.)
create or replace table staging.larger_place as
select
    area_code::area_code as area_code,
    region_code::area_code as larger_code
from reference.area
where area_kind = 'local_authority'
    and region_code like 'E%'
union all
select
    area_code::area_code,
    partnership_code::area_code
from reference.partnership_member;
