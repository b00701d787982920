-- No rows yet: what reference/partnerships.csv says, once it is read (pipelines/partnerships.py).
-- One row per partnership of two or more authorities, an area of its own; its region is null where they lie in several.
create table reference.partnership (
    partnership_code varchar,
    partnership_name varchar,
    region_code varchar
);

-- One row per partnership of two or more and authority in it.
create table reference.partnership_member (
    partnership_code varchar,
    area_code varchar
);

-- One row per partnership of one authority: another name for it.
create table reference.partnership_name (
    alias varchar,
    area_code varchar
);
