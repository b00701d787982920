-- One row per column of the self-audit, in the order of its template: how it is asked and what may stand in it.
create table mart.provision_question (
    column_name varchar primary key,
    place smallint not null,
    kind varchar not null check (kind in ('code', 'date', 'enum', 'integer', 'number', 'round', 'text')),
    answers varchar[] not null,
    is_needed boolean not null,
    expected varchar not null,
    part varchar not null,
    question varchar not null,
    note varchar
);
comment on table mart.provision_question is 'From pipelines/reference/provision_audit_column.csv.';
