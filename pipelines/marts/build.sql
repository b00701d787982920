-- One row: this build.
create table mart.build (
    built_at timestamp not null,
    code_version varchar not null,
    mode varchar not null check (mode in ('open', 'restricted')),
    is_synthetic boolean not null
);
comment on table mart.build is 'When, by which code, and whether small counts are hidden (open) and the data are made up.';
