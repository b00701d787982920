-- Days with a share beside a status that says there is none, or without one beside ok; and journeys that are told of
-- where the curve is hidden, or are not where it is not.
select
    area_code,
    period,
    sex,
    day
from time_to_start
where (journeys is null) <> (status = 'suppressed')
    or (status = 'suppressed' and half_started_days is not null)
    or coalesce(
        started_share, started_share_low, started_share_high, left_share, left_share_low, left_share_high, waiting_share
    ) is not null and status <> 'ok'
    or started_share + started_share_low + started_share_high + left_share + left_share_low + left_share_high
        + waiting_share is null and status = 'ok'
