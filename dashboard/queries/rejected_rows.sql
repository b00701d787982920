-- One row per source, rule and column: how many rows were kept out, and the rule in words.
select
  rejected_row.source,
  rejected_row.rule,
  rejected_row.column_name,
  count(*)::bigint as rows_rejected,
  any_value(rule.sentence) as sentence
from rejected_row
left join rule
  on rule.source = rejected_row.source
  and rule.rule = rejected_row.rule
  and rule.column_name is not distinct from rejected_row.column_name
group by
  rejected_row.source,
  rejected_row.rule,
  rejected_row.column_name
order by
  rejected_row.source,
  rows_rejected desc,
  rejected_row.rule
