-- Counts of less than nobody, or of more than all they are a part of.
select
    measure,
    category,
    area_code,
    period,
    sex,
    substance_group
from treatment_measure
where people < 0
    or people > out_of
