-- One row per place, financial year, sex, substance group, order of intervention and clock: waits by band and in days.
create or replace table staging.wait_cell as
select
    area_code,
    period,
    sex,
    substance_group,
    intervention_order,
    clock,
    n as waits,
    within_3_weeks,
    over_3_to_6_weeks + over_6_weeks as over_3_weeks,
    over_3_to_6_weeks,
    over_6_weeks,
    median_days,
    median_low_days,
    median_high_days,
    p90_days,
    mean_days
from staging.day_cell
where counted = 'wait'
    and period_kind = 'year';
