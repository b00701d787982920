-- One row per authority, offer and piece of evidence: what the latest return of a service says, or an example of the
-- register. What ended proves nothing of today, and where nobody answered there is no row.
create or replace table staging.provision_evidence as
with example as (
    select
        unnest(areas) as area_code,
        shown as offers,
        if(status = 'PLANNED', 'planned', 'offered') as state,
        example_id,
        published_on,
        sentence
    from staging.provision_register
    where status <> 'ENDED'
)

select
    s.area_code,
    s.offer,
    if(l.evidence_type = 'contract', 'contract', 'audit') as evidence_kind,
    l.evidence_type,
    s.service as evidence_id,
    s.audit_round,
    s.state,
    l.verified_on as evidence_on,
    is_stale_on(l.verified_on, getvariable('today')) as is_stale,
    l.evidence_url as source_url,
    l.notes as note
from staging.provision_state as s
join staging.provision_return as l using (area_code, service, audit_round)
where l.is_in_use
union all
select
    area_code,
    unnest(offers),
    'example',
    'document',
    example_id,
    null,
    state,
    published_on,
    is_stale_on(published_on, getvariable('today')),
    null,
    sentence
from example;
