-- In a build that may be published: days it may not tell of, curves of fewer than ten journeys, and numbers that are not
-- those of counts rounded to five.
select
    area_code,
    period,
    sex,
    day
from time_to_start
where (select mode from build) = 'open'
    and (
        day not in (7, 14, 21, 42, 84, 126)
        or rounded_to <> 5
        or journeys < 10
        or journeys % 5 <> 0
        or started_share * journeys % 5 between 1e-6 and 5 - 1e-6
        or left_share * journeys % 5 between 1e-6 and 5 - 1e-6
        or waiting_share * journeys % 5 between 1e-6 and 5 - 1e-6
    )
