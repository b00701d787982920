-- One row per partnership of two or more authorities and authority in it. An authority may be in several.
create table mart.partnership_member (
    partnership_code varchar not null,
    area_code varchar not null,
    primary key (partnership_code, area_code)
);
comment on table mart.partnership_member is 'The authorities a partnership is made of; one of a single authority is another name for it (area_alias).';

insert into mart.partnership_member
select
    partnership_code,
    area_code
from reference.partnership_member;
