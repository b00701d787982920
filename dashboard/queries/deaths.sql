-- One row per three-year period and sex: drug poisoning deaths, their rate, and the comparator's rate.
with deaths as (
  select
    period,
    sex,
    coalesce(value, numerator) as deaths,
    status
  from indicator_value
  where indicator = 'drug_poisoning_deaths'
    and is_preferred
    and area_code = $area_code
    and sex in ('female', 'male')
    and length(period) = 7
),

rates as (
  select
    period,
    sex,
    value as rate,
    value_low as rate_low,
    value_high as rate_high,
    status
  from indicator_value
  where indicator = 'drug_poisoning_death_rate'
    and is_preferred
    and area_code = $area_code
    and sex in ('female', 'male')
)

select
  coalesce(rates.period, deaths.period) as period,
  coalesce(rates.sex, deaths.sex) as sex,
  deaths.deaths,
  deaths.status as deaths_status,
  rates.rate,
  rates.rate_low,
  rates.rate_high,
  coalesce(rates.status, 'not_published') as status,
  death_comparison.comparator_value as comparator_rate,
  coalesce(death_comparison.comparison, 'not_compared') as comparison
from rates
full outer join deaths
  on deaths.period = rates.period
  and deaths.sex = rates.sex
left join death_comparison
  on death_comparison.indicator = 'drug_poisoning_death_rate'
  and death_comparison.area_code = $area_code
  and death_comparison.period = coalesce(rates.period, deaths.period)
  and death_comparison.sex = coalesce(rates.sex, deaths.sex)
  and death_comparison.comparator = $comparator
order by
  coalesce(rates.period, deaths.period),
  coalesce(rates.sex, deaths.sex)
