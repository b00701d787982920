-- One row per offer: a plain thing an area can have for women.
create table mart.offer (
    offer varchar primary key,
    place smallint not null,
    name varchar not null,
    meaning varchar not null,
    needs varchar not null check (needs in ('any', 'all'))
);
comment on table mart.offer is 'From pipelines/reference/offers.toml, in its order.';
comment on column mart.offer.needs is 'Whether one of the columns of the self-audit that speak of it is enough, or all are needed.';
