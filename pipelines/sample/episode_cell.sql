-- One row per episode of some services: the cells that every line of it repeats, as text, under the names of
-- the core data set; in small letters what its lines are made from.
with known as (
    select
        * exclude (left_on, ending),
        rowid as row_number,
        -- As known on the day of the extract.
        case when left_on <= date '{last_day}' then left_on end as left_on,
        case when left_on <= date '{last_day}' then ending end as ending,
        least(left_on, date '{last_day}') as until,
        profile_of(sex, substance_group) as profile,
        episode // 4 as stay,
        strftime(triaged_on, '%d/%m/%Y') as triage_day,
        -- What people tell about themselves is mostly the same each time they come.
        case when chance(episode // 4, 'tells anew') < 0.2 then episode // 4 + 1000000000 else person end as teller,
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
        case
            when chance(person, 'residence') < 0.003 then 'elsewhere'
            when chance(person, 'residence') < 0.060 then 'partnership'
            else 'authority'
        end as residence_known
    from episode
    where place between {first} and {last}
        and triaged_on <= date '{last_day}'
),
told as (
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
        -- Some services leave a good part of these questions unasked.
        chance(episode, 'leaves gaps') < gap_share(provider) as is_gap,
        answer_PRNTSTAT(teller, profile) as parent,
        answer_MTWITN(teller, profile) as mental_health_need,
        answer_INJSTAT(teller, profile) as injecting,
        answer_ACCMNEED(teller, profile) as housing,
        answer_EMPSTAT(teller, profile) as work
    from known
),
family as (
    select
        *,
        case parent
            when '11' then letter_of(teller, 'children', '1111111112222222233334D-')
            when '12' then letter_of(teller, 'children', '11111111111122222233D-')
            when '13' then letter_of(teller, 'children', '00000000000000000000000000000000000012D-')
            when '14' then letter_of(teller, 'children', case sex
                when 'F' then '0000000000000000000000000000000000011223D-'
                else '00000000000000000000000000000000001112223D-' end)
            when '15' then letter_of(teller, 'children', 'DDD----')
        end as children
    from told
),
helped as (
    select
        *,
        -- 1 early help, 2 child in need, 3 child protection plan, 4 looked after, 5 none, 9 not known
        case
            when parent in ('11', '12') or children in ('1', '2', '3', '4')
                then letter_of(teller, 'help for the children', case sex
                    when 'F' then '111111222223333333445555555555555555555555555599-'
                    else '1111122223333445555555555555555555555555555555599-' end)
            when parent = '13' then letter_of(teller, 'help for the children', case sex
                when 'F' then '1223344444444444444444444555555555555555555555559-'
                else '1223444444445555555555555555555555555555555555599-' end)
            when parent = '14' then letter_of(teller, 'help for the children', '55555555555555555555555555555559--')
        end as help
    from family
)
select
    row_number,
    episode,
    person,
    provider,
    sex = 'F' as is_woman,
    area,
    substance_group,
    profile,
    never_starts,
    triaged_on,
    referred_on,
    left_on,
    until,
    triage_day,
    injecting,
    housing,
    work,
    wait_factor(area) * case when sex = 'F' then women_wait_factor(area) else 1 end as wait_factor,
    finitial as "FINITIAL",
    sinitial as "SINITIAL",
    strftime(born_on, '%d/%m/%Y') as "DOB",
    sex as "SEX",
    answer_ETHNIC(case when chance(stay, 'ethnic again') < 0.03 then stay + 1000000000 else person end, profile) as "ETHNIC",
    one_of(person, 'nation', ['GBR', 'GBR', 'GBR', 'GBR', 'GBR', 'GBR', 'GBR', 'POL', 'IRL']) as "NATION",
    strftime(referred_on, '%d/%m/%Y') as "REFLD",
    agency(provider) as "AGNCY",
    case when chance(person, 'reference') < 0.7 then concat(finitial, sinitial, '/', person % 10000) end as "CLIENT",
    (person + 100001)::varchar as "CLIENTID",
    episode::varchar as "EPISODID",
    'Y' as "CONSENT",
    case when stay % 4 > 0 and chance(episode, 'before') < 0.94 then 'Y' else answer_PREVTR(episode, profile) end as "PREVTR",
    housing as "ACCMNEED",
    case when not is_gap then parent end as "PRNTSTAT",
    case residence_known when 'elsewhere' then 'Z00B' else dat_code(area) end as "DAT",
    case when residence_known = 'authority'
        then one_of(person, 'district', case when provider % 16 = 9 then nine_codes(area) else old_codes(area) end) end
        as "LA",
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
    case when n = 2 and chance(episode, 'source') < 0.7 then '1' else answer_RFLS(stay, profile) end as "RFLS",
    triage_day as "TRIAGED",
    case when triaged_on + 7 <= until and chance(episode, 'care plan') < 0.8
        then strftime(triaged_on + 7, '%d/%m/%Y') end as "CPLANDT",
    injecting as "INJSTAT",
    case when is_gap then null else case children when 'D' then '98' when '-' then null else children end end as "CHILDWTH",
    case
        when is_gap then null
        when triaged_on - born_on < 16400 then answer_PREGNANT(episode, profile)
        when sex = 'F' and chance(episode, 'older') < 0.94 then 'N'
    end as "PREGNANT",
    case when substance_group in ('alcohol', 'non_opiate_and_alcohol')
        then (8 + floor(21 * chance(episode, 'drinking days')))::integer::varchar end as "ALCDDAYS",
    case when substance_group in ('alcohol', 'non_opiate_and_alcohol')
        then (6 + floor(34 * chance(episode, 'units')))::integer::varchar end as "ALCUNITS",
    mental_health_need as "DUALDIAG",
    case when substance_group = 'opiate' and triaged_on + 28 <= until and chance(episode, 'hepatitis') < 0.4
        then strftime(triaged_on + 28, '%d/%m/%Y') end as "HEPCTSTD",
    strftime(left_on, '%d/%m/%Y') as "DISD",
    -- Services write the older numbers, the later ones, or the words.
    case
        when ending is null then null
        when {has_parts} and provider % 57 = 8 then case ending
            when 'completed' then 'SUCCESSFUL COMPLETION'
            when 'transferred' then 'Transferred - not in custody'
            when 'to_prison' then 'Transferred - in custody'
            when 'dropped_out' then 'Incomplete - dropped out'
            when 'withdrawn' then 'Incomplete - treatment withdrawn by provider'
            when 'in_custody' then 'Retained'
            when 'died' then 'Died'
            when 'not_known' then 'Exit reason inconsistent'
            else 'Onward referral offered and refused'
        end
        when {has_parts} and (provider % 3 = 1 or provider % 4 = 0) then case ending
            when 'completed' then case substance_group
                when 'opiate' then '80'
                when 'alcohol' then '81'
                else one_of(episode, 'outcome', ['80', '81', '82']) end
            when 'transferred' then one_of(episode, 'where to', ['83', '83', '83', '91'])
            when 'to_prison' then '84'
            when 'dropped_out' then '86'
            when 'withdrawn' then '87'
            when 'in_custody' then '88'
            when 'died' then '90'
            when 'other' then one_of(episode, 'why', ['89', '92', '85'])
            else '85'
        end
        else case ending
            when 'completed' then letter_of(episode, 'outcome', '12')
            when 'transferred' then '5'
            when 'to_prison' then '8'
            when 'dropped_out' then '6'
            when 'withdrawn' then '3'
            when 'in_custody' then '8'
            when 'died' then '9'
            when 'declined' then one_of(episode, 'why', ['12', '12', '13'])
            when 'not_known' then '11'
            else one_of(episode, 'why', ['4', '7', '7', '10'])
        end
    end as "DISRSN",
    answer_SEXUAL(person, profile) as "SEXUAL",
    work as "EMPSTAT",
    case when residence_known <> 'elsewhere' and chance(person, 'authority code') < 0.96
        then case when earlier_codes(area) is not null and chance(person, 'authority code') < 0.2
            then one_of(person, 'earlier code', earlier_codes(area)) else area_code(area) end end as "UTLA",
    case when not is_gap then child_help(help, provider) end as "EHCSC",
    case when not is_gap and help in ('1', '2', '3', '4') and chance(teller, 'second help') < 0.1
        then child_help(letter_of(teller, 'which second', '1223'), provider) end as "EHCSC2",
    case when not is_gap and help in ('3', '4') and chance(teller, 'second help') < 0.02
        then child_help('4', provider) end as "EHCSC3",
    letter_of(person, 'veteran', 'NNNNNNNNNNNNNNNNNNNY') as "VETERAN",
    case when substance_group = 'opiate' then letter_of(episode, 'naloxone', 'YYN') end as "NALOXISS",
    case when not is_gap then mental_health_need end as "MTWITN",
    case when not is_gap and mental_health_need = 'Y' then answer_CRTMHN(teller, profile) end as "CRTMHN"
from helped
