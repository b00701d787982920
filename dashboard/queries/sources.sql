-- One row per source: who publishes it and under which title.
select
  source,
  any_value(title) as title,
  any_value(publisher) as publisher,
  bool_or(origin = 'synthetic') as is_synthetic
from source_file
group by source
order by source
