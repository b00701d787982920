-- One row per provider and file: what became of its rows, as the least and the most there can be.
-- Open builds null counts of 1 to 4, so the least is then 1 and the most 4; no row at all is none.
with fates as (
  select
    provider_code,
    detail as file,
    topic,
    note,
    coalesce(rows, 1) as least,
    coalesce(rows, 4) as most
  from record_quality
  where topic in ('rows_read', 'rows_rejected', 'rows_superseded', 'rows_without_consent')
)

select
  provider_code,
  file,
  regexp_extract(max(note) filter (where topic = 'rows_read'), '\d{4}-\d{2}-\d{2}') as extracted_on,
  coalesce(sum(least) filter (where topic = 'rows_read'), 0)::bigint as read_least,
  coalesce(sum(most) filter (where topic = 'rows_read'), 0)::bigint as read_most,
  coalesce(sum(least) filter (where topic = 'rows_rejected'), 0)::bigint as rejected_least,
  coalesce(sum(most) filter (where topic = 'rows_rejected'), 0)::bigint as rejected_most,
  coalesce(sum(least) filter (where topic = 'rows_without_consent'), 0)::bigint as without_consent_least,
  coalesce(sum(most) filter (where topic = 'rows_without_consent'), 0)::bigint as without_consent_most,
  -- a provider's extract is replaced whole, so one superseded row says it of all
  coalesce(sum(most) filter (where topic = 'rows_superseded'), 0) > 0 as is_replaced
from fates
group by
  provider_code,
  file
order by
  provider_code,
  file
