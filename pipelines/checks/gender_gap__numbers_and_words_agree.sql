-- Gaps that are not women less men, lie outside their limits, or say more than these bear; and gaps of what is not known.
-- (The measures of treatment of England alone: the same formulas make those of every place, which take seconds.)
select
    about,
    indicator,
    category,
    area_code,
    period,
    substance_group,
    intervention_order,
    clock
from gender_gap
where (about <> 'measure' or area_code = 'E92000001')
    and (
        abs(difference - (women - men)) > 1e-9 * greatest(1, abs(women), abs(men))
        or difference_low > difference + 1e-9
        or difference_high < difference - 1e-9
        or (difference_low is null) <> (difference_high is null)
        or (difference is not null and (women is null or men is null))
        or (difference is not null and status not in ('ok', 'unreliable'))
        or ratio <= 0
        or (ratio is not null and not (coalesce(ratio_low <= ratio * (1 + 1e-9) and ratio_high >= ratio * (1 - 1e-9), false)))
        or (ratio is null and coalesce(ratio_low, ratio_high) is not null)
        or (difference_low is null and direction <> 'not_compared' and status <> 'unreliable')
        or (status not in ('ok', 'unreliable') and direction <> 'not_compared')
        or (direction = 'women_higher') <> (status = 'ok' and coalesce(difference_low > 0, false))
        or (direction = 'women_lower') <> (status = 'ok' and coalesce(difference_high < 0, false))
    )
