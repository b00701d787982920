-- Days on which those who had started, had left and were waiting are not everybody, but for what rounding takes or adds:
-- half of it for each of the three counts, and for their whole.
select
    area_code,
    period,
    sex,
    day
from time_to_start
where abs(started_share + left_share + waiting_share - 1)
    > case when rounded_to = 1 then 1e-9 else 2 * rounded_to / journeys + 1e-9 end
