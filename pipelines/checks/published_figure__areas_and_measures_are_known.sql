-- Published numbers of an area or a measure that no page could name.
select distinct
    f.source,
    f.measure,
    f.area_code
from published_figure as f
left join area as a using (area_code)
left join published_measure as m
    on m.source = f.source
    and m.measure = f.measure
where a.area_code is null
    or m.measure is null
