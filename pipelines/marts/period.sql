-- One row per period the records cover: financial years, and quarters of them.
create table mart.period (
    period varchar primary key,
    period_kind varchar not null check (period_kind in ('year', 'quarter')),
    year varchar not null,
    start_on date not null,
    end_on date not null,
    is_complete boolean not null
);
comment on table mart.period is 'Financial years and quarters; complete when records reach their last day. Empty without records.';

insert into mart.period
select
    period,
    period_kind,
    year,
    start_on,
    end_on,
    coalesce(end_on <= getvariable('records_end'), false) as is_complete
from staging.period;
