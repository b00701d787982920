-- Areas alike of which no page could name one.
select
    n.method,
    n.area_code,
    n.neighbour_code
from neighbour as n
left join area as a using (area_code)
left join area as b
    on b.area_code = n.neighbour_code
where a.area_code is null
    or b.area_code is null
