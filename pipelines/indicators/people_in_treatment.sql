-- One row per place, financial year, sex and substance group: people in treatment.
select
    area_code,
    period,
    sex,
    substance_group,
    people as numerator
from staging.people_count
