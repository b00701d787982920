-- No rows: without records there are no waits, and the mart stands empty.
create or replace table staging.wait_cell (
    area_code varchar,
    period varchar,
    sex varchar,
    substance_group varchar,
    intervention_order varchar,
    clock varchar,
    waits bigint,
    within_3_weeks bigint,
    over_3_weeks bigint,
    over_3_to_6_weeks bigint,
    over_6_weeks bigint,
    median_days double,
    p90_days double,
    mean_days double
);
