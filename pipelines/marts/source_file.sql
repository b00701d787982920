-- One row per raw file read: whose it is, its hash, and what became of its rows.
create table mart.source_file (
    source varchar not null,
    file varchar not null,
    sha256 varchar not null,
    origin varchar not null check (origin in ('synthetic', 'published', 'local_return', 'project')),
    publisher varchar not null,
    licence varchar not null,
    retrieved_on date,
    rows_read bigint not null,
    rows_accepted bigint not null,
    rows_rejected bigint not null,
    title varchar not null,
    address varchar not null,
    extracted_on date,
    superseded_rows bigint not null,
    attribution varchar not null,
    primary key (source, file),
    check (rows_accepted + rows_rejected = rows_read)
);
comment on column mart.source_file.attribution is 'The sentence its publisher asks for wherever its figures are shown; empty when none was given.';
comment on table mart.source_file is 'Accepted and rejected rows add up to the rows read, for every file.';
