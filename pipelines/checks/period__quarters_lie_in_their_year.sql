-- Quarters outside their financial year, or of a year that is not there.
select q.period
from period as q
left join period as y
    on y.period = q.year
    and y.period_kind = 'year'
where q.period_kind = 'quarter'
    and (y.period is null or q.start_on < y.start_on or q.end_on > y.end_on)
