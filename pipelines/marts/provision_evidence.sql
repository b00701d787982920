-- One row per authority, offer and piece of evidence in use: a service's latest return, or an example of the register.
create table mart.provision_evidence (
    area_code varchar not null,
    offer varchar not null,
    evidence_kind varchar not null check (evidence_kind in ('audit', 'contract', 'example')),
    evidence_type varchar not null,
    evidence_id varchar not null,
    audit_round varchar,
    state varchar not null check (state in ('offered', 'planned', 'not_offered')),
    evidence_on date not null,
    is_stale boolean not null,
    source_url varchar,
    note varchar,
    primary key (area_code, offer, evidence_kind, evidence_id)
);
comment on table mart.provision_evidence is 'What ended is no evidence of today, and an answer that is not known is none.';
comment on column mart.provision_evidence.evidence_kind is 'audit: the service was asked, or looked at from outside; contract: its contract was read; example: a document says so.';
comment on column mart.provision_evidence.evidence_id is 'The service of a return, or the number of an example.';
comment on column mart.provision_evidence.is_stale is 'Older than 18 months on the day of the build.';

insert into mart.provision_evidence
select
    area_code,
    offer,
    evidence_kind,
    evidence_type,
    evidence_id,
    audit_round,
    state,
    evidence_on,
    is_stale,
    source_url,
    note
from staging.provision_evidence;
