-- One row per service, area and round of the self-audit; the latest round of a service is the one in use.
create table mart.provision_return (
    area_code varchar not null,
    service varchar not null,
    audit_round varchar not null,
    is_in_use boolean not null,
    provider varchar not null,
    service_id varchar,
    service_type varchar not null,
    commissioned_status varchar,
    evidence_type varchar not null,
    evidence_url varchar,
    verified_on date not null,
    is_stale boolean not null,
    notes varchar,
    file varchar not null,
    line integer not null,
    primary key (area_code, service, audit_round)
);
comment on table mart.provision_return is 'What services say of themselves. Free text is kept as it was written: whoever exports it makes formulas harmless.';
comment on column mart.provision_return.service is 'The service''s code, or its provider and type where none of its returns has one.';

insert into mart.provision_return
select
    r.area_code,
    r.service,
    r.audit_round,
    r.is_in_use,
    r.provider,
    r.service_id,
    r.service_type,
    r.commissioned_status,
    r.evidence_type,
    r.evidence_url,
    r.verified_on,
    is_stale_on(r.verified_on, getvariable('today')) as is_stale,
    r.notes,
    f.file,
    r.line
from staging.provision_return as r
join staging.provision_audit_file as f using (file_number);
