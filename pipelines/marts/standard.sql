-- One row per standard: something a framework asks for, in this project's own words.
create table mart.standard (
    standard varchar primary key,
    place smallint not null,
    framework varchar not null,
    section varchar not null,
    name varchar not null,
    asks varchar not null,
    asked_of varchar not null check (
        asked_of in ('service', 'commissioner', 'partnership', 'government', 'other_provider')
    ),
    met_when varchar check (met_when in ('all', 'any')),
    counts_as_met varchar not null,
    evidence varchar not null
);
comment on table mart.standard is 'From pipelines/reference/standards.toml, in its order. What a report asks for, whoever it asks.';
comment on column mart.standard.met_when is 'Whether it is met when all its offers are there or when one is; null where no offer can show it.';
