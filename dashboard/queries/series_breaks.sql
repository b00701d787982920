-- One row per change of one area that a trend may not go across, or that its numbers were carried over.
select
  broken_on,
  break_kind,
  is_comparable,
  words
from series_break
where area_code = $area_code
order by broken_on
