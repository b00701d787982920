-- One row per offer, in the order they are listed in.
select
  offer,
  name,
  meaning
from offer
order by
  place
