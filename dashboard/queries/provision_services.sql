-- One row per service with a return in one place: when it last answered, and how much of what it was asked it left open.
select
  provision_return.area_code,
  provision_return.service,
  provision_return.provider,
  provision_return.service_type,
  provision_return.audit_round,
  provision_return.verified_on,
  provision_return.is_stale,
  (select count(*) from offer) as offers,
  count(provision_evidence.offer) as offers_told
from provision_return
left join provision_evidence
  on provision_evidence.area_code = provision_return.area_code
  and provision_evidence.evidence_id = provision_return.service
  and provision_evidence.evidence_kind <> 'example'
where provision_return.is_in_use
  and provision_return.area_code in (
    select $area_code
    union all
    select partnership_member.area_code
    from partnership_member
    where partnership_member.partnership_code = $area_code
  )
group by all
order by
  provision_return.provider,
  provision_return.service
