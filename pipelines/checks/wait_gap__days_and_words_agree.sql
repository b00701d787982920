-- Differences of medians and chances of a longer wait that lie outside their limits, are no chances, or say more than
-- their limits bear.
select
    area_code,
    period,
    substance_group,
    intervention_order,
    clock
from wait_gap
where abs(median_difference_days - (women_median_days - men_median_days)) > 1e-9
    or median_difference_low_days > median_difference_days + 1e-9
    or median_difference_high_days < median_difference_days - 1e-9
    or (median_status = 'ok') <> (median_difference_low_days + median_difference_high_days is not null)
    or (median_status = 'suppressed') <> (median_difference_days is null)
    or (median_direction = 'women_higher') <> coalesce(median_difference_low_days > 0, false)
    or (median_direction = 'women_lower') <> coalesce(median_difference_high_days < 0, false)
    or chance_woman_longer not between 0 and 1
    or chance_woman_longer_low not between 0 and chance_woman_longer
    or chance_woman_longer_high not between chance_woman_longer and 1
    or (chance_status = 'ok') <> (chance_woman_longer_low + chance_woman_longer_high is not null)
    or (chance_status in ('ok', 'too_few', 'no_spread')) <> (chance_woman_longer is not null)
    or (chance_direction = 'women_higher') <> coalesce(chance_woman_longer_low > 0.5, false)
    or (chance_direction = 'women_lower') <> coalesce(chance_woman_longer_high < 0.5, false)
