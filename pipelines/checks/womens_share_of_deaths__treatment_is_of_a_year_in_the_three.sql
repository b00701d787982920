-- Deaths of anything but three calendar years, or people in treatment of a financial year that does not begin in one of them.
select
    area_code,
    cause,
    period,
    substance_group
from womens_share_of_deaths
where length(period) <> 7
    or (period[6:7]::integer - period[1:4]::integer % 100 + 100) % 100 <> 2
    or treatment_period[1:4]::integer - period[1:4]::integer not between 0 and 2
    or (difference is not null and treatment_period is null)
