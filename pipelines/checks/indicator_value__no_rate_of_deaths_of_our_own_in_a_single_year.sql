-- Crude rates of deaths of anything but three calendar years together.
select
    indicator,
    area_code,
    period,
    sex
from indicator_value
where indicator like '%crude_death_rate'
    and (length(period) <> 7 or (period[6:7]::integer - period[1:4]::integer % 100 + 100) % 100 <> 2)
