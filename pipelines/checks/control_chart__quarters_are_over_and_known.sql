-- Charted quarters that are not over, are of the first year of records, or are no quarters.
select
    c.measure,
    c.area_code,
    c.period
from control_chart as c
left join period as p
    on p.period = c.period
    and p.period_kind = 'quarter'
    and p.is_complete
    and p.year > (select min(year) from period)
where p.period is null
