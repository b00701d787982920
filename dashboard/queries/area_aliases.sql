-- One row per other name or former code of an area.
select
  alias,
  area_code,
  alias_kind
from area_alias
order by
  alias,
  area_code
