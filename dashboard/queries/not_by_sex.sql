-- One row per source and published number that is held for nobody but all persons together.
select
  published_measure.source,
  published_measure.measure,
  published_measure.name,
  count(distinct published_figure.area_code) filter (
    where published_figure.area_code not in (select area.area_code from area where area.area_kind = 'partnership')
  )::bigint as areas
from published_measure
inner join published_figure
  on published_figure.source = published_measure.source
  and published_figure.measure = published_measure.measure
group by
  published_measure.source,
  published_measure.measure,
  published_measure.name
having bool_and(published_figure.sex = 'all')
order by
  published_measure.source,
  published_measure.name
