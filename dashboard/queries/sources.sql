-- One row per source: who publishes it, under which title, and what became of its rows.
select
  source,
  any_value(title) as title,
  any_value(publisher) as publisher,
  any_value(licence) as licence,
  max(attribution) as attribution,
  string_agg(distinct origin, ', ' order by origin) as origin,
  max(retrieved_on) as retrieved_on,
  count(*)::bigint as files,
  sum(rows_read)::bigint as rows_read,
  sum(rows_accepted)::bigint as rows_accepted,
  sum(rows_rejected)::bigint as rows_rejected
from source_file
group by source
order by source
