-- One row per authority: the police area and the probation region it lies in, for which the Ministry of Justice contracts.
create table mart.justice_area (
    area_code varchar primary key,
    police_area_code varchar,
    probation_region_code varchar not null
);
comment on table mart.justice_area is 'Written down from memory of how police areas and probation regions are made up of authorities, and checked for being complete.';
comment on column mart.justice_area.police_area_code is 'Null in London and Greater Manchester, where no contract is for a police area.';

insert into mart.justice_area
select area_code, police_area_code, probation_region_code
from reference.justice_area;
