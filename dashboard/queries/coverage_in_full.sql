-- One row per place and framework: standards that can be judged, that are known, and that are met. For a file to take away.
select
  provision_coverage.area_code,
  area.area_name,
  provision_coverage.framework,
  provision_coverage.items,
  provision_coverage.known,
  provision_coverage.met,
  provision_coverage.coverage,
  provision_coverage.known_share
from provision_coverage
inner join area
  on area.area_code = provision_coverage.area_code
order by
  area.area_name,
  area.area_code,
  provision_coverage.framework
