-- No rows: without records there are no periods.
set variable records_end = null::date;

create or replace table staging.period (
    period varchar,
    period_kind varchar,
    year varchar,
    begins_in integer,
    start_on date,
    end_on date,
    period_number smallint
);
