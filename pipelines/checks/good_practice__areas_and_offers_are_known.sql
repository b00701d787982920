-- Examples of the register that stand for an area or an offer that no page could name.
select example_id, area_code as stranger
from (select example_id, unnest(area_codes) as area_code from good_practice)
anti join area using (area_code)
union all
select example_id, offer as stranger
from (select example_id, unnest(offers) as offer from good_practice)
anti join offer using (offer)
