-- One row per thing the build noticed and did not refuse: unknown columns, rows left out, warnings, what it could not place.
create table mart.build_note (
    topic varchar not null,
    subject varchar not null,
    detail varchar not null,
    rows bigint
);
comment on table mart.build_note is 'What the build noticed; counts, no values. Null rows in an open build are 1 to 4. For an unknown column, rows is the number of files that have it.';
