-- One row per thing the build wants a reader to know: rows left out, columns not known, records not placed.
select
  topic,
  subject,
  detail,
  rows
from build_note
order by
  topic,
  subject,
  detail
