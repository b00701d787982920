-- One row per place, financial year, sex, substance group, order of intervention and clock: waits by band and in days.
create or replace table staging.wait_cell as
with placed as (
    select
        unnest(list_filter([area_code, region_code, 'E92000001'], lambda code: code is not null)) as area_code,
        period,
        sex,
        substance_group,
        intervention_order,
        clock,
        days
    from staging.wait
)

select
    area_code,
    period,
    coalesce(sex, 'all') as sex,
    coalesce(substance_group, 'all') as substance_group,
    intervention_order,
    clock,
    count(*) as waits,
    count(*) filter (where days <= 21) as within_3_weeks,
    count(*) filter (where days > 21) as over_3_weeks,
    count(*) filter (where days between 22 and 42) as over_3_to_6_weeks,
    count(*) filter (where days > 42) as over_6_weeks,
    quantile_cont(days, 0.5) as median_days,
    quantile_cont(days, 0.9) as p90_days,
    avg(days) as mean_days
from placed
group by area_code, period, intervention_order, clock, cube (sex, substance_group);
