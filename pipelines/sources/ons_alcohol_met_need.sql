-- One row per area, year and series: people estimated to depend on alcohol, people in treatment, and the share they are.
select
    file_number,
    line,
    'Value' as column_label,
    edition,
    measure,
    area_code,
    area_name,
    period,
    '18+' as age_band,
    figure as value,
    figure_mark as mark,
    -- authorities' counts of people in treatment are rounded until 2017-18, England's are not
    if(measure = 'in_alcohol_treatment' and area_name <> 'England' and period < '2018', 5, 1) as rounded_to
from staging.ons_alcohol_met_need
