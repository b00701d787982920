-- Funnels whose limits do not hold the average between them, or whose wider ones do not hold the narrower.
select
    indicator,
    source,
    period,
    sex,
    substance_group,
    people
from funnel_limit
join funnel_spread using (indicator, source, period, sex, substance_group, breakdown, category)
where not (0 <= low_998 and low_998 <= low_95 and low_95 <= average + 1e-12)
    or not (average - 1e-12 <= high_95 and high_95 <= high_998 and high_998 <= 1)
    or not (0 <= spread_low_998 and spread_low_998 <= spread_low_95 and spread_low_95 <= average + 1e-12)
    or not (average - 1e-12 <= spread_high_95 and spread_high_95 <= spread_high_998 and spread_high_998 <= 1)
