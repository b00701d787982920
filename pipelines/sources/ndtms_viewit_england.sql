-- One row per year, substance group, sex and age band: people in treatment in England.
select
    file_number,
    line,
    'Num_InTreatment_AllInTx' as column_label,
    'people_in_treatment' as measure,
    area_name,
    period,
    sex,
    substance_group,
    age_band,
    in_treatment as value,
    in_treatment_mark as mark
from staging.ndtms_viewit_england
