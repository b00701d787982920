-- One row per area and year: adults estimated to depend on alcohol, with limits from 2015-16.
select
    file_number,
    line,
    'Alcohol_dependent' as column_label,
    'alcohol_dependent_adults' as measure,
    area_code,
    area_name,
    period,
    '18+' as age_band,
    people as value,
    people_low as value_low,
    people_high as value_high,
    people_mark as mark
from staging.alcohol_prevalence
