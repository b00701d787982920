-- One row per return of the self-audit and column that was answered.
create table mart.provision_answer (
    area_code varchar not null,
    service varchar not null,
    audit_round varchar not null,
    column_name varchar not null,
    answer varchar not null,
    primary key (area_code, service, audit_round, column_name)
);
comment on table mart.provision_answer is 'Every round is kept; the latest of a service is in use.';
comment on column mart.provision_answer.answer is 'As text; unknown is an answer, and tells no more than none.';

insert into mart.provision_answer
select area_code, service, audit_round, column_name, answer
from staging.provision_answer;
