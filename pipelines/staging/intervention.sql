-- One row per intervention of an episode: what was started, and the two clocks of its wait.
create or replace table staging.intervention as
with line as (
    select
        AGNCY,
        CLIENTID,
        EPISODID,
        MODID,
        coalesce(
            MODID,
            -- an intervention without a key of its own is told apart by what is known of it
            concat_ws('|', 'no key', coalesce(MODAL, ''), coalesce(REFMODDT::varchar, ''),
                coalesce(FAOMODDT::varchar, ''), coalesce(MODST::varchar, ''))
        ) as intervention_key,
        {
            'referred_on': coalesce(REFMODDT, date '0001-01-01'),
            'offered_on': coalesce(FAOMODDT, date '0001-01-01'),
            'started_on': coalesce(MODST, date '0001-01-01'),
            'modality': coalesce(MODAL, '')
        } as dates
    from staging.ndtms_records
    where coalesce(MODID, MODAL, REFMODDT::varchar, MODST::varchar) is not null
),

chosen as (
    select
        AGNCY,
        CLIENTID,
        EPISODID,
        intervention_key,
        any_value(MODID) as intervention_id,
        max(dates) as dates
    from line
    group by all
)

select
    e.episode,
    j.journey,
    c.intervention_id,
    e.episode_id,
    e.provider_code,
    e.client_id,
    nullif(c.dates.referred_on, date '0001-01-01') as referred_on,
    nullif(c.dates.offered_on, date '0001-01-01') as offered_on,
    nullif(c.dates.started_on, date '0001-01-01') as started_on,
    coalesce(code.is_structured = 'true', false) as is_structured
from chosen as c
join staging.episode as e
    on e.provider_code = c.AGNCY
    and e.client_id = c.CLIENTID
    and e.episode_id = c.EPISODID
join staging.episode_in_journey as j using (episode)
left join reference.intervention_code as code
    on code.code = c.dates.modality;
