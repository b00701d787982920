-- One row per provider and thing counted about its records, and by file or field where that is told apart.
create table mart.record_quality (
    provider_code varchar not null,
    topic varchar not null check (
        topic in (
            'rows_read', 'rows_accepted', 'rows_rejected', 'rows_superseded', 'rows_without_consent',
            'rejected_by_rule', 'warned_by_rule', 'empty_field', 'sex_not_stated', 'not_placed'
        )
    ),
    detail varchar not null,
    rows bigint,
    out_of bigint,
    note varchar
);
comment on table mart.record_quality is 'Counts about records, never what they hold. In an open build 1 to 4 is null.';
