-- One row per authority of a partnership.
select area_code
from partnership_member
where partnership_code = $partnership_code
order by area_code
