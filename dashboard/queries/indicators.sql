-- One row per indicator: what it means, why it matters, what it cannot tell.
select
  indicator,
  name,
  kind,
  unit,
  definition,
  why_it_matters,
  cannot_tell,
  source
from indicator
order by name
