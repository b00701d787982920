-- One row per return of a service in one place and question it answered, the latest round of each service first.
select
  provision_return.area_code,
  provision_return.service,
  provision_return.provider,
  provision_return.service_type,
  provision_return.audit_round,
  provision_return.is_in_use,
  provision_return.verified_on,
  provision_return.is_stale,
  provision_question.kind,
  provision_question.question,
  provision_answer.answer
from provision_return
inner join provision_answer
  on provision_answer.area_code = provision_return.area_code
  and provision_answer.service = provision_return.service
  and provision_answer.audit_round = provision_return.audit_round
inner join provision_question
  on provision_question.column_name = provision_answer.column_name
where provision_return.area_code in (
    select $area_code
    union all
    select partnership_member.area_code
    from partnership_member
    where partnership_member.partnership_code = $area_code
  )
order by
  provision_return.provider,
  provision_return.service,
  provision_return.area_code,
  provision_return.audit_round desc,
  provision_question.place
