-- One row per number, source, area and period: everything held for every area, to take away.
select
  availability.what,
  availability.what_kind,
  availability.source,
  area.area_code,
  area.area_name,
  area.area_kind,
  availability.period,
  availability.has_women,
  availability.has_men,
  availability.has_all,
  availability.figures,
  availability.known
from availability
inner join area
  on area.area_code = availability.area_code
order by
  availability.what,
  availability.source,
  area.area_name,
  availability.period
