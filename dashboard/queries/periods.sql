-- One row per financial year for which women's share or waits are held, latest first.
select distinct period
from (
  select period from womens_share
  union all
  select period from waiting_time
)
order by period desc
