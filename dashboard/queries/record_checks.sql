-- One row per provider and thing counted over its latest extract: rules broken, fields empty, sex or place not known.
with checks as (
  select
    provider_code,
    topic,
    detail,
    rows,
    out_of,
    note,
    case when topic in ('rejected_by_rule', 'warned_by_rule') then regexp_extract(detail, '^[^ ]+') end as rule,
    nullif(regexp_extract(detail, '^[^ ]+ \((.*)\)$', 1), '') as column_name
  from record_quality
  where topic in ('rejected_by_rule', 'warned_by_rule', 'empty_field', 'sex_not_stated', 'not_placed')
),

rules as (
  select
    rule,
    column_name,
    any_value(sentence) as sentence,
    any_value(mark) as mark
  from rule
  where source like 'ndtms%'
  group by
    rule,
    column_name
)

select
  checks.provider_code,
  checks.topic,
  checks.detail,
  checks.rule,
  checks.column_name,
  checks.rows,
  checks.out_of,
  checks.note,
  rules.sentence,
  rules.mark
from checks
left join rules
  on rules.rule = checks.rule
  and rules.column_name is not distinct from checks.column_name
order by
  checks.provider_code,
  checks.topic,
  checks.rows desc nulls last,
  checks.detail
