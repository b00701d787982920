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
from reference.area_alias
union all
-- a partnership of one authority is that authority under another name
select
    p.alias,
    p.area_code,
    'partnership_name'
from reference.partnership_name as p
join reference.area as a using (area_code)
anti join reference.area_alias as known
    on known.alias = p.alias
    and known.area_code = p.area_code
where p.alias <> a.area_name;
