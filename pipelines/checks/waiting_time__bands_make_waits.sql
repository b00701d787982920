-- Waits whose bands do not add up.
select
    area_code,
    period,
    sex,
    substance_group,
    intervention_order,
    clock
from waiting_time
where within_3_weeks + over_3_weeks <> waits
    or over_3_to_6_weeks + over_6_weeks <> over_3_weeks
