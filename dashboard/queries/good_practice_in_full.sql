-- One row per example of the register of good practice. For a file to take away.
select
  example_id,
  place_as_written,
  array_to_string(area_codes, ' ') as area_codes,
  no_area_reason,
  recommendation,
  section,
  array_to_string(offers, ' ') as offers,
  sentence,
  status,
  setting,
  result,
  repeats,
  document,
  heading,
  published_on
from good_practice
order by
  example_id
