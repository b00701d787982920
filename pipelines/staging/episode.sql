-- One row per episode: a person's stay at one provider, with where they lived and what they came about.
-- Every line of an extract repeats its episode; where the lines disagree the episode takes all its values from one
-- of them, chosen by content, so that neither the order of rows nor of files can change a number. (They never disagree
-- on the person: the rule person_differs keeps such lines out.)
create or replace table staging.episode as
with line as (
    select
        r.AGNCY as provider_code,
        r.CLIENTID as client_id,
        r.EPISODID as episode_id,
        r.person,
        r.SEX,
        r.REFLD as referred_on,
        r.TRIAGED as triaged_on,
        r.DISD as discharged_on,
        coalesce(utla.area_code, la.area_code, dat.area_code) as area_code,
        r.DRUG1,
        r.DRUG2,
        r.DRUG3,
        'opiate' in (r.DRUG1_kind, r.DRUG2_kind, r.DRUG3_kind) as has_opiate,
        'non_opiate' in (r.DRUG1_kind, r.DRUG2_kind, r.DRUG3_kind) as has_non_opiate,
        'alcohol' in (r.DRUG1_kind, r.DRUG2_kind, r.DRUG3_kind) as has_alcohol
    from staging.ndtms_records as r
    left join reference.residence_code as utla
        on utla.code_system = 'utla' and utla.code = r.UTLA
    left join reference.residence_code as la
        on la.code_system = 'la' and la.code = r.LA
    left join reference.residence_code as dat
        on dat.code_system = 'dat' and dat.code = r.DAT
),

chosen as (
    select
        provider_code,
        client_id,
        episode_id,
        max(
            {
                'discharged_on': coalesce(discharged_on, date '9999-12-31'),
                'triaged_on': triaged_on,
                'referred_on': referred_on,
                'drug1': coalesce(DRUG1, ''),
                'drug2': coalesce(DRUG2, ''),
                'drug3': coalesce(DRUG3, ''),
                'area_code': coalesce(area_code, ''),
                'person': person,
                'sex': SEX,
                'has_opiate': coalesce(has_opiate, false),
                'has_non_opiate': coalesce(has_non_opiate, false),
                'has_alcohol': coalesce(has_alcohol, false)
            }
        ) as line
    from line
    group by all
)

select
    row_number() over (
        order by line.person, line.triaged_on, episode_id, provider_code, client_id
    ) as episode,
    provider_code,
    client_id,
    episode_id,
    line.person as person,
    case line.sex when 'F' then 'female' else 'male' end as sex,
    line.triaged_on as triaged_on,
    nullif(line.discharged_on, date '9999-12-31') as discharged_on,
    nullif(line.area_code, '') as area_code,
    line.has_opiate as has_opiate,
    line.has_non_opiate as has_non_opiate,
    line.has_alcohol as has_alcohol
from chosen;
