-- One row per method, area and neighbour: areas alike by that method, nearest first.
create table mart.neighbour (
    method varchar not null,
    area_code varchar not null,
    neighbour_code varchar not null,
    rank integer not null check (rank >= 1),
    distance double,
    primary key (method, area_code, neighbour_code),
    unique (method, area_code, rank),
    check (area_code <> neighbour_code)
);
comment on table mart.neighbour is 'Areas alike by some method, as the table that was brought says; empty when none was.';

insert into mart.neighbour
select
    method,
    area as area_code,
    neighbour as neighbour_code,
    rank,
    distance
from staging.neighbours;
