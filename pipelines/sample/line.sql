-- One row per line of a service's file, from the rows of episode_cell.sql: the cells that belong to an intervention,
-- its parts, the hours of treatment or the person's own outcomes, and the line written whole.
with episode_row as (
    {episodes}
),
place_row as (
    select
        *,
        -- About one episode in a hundred has no intervention: its line says so by empty cells.
        unnest(range(1, 2 + case
            when chance(episode, 'how many') < 0.50 then 0
            when chance(episode, 'how many') < 0.82 then 1
            when chance(episode, 'how many') < 0.96 then 2
            else 3
        end)) as m
    from ({repeated} from episode_row)
),
asked as (
    select
        * exclude (m),
        m::integer as m,
        episode * 8 + m as intervention,
        chance(episode, 'how many') >= 0.01 as has_intervention,
        case
            when chance(episode, 'how many') < 0.01 then null
            when m > 1 then triaged_on + floor(
                chance(episode * 8 + m, 'asked') * least(until - triaged_on, 300)
            )::integer
            when chance(episode, 'asked early') < 0.2 then referred_on
            else triaged_on
        end as asked_on
    from place_row
),
offered as (
    select
        *,
        asked_on + least(150, case
            when chance(intervention, 'long wait') < 0.0235 * wait_factor
                then 22 + exponential(intervention, 'wait', 26)::integer
            when chance(intervention, 'same day') < 0.36 then 0
            else least(21, exponential(intervention, 'wait', 2.9 * wait_factor)::integer)
        end) as offer_on
    from asked
),
started as (
    select
        *,
        greatest(triaged_on, offer_on + case
            when chance(intervention, 'starts at once') < 0.6 then 0
            else 1 + exponential(intervention, 'start', 4)::integer
        end) as start_on
    from offered
),
dated as (
    select
        *,
        case when offer_on <= until and chance(intervention, 'no offer noted') > 0.015 then offer_on end as offered_on,
        -- People who left first, or never came, did not start; nor did those still waiting on the last day.
        case when not never_starts and start_on <= until then start_on end as started_on,
        case
            when not has_intervention then null
            when m = 1 and chance(intervention, 'type') < 0.012 then one_of(intervention, 'light', [76, 93, 96])
            when m = 1 and substance_group = 'opiate' then case when chance(intervention, 'type') < 0.8 then 94 else 95 end
            when m = 1 then case when chance(intervention, 'type') < 0.16 then 94 else 95 end
            when m = 2 then case when chance(intervention, 'type') < 0.75 then 95 else 96 end
            when m = 3 then 96
            else one_of(intervention, 'light', [94, 95, 76, 93, 8, 9, 10])
        end as modality
    from started
),
ended as (
    select
        *,
        case
            when started_on is null then null
            when m > 1 and chance(intervention, 'ends early') < 0.7
                and started_on + 30 + exponential(intervention, 'lasts', 90)::integer
                    < coalesce(left_on, date '{last_day}' + 1)
                then started_on + 30 + exponential(intervention, 'lasts', 90)::integer
            else left_on
        end as ended_on,
        coalesce({reviews}, 0)::integer as reviews,
        coalesce({parts}, 0)::integer as parts
    from dated
),
line_row as (
    select
        *,
        -- A line repeats its client and episode; some interventions have more lines, for reviews of the person's own
        -- outcomes and then of their parts.
        unnest(range(1 + reviews + parts))::integer as nth
    from ended
),
kind_row as (
    select
        *,
        nth between 1 and reviews as is_review,
        nth > reviews as is_parts,
        nth = 0 and m = 1 and chance(episode, 'hours') < 0.08 as has_hours,
        nth = 0 and m = 1 and chance(episode, 'outcomes') < 0.6 as has_start_outcomes
    from line_row
),
cell as (
    select
        *,
        is_review or has_start_outcomes as has_outcomes,
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
        case when has_intervention and (m > 1 or chance(episode, 'no intervention key') < 0.995)
            then m::varchar end as "MODID",
        strftime(offered_on, '%d/%m/%Y') as "FAOMODDT",
        strftime(started_on, '%d/%m/%Y') as "MODST",
        strftime(ended_on, '%d/%m/%Y') as "MODEND",
        case when ended_on is not null then letter_of(intervention, 'exit', 'AAABBC') end as "MODEXIT",
        case when is_parts then strftime(started_on + 84 * (nth - reviews), '%d/%m/%Y') end as "SUBMODDT",
        case when is_parts then (nth - reviews)::varchar end as "SUBMID",
        case when is_parts and modality = 94 then letter_of(intervention, 'stabilising', 'YN') end as "PHSTBL",
        case when is_parts and modality = 94 then letter_of(intervention, 'maintaining', 'YYN') end as "PHMAIN",
        case when is_parts and modality = 95 then letter_of(intervention, 'motivation', 'YYN') end as "PSYMOTI",
        case when is_parts and modality = 95 then letter_of(intervention, 'behaviour', 'YNN') end as "PSYCGBH",
        case when is_parts and modality = 96 then letter_of(intervention, 'peers', 'YYN') end as "RECPEER",
        case when is_parts and modality = 96 then letter_of(intervention, 'family', 'YNNN') end as "RECFMSP",
        triage_day as "TITDATE",
        '1' as "TITREAT",
        '1' as "TITID",
        case when is_review then strftime(triaged_on + {every} * nth, '%d/%m/%Y') else triage_day end as "TOPDATE",
        case when is_review then (nth + 1)::varchar else '1' end as "TOPID",
        case when is_review then 'R' else 'S' end as "TRSTAGE",
        -- Of the last 28 days: fewer at a review than at the start.
        days_of_28(intervention, 'drinking', is_review, case
            when substance_group in ('alcohol', 'non_opiate_and_alcohol') then 0.7 else 6 end) as "ALCUSE",
        days_of_28(intervention, 'opiates', is_review, case
            when substance_group = 'opiate' then 0.8 else 60 end) as "OPIUSE",
        days_of_28(intervention, 'crack', is_review, case when substance_group = 'opiate' then 2 else 30 end) as "CRAUSE",
        days_of_28(intervention, 'cocaine', is_review, case
            when substance_group in ('non_opiate', 'non_opiate_and_alcohol') then 3 else 30 end) as "COCAUSE",
        days_of_28(intervention, 'amphetamines', is_review, 40) as "AMPHUSE",
        days_of_28(intervention, 'cannabis', is_review, case
            when substance_group in ('non_opiate', 'non_opiate_and_alcohol') then 1.5 else 6 end) as "CANNUSE",
        days_of_28(intervention, 'other drugs', is_review, 20) as "OTDRGUSE",
        days_of_28(intervention, 'injecting days', is_review, case when injecting = 'C' then 0.9 else 90 end)
            as "IVDRGUSE",
        case when injecting = 'C' then letter_of(intervention, 'sharing', 'YNNNNNNN') else 'N' end as "SHARING",
        days_of_28(intervention, 'shop theft', is_review, case when substance_group = 'opiate' then 9 else 40 end)
            as "SHOTHEFT",
        days_of_28(intervention, 'selling', is_review, 60) as "DRGSELL",
        letter_of(intervention, 'other theft', 'YNNNNNNNNNNNNNNNNNNNNNNN') as "OTHTHEFT",
        letter_of(intervention, 'assault', 'YNNNNNNNNNNNNNNNNNNNNNNNNNNNNN') as "ASSAULT",
        -- Women rate their health a little lower.
        rating_of_20(intervention, 'mood', is_review, if(is_woman, 1.15, 0.9)) as "PSYHSTAT",
        case when work = '1' then least(floor(12 + 14 * chance(intervention, 'paid work')), 28)::integer::varchar
            else days_of_28(intervention, 'paid work', is_review, 30) end as "PWORK",
        days_of_28(intervention, 'education', is_review, case when work = '2' then 1.5 else 60 end) as "EDUCAT",
        case when housing = '1' then 'Y' else 'N' end as "ACUTHPBM",
        case when housing in ('1', '2') then letter_of(intervention, 'eviction', 'YN') else 'N' end as "HRISK",
        rating_of_20(intervention, 'health', is_review, if(is_woman, 1.05, 0.9)) as "PHSTAT",
        rating_of_20(intervention, 'life', is_review, if(is_woman, 1.1, 1)) as "QUALLIFE"
    from kind_row
)
select
    provider,
    row_number * 32 + m * 4 + nth as position,
    {line} as line
from cell
