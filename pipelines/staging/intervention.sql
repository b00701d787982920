-- One row per intervention of an episode: what was started, the two clocks of its wait, and when the episode was open.
-- Where the lines of one intervention disagree, the line with the greatest dates (referral, offer, start) and then
-- modality is taken, null being least. All four are packed into one number in that order, so that the choice is a
-- plain maximum, and one pass over five million lines makes it: 17 bits hold the days of 350 years, null is 0.
create or replace macro days_since_1900(day) as coalesce(day - date '1899-12-31', 0)::bigint;
create or replace macro day_of(days) as date '1899-12-31' + nullif(days, 0)::integer;
set variable structured_modalities = (
    select list(enum_code(code::modality) + 1)
    from reference.intervention_code
    where is_structured = 'true'
);

create or replace table staging.intervention as
with line as (
    select
        episode_key,
        MODID,
        (days_since_1900(REFMODDT) << 39)
        | (days_since_1900(FAOMODDT) << 22)
        | (days_since_1900(MODST) << 5)
        | coalesce(enum_code(MODAL) + 1, 0) as known
    from staging.ndtms_records_in_use
    where rejects = 0
        and (
            MODID is not null
            or MODAL is not null
            or REFMODDT is not null
            or MODST is not null
        )
),

chosen as (
    select
        episode_key,
        MODID,
        max(known) as known
    from line
    where MODID is not null
    group by episode_key, MODID
    union all
    -- an intervention without a key of its own is told apart by what is known of it
    select distinct
        episode_key,
        MODID,
        known
    from line
    where MODID is null
)

select
    e.episode,
    j.journey,
    c.MODID as intervention_id,
    day_of(c.known >> 39) as referred_on,
    day_of((c.known >> 22) & 131071) as offered_on,
    day_of((c.known >> 5) & 131071) as started_on,
    list_contains(getvariable('structured_modalities'), c.known & 31) as is_structured,
    e.sex,
    e.triaged_on,
    e.discharged_on
from chosen as c
join staging.episode as e
    on e.episode_key = c.episode_key
join staging.episode_in_journey as j using (episode);
