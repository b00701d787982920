-- One row per financial year for which women's share or waits are held, latest first. Quarters are not offered.
select distinct period
from (
  select period from womens_share where provider_code = 'all'
  union all
  select period from waiting_time
)
where length(period) = 7
order by period desc
