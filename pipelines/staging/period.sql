-- One row per period the records cover: financial years from that of the first triage to that of the latest date on any
-- record, never past the year we are in (settled rule 10); and of these years every quarter that had begun by then.
set variable records_end = (
    select least(max(greatest(REFLD, TRIAGED, DISD, REFMODDT, MODST, MODEND)), getvariable('today'))
    from staging.ndtms_records
);

create or replace table staging.period as
with span as (
    select
        min(TRIAGED) as first_on,
        least(max(latest_on), getvariable('today')) as last_on
    from staging.ndtms_records
),

year as (
    select unnest(generate_series(quarter_number(first_on) // 4, quarter_number(last_on) // 4))::integer as begins
    from span
    where first_on is not null
),

quarter as (
    select begins, number, make_date(begins, 4, 1) + to_months(3 * (number - 1)) as start_on
    from year
    cross join (values (1), (2), (3), (4)) as of_year (number)
)

select
    format('{}-{:02d}', begins, (begins + 1) % 100) as period,
    'year' as period_kind,
    format('{}-{:02d}', begins, (begins + 1) % 100) as year,
    begins as begins_in,
    make_date(begins, 4, 1) as start_on,
    make_date(begins + 1, 3, 31) as end_on,
    begins::smallint as period_number
from year
union all
select
    format('{}-{:02d} Q{}', begins, (begins + 1) % 100, number),
    'quarter',
    format('{}-{:02d}', begins, (begins + 1) % 100),
    begins,
    start_on::date,
    (start_on + to_months(3))::date - 1,
    (begins * 4 + number - 1)::smallint
from quarter
where start_on <= (select last_on from span);

-- One row per financial year: what indicators are counted by.
create or replace view staging.financial_year as
select period, begins_in, start_on, end_on
from staging.period
where period_kind = 'year';
