-- Counts of comparisons that are not what is compared.
select
    n.indicator,
    n.period,
    n.sex,
    n.substance_group,
    n.comparator,
    n.level
from comparison_count as n
left join comparison as c
    on c.indicator = n.indicator
    and c.period = n.period
    and c.sex = n.sex
    and c.substance_group = n.substance_group
    and c.breakdown = n.breakdown
    and c.category = n.category
    and c.comparator = n.comparator
    and c.status = 'ok'
    and c.comparison <> 'not_compared'
    and c.area_code in (select area_code from area where area_kind = 'local_authority')
group by n.indicator, n.period, n.sex, n.substance_group, n.breakdown, n.category, n.comparator, n.level, n.comparisons,
    n.signals
having n.comparisons <> if(n.level = 0.95, count(c.area_code), count(c.is_beyond_998))
    or n.signals <> coalesce(
        count_if(if(n.level = 0.95, c.comparison in ('lower', 'higher'), c.is_beyond_998)), 0
    )
