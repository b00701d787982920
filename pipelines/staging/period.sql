-- One row per financial year the records cover: from the first triage to the latest date on any record, and never
-- past the year we are in (settled rule 10).
create or replace table staging.period as
with span as (
    select
        min(TRIAGED) as first_on,
        least(max(latest_on), getvariable('today')) as last_on
    from staging.ndtms_records
),

year as (
    select unnest(
        generate_series(
            year(first_on) - (month(first_on) < 4)::integer,
            year(last_on) - (month(last_on) < 4)::integer
        )
    )::integer as begins
    from span
    where first_on is not null
)

select
    format('{}-{:02d}', begins, (begins + 1) % 100) as period,
    begins as begins_in,
    make_date(begins, 4, 1) as start_on,
    make_date(begins + 1, 3, 31) as end_on
from year;
