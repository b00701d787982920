-- One row per authority of today: its place on a map of equal hexagons.
create table mart.area_position (
    area_code varchar primary key,
    "column" smallint not null,
    "row" smallint not null,
    unique ("column", "row")
);
comment on table mart.area_position is 'Pointed hexagons; row 0 is the southernmost, and odd rows stand half a hexagon further east.';

insert into mart.area_position
select area_code, "column"::smallint, "row"::smallint
from reference.area_position;
