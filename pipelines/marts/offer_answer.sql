-- One row per offer and answer of the self-audit that tells whether it is there; any other answer, and none, is not known.
create table mart.offer_answer (
    offer varchar not null,
    column_name varchar not null,
    answer varchar,
    offered_from double,
    state varchar not null check (state in ('offered', 'planned', 'not_offered')),
    check ((answer is null) <> (offered_from is null))
);
comment on table mart.offer_answer is 'From pipelines/reference/offers.toml.';
comment on column mart.offer_answer.offered_from is 'For an answer that is a number: from here on it is offered, below it is not.';
