-- One row per area that numbers are published for, under today's code; abolished ones keep theirs, with their last day.
create table mart.area (
    area_code varchar primary key,
    area_name varchar not null,
    area_kind varchar not null check (
        area_kind in (
            'england', 'england_and_wales', 'wales', 'region', 'local_authority', 'combined', 'partnership',
            'scotland', 'scotland_council', 'scotland_health_board', 'scotland_alcohol_and_drug_partnership',
            'scotland_police_division', 'police_area', 'probation_region'
        )
    ),
    region_code varchar,
    valid_from date,
    valid_to date
);
comment on table mart.area is 'One row per area; valid_to is set for areas that no longer exist.';
comment on column mart.area.region_code is 'The region of an authority, of authorities counted together, or of a partnership all of whose members lie in it; Wales (W92000004) for Welsh ones, Scotland (S92000003) for all within it; null for larger areas, and for police areas and probation regions.';

insert into mart.area
select
    area_code,
    area_name,
    area_kind,
    region_code,
    valid_from::date,
    valid_to::date
from reference.area
union all
select
    partnership_code,
    partnership_name,
    'partnership',
    region_code,
    null,
    null
from reference.partnership;
