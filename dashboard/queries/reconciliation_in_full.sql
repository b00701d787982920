-- One row per number of one area that two sources give: both, and whether rounding explains the difference; to take away.
select
  what,
  category,
  area_code,
  period,
  sex,
  substance_group,
  shown_source,
  shown,
  beside_source,
  beside,
  difference,
  agreement
from reconciliation
where area_code = $area_code
order by
  what,
  category,
  period,
  substance_group,
  sex,
  beside_source
