-- Numbers with a status that says there is none, or none with a status that says there is one.
select
    indicator,
    area_code,
    period,
    sex,
    status
from indicator_value
where (value is null) <> (status not in ('ok', 'unreliable'))
    or isinf(value)
    or isnan(value)
