-- One row per national figure that may be quoted beside a local one: what it says, and where it stands.
select
  ledger,
  statement,
  document,
  section
from cited_figure
order by
  ledger,
  figure_key
