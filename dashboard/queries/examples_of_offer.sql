-- One row per example of good practice and authority that shows one offer; without an authority where it stands for none.
select
  good_practice.example_id,
  good_practice.place_as_written,
  area.area_code,
  area.area_name,
  area.region_code,
  good_practice.no_area_reason,
  good_practice.sentence,
  good_practice.status,
  good_practice.setting,
  good_practice.result,
  good_practice.document,
  good_practice.heading,
  good_practice.published_on
from (
  select
    *,
    unnest(if(len(area_codes) = 0, [null], area_codes)) as area_code
  from good_practice
  where list_contains(offers, $offer)
    and repeats is null
) as good_practice
left join area
  on area.area_code = good_practice.area_code
order by
  good_practice.example_id,
  area.area_name
