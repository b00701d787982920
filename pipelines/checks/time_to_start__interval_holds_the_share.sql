-- Limits that do not hold their share, do not lie between nought and one, or leave nothing between them.
select
    area_code,
    period,
    sex,
    day
from time_to_start
where not (0 <= started_share_low and started_share_low <= started_share)
    or not (started_share <= started_share_high and started_share_high <= 1)
    or not (0 <= left_share_low and left_share_low <= left_share)
    or not (left_share <= left_share_high and left_share_high <= 1)
    or not (0 <= waiting_share and waiting_share <= 1)
    or started_share_low = started_share_high
    or left_share_low = left_share_high
