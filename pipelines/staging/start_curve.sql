-- One row per place, financial year, sex and day from referral, 0 to 126: the shares of journeys that had started, and that had
-- ended without a start, with how surely they are known; all substances together.
create or replace table staging.start_curve as
select
    i.cell,
    area_of(i.cell)::varchar as area_code,
    p.period,
    sex_of(i.cell)::varchar as sex,
    i.day,
    i.journeys::bigint as journeys,
    i.followed::bigint as followed,
    i.is_known,
    i.started,
    i.started_variance,
    i.gone,
    i.gone_variance,
    min(i.day) filter (i.is_known and i.started >= 0.5) over (partition by i.cell) as half_started_days
from cumulative_incidence('staging.start_day', 126) as i
join staging.period as p
    on p.period_number = period_number_of(i.cell);

drop table staging.start_day;
