-- One row: how many rows of measures are held for one area.
select count(*)::bigint as rows_held
from treatment_measure
where area_code = $area_code
