-- Funnels that count another number of authorities than stand in them.
select
    s.indicator,
    s.source,
    s.period,
    s.sex,
    s.substance_group
from funnel_spread as s
left join funnel as f using (indicator, source, period, sex, substance_group, breakdown, category)
group by s.indicator, s.source, s.period, s.sex, s.substance_group, s.breakdown, s.category, s.areas
having coalesce(count_if(f.status = 'ok'), 0) <> s.areas
