-- No rows: without records nobody is seen on the way from referral to start, and the mart stands empty.
create or replace table staging.start_curve (
    cell bigint,
    area_code varchar,
    period varchar,
    sex varchar,
    day smallint,
    journeys bigint,
    followed bigint,
    is_known boolean,
    started double,
    started_variance double,
    gone double,
    gone_variance double,
    half_started_days smallint
);
