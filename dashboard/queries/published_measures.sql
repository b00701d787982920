-- One row per source and number it publishes that this build holds: what it means, in the publisher's terms.
select
  published_measure.source,
  published_measure.name,
  published_measure.unit,
  published_measure.definition,
  published_measure.cannot_tell
from published_measure
where exists (
  select 1
  from published_figure
  where published_figure.source = published_measure.source
    and published_figure.measure = published_measure.measure
)
order by
  published_measure.source,
  published_measure.name
