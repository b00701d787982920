-- One row per place, financial year, sex and substance group: people in treatment whose journey began in the year.
select
    area_code,
    period,
    sex,
    substance_group,
    new_people as numerator
from staging.people_count
