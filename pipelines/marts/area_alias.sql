-- One row per other name or old code under which an area is known.
create table mart.area_alias (
    alias varchar not null,
    area_code varchar not null,
    alias_kind varchar not null,
    primary key (alias, area_code)
);
comment on table mart.area_alias is 'Other names and old codes, so that a search or an old link finds its area.';

insert into mart.area_alias
select
    alias,
    area_code,
    alias_kind
from reference.area_alias;
