-- One row per line of a service's file: the cells as text, under the names of the core data set. {services}: numbers.
with line_row as (
    select
        episode.* exclude (provider),
        intervention.intervention,
        intervention.m,
        intervention.modality,
        intervention.referred_on as asked_on,
        intervention.offered_on,
        intervention.started_on,
        intervention.ended_on,
        provider.provider,
        provider.agency,
        authority.area_code,
        authority.dat as dat_code,
        authority.old_codes,
        authority.nine_codes,
        authority.earlier_codes,
        -- A line repeats its client and episode; some interventions have a second line, for a review of
        -- their parts or of the person's own outcomes.
        unnest(['main']
            || case when episode.left_on - episode.triaged_on > 100 and intervention.m = 1
                and chance(episode.episode, 'outcome review') < 0.22 then ['review'] else [] end
            || case when {has_parts} and intervention.started_on <= date '{last_day}' - 84
                and chance(intervention.intervention, 'parts review') < 0.12 then ['parts'] else [] end
        ) as kind
    from episode
    join provider using (provider)
    join authority using (area)
    left join intervention on intervention.episode = episode.episode
        and intervention.provider in ({services})
    where episode.provider in ({services})
),
drug_row as (
    select
        *,
        case substance_group
            when 'opiate' then case
                when chance(episode, 'drugs') < 0.80 then '1011'
                when chance(episode, 'drugs') < 0.90 then '1000'
                when chance(episode, 'drugs') < 0.94 then '1105'
                else '3201' end
            when 'alcohol' then '7000'
            when 'non_opiate_and_alcohol' then case when chance(episode, 'drugs') < 0.6 then '7000' else '3200' end
            else one_of(episode, 'drugs', ['5000', '5000', '5000', '3200', '3200', '3201', '2200', '3100', '3406', '8799'])
        end as first_drug,
        strftime(triaged_on, '%d/%m/%Y') as triage_day,
        coalesce(left_on, date '{last_day}') as until
    from line_row
),
second_row as (
    select
        *,
        case
            when substance_group = 'opiate' and first_drug = '3201' then '1011'
            when substance_group = 'opiate' then one_of(episode, 'more drugs',
                ['3201', '3201', '3201', '3201', '3201', '7000', '2200', '5000', '9996', '9996', '9996'])
            when substance_group = 'alcohol' then case when chance(episode, 'more drugs') < 0.04 then '3409' end
            when substance_group = 'non_opiate' then one_of(episode, 'more drugs', ['9996', '9996', '4000', '3409', '9005'])
            when first_drug = '7000' then one_of(episode, 'more drugs', ['3200', '3200', '5000', '5000', '2200', '3100'])
            else '7000'
        end as second_drug,
        one_of(person, 'parent', case when sex = 'F'
            then ['11', '11', '12', '13', '13', '14', '14', '14', '14', '15']
            else ['11', '12', '13', '13', '13', '14', '14', '14', '14', '15'] end) as parent,
        case
            when residence < 0.003 then 'elsewhere'
            when residence < 0.060 then 'partnership'
            else 'authority'
        end as residence_known
    from drug_row
    cross join lateral (select chance(person, 'residence') as residence)
)
select
    provider,
    episode,
    m,
    kind,
    finitial as "FINITIAL",
    sinitial as "SINITIAL",
    strftime(born_on, '%d/%m/%Y') as "DOB",
    sex as "SEX",
    letter_of(person, 'ethnic', 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAABCCDFHJMNSZ') as "ETHNIC",
    one_of(person, 'nation', ['GBR', 'GBR', 'GBR', 'GBR', 'GBR', 'GBR', 'GBR', 'POL', 'IRL']) as "NATION",
    strftime(referred_on, '%d/%m/%Y') as "REFLD",
    agency as "AGNCY",
    case when chance(person, 'reference') < 0.7 then concat(finitial, sinitial, '/', person % 10000) end as "CLIENT",
    (person + 100001)::varchar as "CLIENTID",
    episode::varchar as "EPISODID",
    'Y' as "CONSENT",
    case when chance(episode, 'before') < 0.55 then 'Y' else 'N' end as "PREVTR",
    letter_of(episode, 'housing', '1222333333333') as "ACCMNEED",
    parent as "PRNTSTAT",
    case residence_known when 'elsewhere' then 'Z00B' else dat_code end as "DAT",
    case when residence_known = 'authority'
        then one_of(person, 'district', case when provider % 16 = 9 then nine_codes else old_codes end) end as "LA",
    first_drug as "DRUG1",
    (14 + floor(12 * chance(person, 'first use')))::integer::varchar as "DRUG1AGE",
    case substance_group
        when 'opiate' then letter_of(episode, 'route', '11133333')
        when 'alcohol' then '4'
        else letter_of(episode, 'route', '2223334') end as "ROUTE",
    -- Most software writes that there is no second or third substance; some leaves the cell empty.
    coalesce(nullif(second_drug, '9996'), case when provider % 7 <> 2 then '9996' end) as "DRUG2",
    case
        when substance_group = 'opiate' and chance(episode, 'third drug') < 0.2
            then one_of(episode, 'which third', ['7000', '5000', '2200', '3100'])
        when provider % 7 <> 2 then '9997'
    end as "DRUG3",
    one_of(episode, 'source', ['4', '4', '4', '4', '4', '3', '3', '1', '2', '8', '8', '5', '13', '22', '19', '15']) as "RFLS",
    triage_day as "TRIAGED",
    case when triaged_on + 7 <= until and chance(episode, 'care plan') < 0.8
        then strftime(triaged_on + 7, '%d/%m/%Y') end as "CPLANDT",
    case when substance_group = 'opiate' then letter_of(person, 'injecting', 'CCPPPNNNNZ')
        else letter_of(person, 'injecting', 'PNNNNNNNNN') end as "INJSTAT",
    case parent
        when '11' then letter_of(person, 'children', '1112223')
        when '12' then letter_of(person, 'children', '112')
        else '0' end as "CHILDWTH",
    case when sex = 'F' and triaged_on - born_on < 16400
        then case when chance(episode, 'pregnant') < 0.025 then 'Y' else 'N' end end as "PREGNANT",
    case when substance_group in ('alcohol', 'non_opiate_and_alcohol')
        then (8 + floor(21 * chance(episode, 'drinking days')))::integer::varchar end as "ALCDDAYS",
    case when substance_group in ('alcohol', 'non_opiate_and_alcohol')
        then (6 + floor(34 * chance(episode, 'units')))::integer::varchar end as "ALCUNITS",
    case when chance(person, 'mental health') < case when sex = 'F' then 0.62 else 0.5 end
        then 'Y' else 'N' end as "DUALDIAG",
    case when substance_group = 'opiate' and triaged_on + 28 <= until and chance(episode, 'hepatitis') < 0.4
        then strftime(triaged_on + 28, '%d/%m/%Y') end as "HEPCTSTD",
    strftime(left_on, '%d/%m/%Y') as "DISD",
    case ending
        when 'completed' then case
            when {has_parts} then case substance_group when 'alcohol' then '81' when 'opiate' then '80'
                else letter_of(episode, 'outcome', '012') end
            else letter_of(episode, 'outcome', '12') end
        when 'dropped_out' then '6'
        when 'transferred' then letter_of(episode, 'where to', '557')
        when 'prison' then '8'
        when 'died' then '9'
        when 'never_started' then one_of(episode, 'why', ['6', '6', '12', '13'])
        when 'other' then one_of(episode, 'why', ['3', '4', '10', '11'])
    end as "DISRSN",
    case
        when {has_parts} or modality in (8, 9, 10, 76, 93) then modality::varchar
        when modality = 94 then one_of(intervention, 'legacy', ['2', '2', '2', '3', '1'])
        when modality = 95 and substance_group = 'alcohol' then one_of(intervention, 'legacy', ['4', '11', '11', '6'])
        when modality = 95 then one_of(intervention, 'legacy', ['4', '4', '5', '12'])
        when modality = 96 then '7'
    end as "MODAL",
    strftime(asked_on, '%d/%m/%Y') as "REFMODDT",
    case when modality is null then null when modality = 94 then letter_of(intervention, 'setting', '6666612')
        else '6' end as "MODSET",
    case when chance(episode, 'no intervention key') < 0.995 or m > 1 then m::varchar end as "MODID",
    strftime(offered_on, '%d/%m/%Y') as "FAOMODDT",
    strftime(started_on, '%d/%m/%Y') as "MODST",
    strftime(ended_on, '%d/%m/%Y') as "MODEND",
    case when ended_on is not null then letter_of(intervention, 'exit', 'AAABBC') end as "MODEXIT",
    case when kind = 'parts' then strftime(started_on + 84, '%d/%m/%Y') end as "SUBMODDT",
    case when kind = 'parts' then '1' end as "SUBMID",
    case when kind = 'parts' and modality = 94 then letter_of(intervention, 'stabilising', 'YN') end as "PHSTBL",
    case when kind = 'parts' and modality = 94 then letter_of(intervention, 'maintaining', 'YYN') end as "PHMAIN",
    case when kind = 'parts' and modality = 95 then letter_of(intervention, 'motivation', 'YYN') end as "PSYMOTI",
    case when kind = 'parts' and modality = 95 then letter_of(intervention, 'behaviour', 'YNN') end as "PSYCGBH",
    case when kind = 'parts' and modality = 96 then letter_of(intervention, 'peers', 'YYN') end as "RECPEER",
    case when kind = 'parts' and modality = 96 then letter_of(intervention, 'family', 'YNNN') end as "RECFMSP",
    case when kind = 'main' and m = 1 and chance(episode, 'hours') < 0.08 then triage_day end as "TITDATE",
    case when kind = 'main' and m = 1 and chance(episode, 'hours') < 0.08 then '1' end as "TITREAT",
    case when kind = 'main' and m = 1 and chance(episode, 'hours') < 0.08 then '1' end as "TITID",
    case
        when kind = 'review' then strftime(triaged_on + 90, '%d/%m/%Y')
        when kind = 'main' and m = 1 and chance(episode, 'outcomes') < 0.6 then triage_day
    end as "TOPDATE",
    case
        when kind = 'review' then '2'
        when kind = 'main' and m = 1 and chance(episode, 'outcomes') < 0.6 then '1'
    end as "TOPID",
    case
        when kind = 'review' then 'R'
        when kind = 'main' and m = 1 and chance(episode, 'outcomes') < 0.6 then 'S'
    end as "TRSTAGE",
    case when kind = 'review' then floor(29 * chance(episode, 'days drinking'))::integer::varchar end as "ALCUSE",
    case when kind = 'review' then floor(29 * pow(chance(episode, 'days using'), 3))::integer::varchar end as "OPIUSE",
    case when kind = 'review' then floor(21 * chance(episode, 'mood'))::integer::varchar end as "PSYHSTAT",
    case when kind = 'review' then floor(21 * chance(episode, 'health'))::integer::varchar end as "PHSTAT",
    case when kind = 'review' then floor(21 * chance(episode, 'life'))::integer::varchar end as "QUALLIFE",
    letter_of(person, 'orientation', 'HHHHHHHHHHHHHHHHHHGBRZ') as "SEXUAL",
    one_of(person, 'work', ['1', '1', '9', '9', '10', '12', '12', '12', '5', '6', '15', '99']) as "EMPSTAT",
    case when residence_known <> 'elsewhere' and chance(person, 'authority code') < 0.96
        then case when earlier_codes is not null and chance(person, 'authority code') < 0.2
            then one_of(person, 'earlier code', earlier_codes) else area_code end end as "UTLA",
    letter_of(person, 'veteran', 'NNNNNNNNNNNNNNNNNNNY') as "VETERAN",
    case when substance_group = 'opiate' then letter_of(episode, 'naloxone', 'YYN') end as "NALOXISS"
from second_row
