-- What the records hold that no area's number shows, counted: adds rows to mart.build_note.
insert into mart.build_note
select
    'not_placed' as topic,
    'ndtms_records' as subject,
    'Episodes whose residence could not be placed in one of today''s authorities: counted in England only.' as detail,
    count(*) as rows
from staging.episode
where area_code is null
having count(*) > 0;

insert into mart.build_note
select
    'without_consent',
    'ndtms_records',
    'Records of people who did not consent to NDTMS: counted here and used for nothing.',
    count(*)
from staging.ndtms_records_read
where is_exempt
having count(*) > 0;

insert into mart.build_note
with covered as (
    select min(start_on) as start_on, max(end_on) as end_on
    from staging.period
    where period_kind = 'year'
),

ended as (
    select unnest([offered_on, started_on]) as ended_on
    from staging.intervention
    where referred_on is not null
)

select
    'outside_the_years',
    'ndtms_records',
    'Waits that ended outside the financial years from the first triage to the latest record: in no number.',
    count(*)
from ended
cross join covered
where ended.ended_on not between covered.start_on and covered.end_on
having count(*) > 0;
