-- One row per episode: a stay at one service, and whose it is. Sorted by service, in the order in which files are written.
create table episode as
with part as (
    -- A stay is one episode, or two: someone moved, went to two services at once, or the service was re-let.
    select
        stay.*,
        n,
        triaged_on + ((left_on - triaged_on) * (0.3 + 0.4 * chance(stay, 'middle')))::integer as middle
    from stay
    cross join unnest(case kind when 'simple' then [1] else [1, 2] end) as parts(n)
),
placed as (
    select
        stay * 4 + n as episode,
        person,
        n,
        kind,
        substance_group,
        never_starts,
        ending,
        case
            when n = 2 and (kind = 'moves' or (kind = 'two_services' and chance(stay, 'elsewhere') < 0.5))
                then authority.next_area
            else part.area
        end as area,
        case
            when n = 1 then triaged_on
            when kind = 'moves' then least(middle + floor(22 * chance(stay, 'handover'))::integer, left_on)
            else middle
        end as triaged_on,
        case
            when n = 1 and kind in ('moves', 'new_contract') then middle
            when n = 1 and kind = 'two_services' then left_on - floor(30 * chance(stay, 'first ends'))::integer
            else left_on
        end as left_on
    from part
    join authority using (area)
),
served as (
    select
        placed.episode,
        placed.person,
        placed.n::utinyint as n,
        placed.substance_group,
        placed.never_starts,
        placed.area,
        case
            when authority.second_provider is null then authority.first_provider
            when authority.has_womens_service and person.sex = 'M' then authority.first_provider
            when placed.kind = 'two_services' and placed.n = 2 then authority.second_provider
            when chance(placed.episode, 'service') < 0.3 then authority.second_provider
            else authority.first_provider
        end as provider,
        person.finitial,
        person.sinitial,
        person.sex,
        person.born_on,
        placed.triaged_on - floor(15 * pow(chance(placed.episode, 'referral'), 2))::integer as referred_on,
        placed.triaged_on,
        case when placed.left_on <= date '{last_day}' then placed.left_on end as left_on,
        case
            when placed.left_on > date '{last_day}' then null
            when placed.n = 1 and placed.kind <> 'simple' then 'transferred'
            else placed.ending
        end as ending
    from placed
    join person using (person)
    join authority on authority.area = placed.area
)
select
    served.*,
    file_order.place
from served
join file_order using (provider)
order by
    place,
    episode;
