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

create or replace view staging.financial_year as
select period, begins_in, start_on, end_on
from staging.period;
