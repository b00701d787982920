-- One row per authority: its size and what is particular about it.
create table authority as
with sized as (
    select
        row_number() over (order by area.area_code)::integer as area,
        area.area_code,
        area.area_name,
        area.region_code,
        area_size.adults_thousand * 1000 as adults
    from area
    join area_size using (area_code)
),
drawn as (
    select
        area,
        adults * exp(0.25 * normal(area, 'need')) as weight,
        normal(area, 'women') as women
    from sized
),
-- Areas differ around the country's share, whatever the seed.
centred as (
    select
        area,
        weight,
        0.13 * (women - sum(women * weight) over () / sum(weight) over ()) as women_shift
    from drawn
),
codes as (
    select
        area_code,
        list(code order by code) filter (where code_system = 'la' and length(code) = 4) as old_codes,
        list(code order by code) filter (where code_system = 'la' and length(code) = 9) as nine_codes,
        list(code order by code) filter (where code_system = 'utla' and code <> area_code) as earlier_codes,
        min(code) filter (where code_system = 'dat') as dat
    from residence_code
    group by area_code
),
-- Where people who move go: never to a place with hardly any services.
towards as (
    select
        area,
        coalesce(lead(area) over neighbours, first_value(area) over neighbours) as next_area
    from sized
    where adults >= 40000
    window neighbours as (partition by region_code order by area_code)
),
first_of_region as (
    select
        region_code,
        min(area) as next_area
    from sized
    where adults >= 40000
    group by region_code
),
services as (
    select
        area_code,
        min(provider) filter (where not is_second) as first_provider,
        min(provider) filter (where is_second) as second_provider,
        bool_or(is_second and name like '%Women''s%') as has_womens_service
    from provider
    group by area_code
)
select
    sized.area,
    sized.area_code,
    sized.area_name,
    sized.region_code,
    sized.adults,
    centred.weight,
    0.35 * normal(sized.area, 'opiate town') as opiate_lean,
    centred.women_shift,
    chance(sized.area, 'women wait longer') < 0.25 as women_wait_longer,
    exp(0.3 * normal(sized.area, 'waits')) as wait_factor,
    coalesce(towards.next_area, first_of_region.next_area) as next_area,
    coalesce(codes.old_codes, codes.nine_codes) as old_codes,
    codes.nine_codes,
    codes.earlier_codes,
    -- Codes that the lists give to no single authority of today stay as the services write them.
    coalesce(codes.dat, case sized.area_code
        when 'E06000053' then 'K13B'
        when 'E06000061' then 'E10B'
        when 'E06000062' then 'E11B'
        else 'B16B'
    end) as dat,
    services.first_provider,
    services.second_provider,
    coalesce(services.has_womens_service, false) as has_womens_service
from sized
join centred using (area)
left join served_by using (area_code)
join codes using (area_code)
join services on services.area_code = coalesce(served_by.host_code, sized.area_code)
left join towards using (area)
join first_of_region on first_of_region.region_code = sized.region_code;

-- One row per year, substance group and authority: how many new people come forward.
create table intake as
with leaning as (
    select
        newcomer.year,
        newcomer.substance_group,
        newcomer.starts,
        newcomer.days,
        newcomer.lean,
        newcomer.people,
        newcomer.women + authority.women_shift + 0.04 * normal(authority.area * 8 + newcomer.group_number, 'women of the group') as women,
        authority.area,
        mark,
        authority.weight
            * exp(authority.opiate_lean * case when newcomer.substance_group = 'opiate' then 1 else -0.5 end)
            * exp(0.05 * normal(mark, 'year')) as weight
    from newcomer
    cross join authority
    cross join lateral (
        select authority.area * 64 + (newcomer.year - 2019) * 8 + newcomer.group_number as mark
    )
),
expected as (
    select
        *,
        people * weight / sum(weight) over together as expected_people
    from leaning
    window together as (
        partition by year, substance_group
        order by area rows between unbounded preceding and unbounded following
    )
),
counted as (
    select
        year,
        substance_group,
        starts,
        days,
        lean,
        1 / (1 + exp(-women)) as women_share,
        area,
        -- Even the smallest authority has someone.
        greatest(
            floor(expected_people + chance(mark, 'rounding'))::integer,
            (year = 2019 and substance_group = 'alcohol')::integer
        ) as people
    from expected
)
select
    *,
    (sum(people) over (order by year, substance_group, area rows unbounded preceding) - people)::bigint as first_person
from counted;
