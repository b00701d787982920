-- One row per source, measure in parts, area, period, sex, substance group and age band: what a category is part of, all of
-- them together, where none is missing.
create or replace table staging.published_whole as
select
    f.source,
    f.measure,
    f.area_code,
    f.period,
    f.sex,
    f.substance_group,
    f.age_band,
    sum(f.value) as whole
from staging.published_figure as f
join mart.published_measure as m
    on m.source = f.source
    and m.measure = f.measure
    and m.kind = 'parts'
group by all
having bool_and(f.status = 'ok');
