-- Those still waiting whose bands do not add up, or where there are none.
select
    area_code,
    period,
    sex,
    substance_group,
    intervention_order,
    clock
from still_waiting
where within_3_weeks + over_3_to_6_weeks + over_6_weeks <> waiting
    or waiting = 0
    or (status = 'ok') <> (waiting is not null and median_days is not null)
