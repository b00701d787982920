-- Published numbers outside their limits, or percentages outside 0 to 100.
select
    f.source,
    f.measure,
    f.area_code,
    f.period,
    f.sex
from published_figure as f
join published_measure as m
    on m.source = f.source
    and m.measure = f.measure
where f.value_low > f.value + 1e-6
    or f.value_high < f.value - 1e-6
    or (m.kind = 'percent' and (f.value < 0 or f.value > 100))
    or (m.kind <> 'rate' and f.value < 0)
