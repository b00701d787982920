-- Curves of partnerships that are shown although one of their members' is hidden.
select distinct
    whole.area_code,
    whole.period,
    whole.sex
from time_to_start as whole
join partnership_member as m
    on m.partnership_code = whole.area_code
join time_to_start as part
    on part.area_code = m.area_code
    and part.period = whole.period
    and part.sex = whole.sex
    and part.day = whole.day
where whole.status <> 'suppressed'
    and part.status = 'suppressed'
