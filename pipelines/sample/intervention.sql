-- One row per intervention of an episode: what it is, and when it was asked for, offered, started and ended.
create table intervention as
with asked as (
    select
        episode.episode * 8 + m as intervention,
        episode.episode,
        episode.provider,
        m,
        episode.substance_group,
        episode.triaged_on,
        episode.left_on,
        episode.never_starts,
        authority.wait_factor
            * case when authority.women_wait_longer and episode.sex = 'F' then 1.4 else 1 end as wait_factor,
        case
            when m > 1 then episode.triaged_on + floor(
                chance(episode.episode * 8 + m, 'asked')
                * least(coalesce(episode.left_on, date '{last_day}') - episode.triaged_on, 300)
            )::integer
            when chance(episode.episode, 'asked early') < 0.2 then episode.referred_on
            else episode.triaged_on
        end as referred_on
    from episode
    join authority using (area)
    cross join unnest(range(1, 2 + case
        when chance(episode, 'how many') < 0.01 then -1
        when chance(episode, 'how many') < 0.50 then 0
        when chance(episode, 'how many') < 0.82 then 1
        when chance(episode, 'how many') < 0.96 then 2
        else 3
    end)) as places(m)
),
offered as (
    select
        *,
        referred_on + least(150, case
            when chance(intervention, 'long wait') < 0.0235 * wait_factor
                then 22 + exponential(intervention, 'wait', 26)::integer
            when chance(intervention, 'same day') < 0.36 then 0
            else least(21, exponential(intervention, 'wait', 2.9 * wait_factor)::integer)
        end) as offered_on
    from asked
),
started as (
    select
        *,
        greatest(triaged_on, offered_on + case
            when chance(intervention, 'starts at once') < 0.6 then 0
            else 1 + exponential(intervention, 'start', 4)::integer
        end) as started_on
    from offered
),
dated as (
    select
        * exclude (offered_on, started_on),
        case
            when offered_on <= coalesce(left_on, date '{last_day}') and chance(intervention, 'no offer noted') > 0.015
                then offered_on
        end as offered_on,
        -- People who left first, or never came, did not start; nor did those still waiting on the last day.
        case
            when not never_starts and started_on <= coalesce(left_on, date '{last_day}') then started_on
        end as started_on
    from started
)
select
    intervention,
    episode,
    provider,
    m,
    case
        when m = 1 and chance(intervention, 'type') < 0.012 then one_of(intervention, 'light', [76, 93, 96])
        when m = 1 and substance_group = 'opiate' then case when chance(intervention, 'type') < 0.8 then 94 else 95 end
        when m = 1 then case when chance(intervention, 'type') < 0.16 then 94 else 95 end
        when m = 2 then case when chance(intervention, 'type') < 0.75 then 95 else 96 end
        when m = 3 then 96
        else one_of(intervention, 'light', [94, 95, 76, 93, 8, 9, 10])
    end as modality,
    referred_on,
    offered_on,
    started_on,
    case
        when started_on is null then null
        when m > 1 and chance(intervention, 'ends early') < 0.7
            and started_on + 30 + exponential(intervention, 'lasts', 90)::integer
                < coalesce(left_on, date '{last_day}' + 1)
            then started_on + 30 + exponential(intervention, 'lasts', 90)::integer
        else left_on
    end as ended_on
from dated
order by
    provider,
    episode,
    m;
