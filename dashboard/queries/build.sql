-- One row: when these marts were built, from which code, for whom.
select
  built_at,
  code_version,
  mode,
  is_synthetic
from build
limit 1
