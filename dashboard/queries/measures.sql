-- One row per measure of treatment: what it means, why it matters, what it cannot tell.
select
  measure,
  name,
  of_whole,
  unit,
  definition,
  why_it_matters,
  cannot_tell,
  mark
from measure
order by name
