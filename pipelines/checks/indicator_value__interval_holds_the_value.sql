-- Intervals that do not hold their value, or shares outside 0 to 1. The hair's breadth is floating point.
select
    indicator,
    area_code,
    period,
    sex
from indicator_value
join indicator as i using (indicator)
where value_low > value + 1e-9
    or value_high < value - 1e-9
    or (i.kind = 'proportion' and (value < 0 or value > 1 or value_low < -1e-9 or value_high > 1 + 1e-9))
