-- One row per rejected row of a provider and rule it broke: where it stands, never what it holds. With its own stand the rows
-- of its files in which no provider's code can be read; none of a file that a later extract of it replaced.
with files as (
  select
    detail as file,
    count(distinct provider_code) filter (where provider_code <> 'not a provider code') as providers_in_file
  from record_quality
  where topic = 'rows_read'
  group by detail
  having bool_or(provider_code = $provider_code)
),

replaced as (
  select detail as file
  from record_quality
  where topic = 'rows_superseded'
    and provider_code = $provider_code
    and coalesce(rows, 1) > 0
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
  rejected_row.file,
  rejected_row.line,
  rejected_row.column_name,
  rejected_row.rule,
  rules.sentence,
  rules.mark,
  files.providers_in_file
from rejected_row
inner join files
  on files.file = rejected_row.file
anti join replaced
  on replaced.file = rejected_row.file
left join rules
  on rules.rule = rejected_row.rule
  and rules.column_name is not distinct from rejected_row.column_name
where rejected_row.source like 'ndtms%'
  and coalesce(rejected_row.provider_code, 'not a provider code') in ($provider_code, 'not a provider code')
order by
  rejected_row.file,
  rejected_row.line,
  rejected_row.rule
