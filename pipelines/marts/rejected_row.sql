-- One row per rule a rejected record broke: where it stood and why, never what it held.
create table mart.rejected_row (
    source varchar not null,
    file varchar not null,
    line bigint not null,
    column_name varchar,
    rule varchar not null,
    provider_code varchar
);
comment on table mart.rejected_row is 'Records kept out, by file, line, column and rule; line 1 is the header. No values.';
