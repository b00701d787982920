-- One row per rule of a source: its words, what it does, and how sure we are of it.
create table mart.rule (
    source varchar not null,
    rule varchar not null,
    column_name varchar,
    action varchar not null check (action in ('reject', 'null', 'warn')),
    sentence varchar not null,
    mark varchar not null check (mark in ('V', 'I', 'R', 'D')),
    reason varchar
);
comment on table mart.rule is 'The rules rows are judged by; null empties the field and keeps the row; mark: V verified, I inferred, R remembered, D decided here.';
