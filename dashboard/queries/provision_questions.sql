-- One row per column of the self-audit, in the order of its template: how it is asked and what may stand in it.
select
  column_name,
  kind,
  answers,
  is_needed,
  expected,
  part,
  question,
  note
from provision_question
order by place
