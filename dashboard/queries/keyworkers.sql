-- One row at most: people on the caseload of each full-time keyworker in one area and year.
select
  period,
  numerator as clients,
  denominator as keyworkers,
  value as clients_per_keyworker,
  status,
  note
from indicator_value
where indicator = 'clients_per_keyworker'
  and is_preferred
  and area_code = $area_code
  and period = $period
  and sex = 'all'
