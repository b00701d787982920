-- One row per file the build read, with what became of its rows.
select
  source,
  file,
  title,
  origin,
  publisher,
  licence,
  attribution,
  address,
  retrieved_on,
  rows_read,
  rows_accepted,
  rows_rejected,
  sha256
from source_file
order by
  source,
  file
