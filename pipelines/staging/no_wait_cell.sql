-- No rows: without records there are no waits and nobody on a caseload, and these marts stand empty.
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
    median_low_days integer,
    median_high_days integer,
    p90_days double,
    mean_days double
);

create or replace table staging.day_cell (
    counted varchar,
    area_code varchar,
    period varchar,
    period_kind varchar,
    year varchar,
    sex varchar,
    substance_group varchar,
    intervention_order varchar,
    clock varchar,
    n bigint,
    within_3_weeks bigint,
    over_3_to_6_weeks bigint,
    over_6_weeks bigint,
    median_days double,
    median_low_days integer,
    median_high_days integer,
    p90_days double,
    mean_days double
);

create or replace table staging.wait (
    cell bigint,
    days integer,
    n integer
);

create or replace table staging.wait_day (
    cell bigint,
    days integer,
    women integer,
    men integer
);

create or replace table staging.wait_step (
    area_code varchar,
    year varchar,
    sex varchar,
    intervention_order varchar,
    clock varchar,
    days_from integer,
    days_to integer,
    waits bigint
);

create or replace table staging.provider_caseload (
    provider_code varchar,
    area_code varchar,
    period varchar,
    sex varchar,
    substance_group varchar,
    people bigint
);
