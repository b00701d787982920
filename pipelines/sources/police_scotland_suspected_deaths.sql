-- One row per quarter and police division, age band or sex: deaths the police suspected of being drug deaths.
select
    file_number,
    line,
    column_label,
    edition,
    'suspected_drug_deaths' as measure,
    area_named(area_name, '2021') as area_code,
    period,
    sex,
    age_band,
    deaths as value,
    deaths_mark as mark
from staging.police_scotland_suspected_deaths
