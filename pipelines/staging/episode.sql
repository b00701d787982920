-- One row per episode: a person's stay at one provider, with where they lived, what they came about and what they said.
-- Every line of an extract repeats its episode; where the lines disagree the episode takes all its values from one
-- of them, chosen by content, so that neither the order of rows nor of files can change a number. (They never disagree
-- on the person: the rule person_differs keeps such lines out.) Codes are read as intake keeps them, as a number for each
-- code of the field, and not as the text that staging.ndtms_records shows.
--
-- staging.episode: episode (integer, in the order of a person's episodes: TRIAGED, EPISODID, AGNCY, CLIENTID),
--     provider_code, client_id, episode_id, episode_key, person, sex, referred_on, triaged_on, discharged_on, area_code (null: not
--     placed), has_opiate, has_non_opiate, has_alcohol, and the first words of each measure: age_band, exit_reason, …
--     Codes are kept as the category they count in, null where empty or not listed, not_asked where the file has no such
--     column; children is a number, -1 where not asked and 98 where declined.
-- staging.episode_in_journey (journey.sql): episode, journey (the number of its first episode), person (a number),
--     triaged_on, next_triaged_on (the journey's next episode), area_code, what is known of drugs by then, …
-- staging.journey (journey.sql): journey, person (the number), sex, began_on, ended_on, first_episode, exit_reason,
--     has_returned (the person's next journey, anywhere, began within six months of this one's end)
-- staging.journey_known (journey.sql): journey and run of quarters in which place and drugs, as known by the quarter's
--     end, stay the same. A financial year's are those of its last quarter.
create or replace table staging.chosen_line as
with line as (
    select
        episode_key,
        row as place,
        -- lines alike in this number of 64 bits are taken to be alike
        hash(
            REFLD, TRIAGED, DISD, UTLA, LA, DAT, DRUG1, DRUG2, DRUG3, DISRSN, RFLS, PREVTR, ETHNIC, PRNTSTAT, CHILDWTH,
            EHCSC, EHCSC2, EHCSC3, PREGNANT, ACCMNEED, EMPSTAT, MTWITN, CRTMHN, INJSTAT, age_at_triage
        ) as content
    from staging.ndtms_records_in_use
    where rejects = 0
)

select
    episode_key,
    min(place) as place,
    min(content) <> max(content) as lines_differ
from line
group by episode_key;

-- Of the few episodes whose lines differ: the line with the latest discharge (open counts as latest), triage and
-- referral, then the greatest of every other value as text.
create or replace table staging.greatest_line as
select
    arg_max(
        r.row,
        {
            'discharged_on': coalesce(r.DISD, date '9999-12-31'),
            'triaged_on': r.TRIAGED,
            'referred_on': r.REFLD,
            'drug1': coalesce(r.DRUG1::varchar, ''),
            'drug2': coalesce(r.DRUG2::varchar, ''),
            'drug3': coalesce(r.DRUG3::varchar, ''),
            'area_code': coalesce(
                getvariable('utla_areas')[enum_code(r.UTLA) + 1]::varchar,
                getvariable('la_areas')[enum_code(r.LA) + 1]::varchar,
                getvariable('dat_areas')[enum_code(r.DAT) + 1]::varchar,
                ''
            ),
            'disrsn': coalesce(r.DISRSN::varchar, ''),
            'rfls': coalesce(r.RFLS::varchar, ''),
            'prevtr': coalesce(r.PREVTR::varchar, ''),
            'ethnic': coalesce(r.ETHNIC::varchar, ''),
            'prntstat': coalesce(r.PRNTSTAT::varchar, ''),
            'childwth': coalesce(r.CHILDWTH::varchar, ''),
            'ehcsc': coalesce(r.EHCSC::varchar, ''),
            'ehcsc2': coalesce(r.EHCSC2::varchar, ''),
            'ehcsc3': coalesce(r.EHCSC3::varchar, ''),
            'pregnant': coalesce(r.PREGNANT::varchar, ''),
            'accmneed': coalesce(r.ACCMNEED::varchar, ''),
            'empstat': coalesce(r.EMPSTAT::varchar, ''),
            'mtwitn': coalesce(r.MTWITN::varchar, ''),
            'crtmhn': coalesce(r.CRTMHN::varchar, ''),
            'injstat': coalesce(r.INJSTAT::varchar, ''),
            'age': coalesce(r.age_at_triage, -1)
        }
    ) as place
from staging.ndtms_records_in_use as r
join staging.chosen_line as c
    on c.episode_key = r.episode_key
    and c.lines_differ
where r.rejects = 0
group by r.episode_key;

create or replace table staging.chosen_line as
select place from staging.chosen_line where not lines_differ
union all
select place from staging.greatest_line;

-- Numbers are given out before an episode's fields are read: sorting them with all the fields takes twice as long.
create or replace table staging.episode_number as
select
    place,
    (row_number() over ())::integer as episode
from (
    select r.row as place
    from staging.ndtms_records_in_use as r
    semi join staging.chosen_line as c
        on c.place = r.row
    order by r.person, r.TRIAGED, r.EPISODID, r.AGNCY, r.CLIENTID
);

create or replace table staging.episode as
select
    n.episode,
    r.AGNCY as provider_code,
    r.CLIENTID as client_id,
    r.EPISODID as episode_id,
    r.episode_key,
    r.person,
    case r.SEX when 'F' then 'female'::sex_word else 'male'::sex_word end as sex,
    r.REFLD as referred_on,
    r.TRIAGED as triaged_on,
    r.DISD as discharged_on,
    coalesce(
        getvariable('utla_areas')[enum_code(r.UTLA) + 1],
        getvariable('la_areas')[enum_code(r.LA) + 1],
        getvariable('dat_areas')[enum_code(r.DAT) + 1]
    ) as area_code,
    coalesce('opiate' in (r.DRUG1_kind, r.DRUG2_kind, r.DRUG3_kind), false) as has_opiate,
    coalesce('non_opiate' in (r.DRUG1_kind, r.DRUG2_kind, r.DRUG3_kind), false) as has_non_opiate,
    coalesce('alcohol' in (r.DRUG1_kind, r.DRUG2_kind, r.DRUG3_kind), false) as has_alcohol,
    case
        when r.age_at_triage is null then 'not_stated'::category
        when r.age_at_triage < 30 then '18_to_29'::category
        when r.age_at_triage < 50 then '30_to_49'::category
        else '50_and_over'::category
    end as age_band,
    getvariable('children_numbers')[enum_code(r.CHILDWTH) + 1] as children,
    getvariable('disrsn_categories')[enum_code(r.DISRSN) + 1] as exit_reason,
    getvariable('rfls_categories')[enum_code(r.RFLS) + 1] as referral_source,
    getvariable('prevtr_categories')[enum_code(r.PREVTR) + 1] as treated_before,
    getvariable('ethnic_categories')[enum_code(r.ETHNIC) + 1] as ethnic_group,
    getvariable('prntstat_categories')[enum_code(r.PRNTSTAT) + 1] as parent,
    getvariable('ehcsc_categories')[enum_code(r.EHCSC) + 1] as childrens_services,
    getvariable('ehcsc_categories')[enum_code(r.EHCSC2) + 1] as childrens_services_2,
    getvariable('ehcsc_categories')[enum_code(r.EHCSC3) + 1] as childrens_services_3,
    getvariable('pregnant_categories')[enum_code(r.PREGNANT) + 1] as pregnant,
    getvariable('accmneed_categories')[enum_code(r.ACCMNEED) + 1] as housing,
    getvariable('empstat_categories')[enum_code(r.EMPSTAT) + 1] as employment,
    getvariable('mtwitn_categories')[enum_code(r.MTWITN) + 1] as mental_health_need,
    getvariable('crtmhn_categories')[enum_code(r.CRTMHN) + 1] as mental_health_treatment,
    getvariable('injstat_categories')[enum_code(r.INJSTAT) + 1] as injecting
from staging.ndtms_records_in_use as r
join staging.episode_number as n
    on n.place = r.row
order by n.episode;

drop table staging.chosen_line;
drop table staging.greatest_line;
drop table staging.episode_number;
