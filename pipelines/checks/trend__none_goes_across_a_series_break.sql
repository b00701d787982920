-- Trends of published numbers across a day on which their area became another.
select
    t.indicator,
    t.source,
    t.area_code,
    t.sex,
    t.substance_group,
    b.broken_on
from trend as t
join series_break as b using (area_code)
where not b.is_comparable
    and t.source not like '%ndtms_records%'
    and b.broken_on > make_date(t.from_period[1:4]::integer, if(length(t.from_period) = 4, 1, 4), 1)
    and b.broken_on <= make_date(t.to_period[1:4]::integer, if(length(t.to_period) = 4, 1, 4), 1)
