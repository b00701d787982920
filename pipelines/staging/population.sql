-- One row per place, mid-year and sex: residents aged 18 and over, and of all ages, where both women and men of the place are
-- known. An authority that no single older code covers is the sum of its parts; one that was renumbered keeps its people.
create or replace table staging.population as
with published as (
    -- a row that was rejected or is not there leaves the other sex too without a use: "all" would be half of all
    select
        area_code as published_code,
        year,
        sum(people) filter (where sex = 'female' and age >= 18)::bigint as women,
        sum(people) filter (where sex = 'male' and age >= 18)::bigint as men,
        sum(people) filter (where sex = 'female')::bigint as females,
        sum(people) filter (where sex = 'male')::bigint as males
    from staging.ons_population
    group by area_code, year
    having women is not null
        and men is not null
),

-- published under the old code and today's in one year: today's row alone, as the two are the same people
followed as (
    select
        coalesce(change.new_code, p.published_code) as area_code,
        p.year,
        p.women,
        p.men,
        p.females,
        p.males
    from published as p
    left join reference.area_change as change
        on change.old_code = p.published_code
        and change.change = 'recode'
    qualify row_number() over (
        partition by coalesce(change.new_code, p.published_code), p.year
        order by change.old_code nulls first
    ) = 1
),

from_parts as (
    select
        part.area_code,
        p.year,
        sum(p.women)::bigint as women,
        sum(p.men)::bigint as men,
        sum(p.females)::bigint as females,
        sum(p.males)::bigint as males
    from reference.authority_part as part
    join followed as p
        on p.area_code = part.part_code
    group by part.area_code, p.year
    having count(*) = (
        select count(*)
        from reference.authority_part as every_part
        where every_part.area_code = part.area_code
    )
),

place as (
    select area_code, year, women, men, females, males
    from followed
    where area_code in (select area_code from reference.area)
    union all
    select area_code, year, women, men, females, males
    from from_parts
    where (area_code, year) not in (select (area_code, year) from followed)
),

-- a partnership has the sum of its members, where all are there
of_partnership as (
    select
        m.partnership_code,
        p.year,
        sum(p.women)::bigint as women,
        sum(p.men)::bigint as men,
        sum(p.females)::bigint as females,
        sum(p.males)::bigint as males
    from reference.partnership_member as m
    join place as p using (area_code)
    group by m.partnership_code, p.year
    having count(*) = (
        select count(*)
        from reference.partnership_member as every_member
        where every_member.partnership_code = m.partnership_code
    )
),

counted as (
    select area_code, year, women, men, females, males
    from place
    union all
    select partnership_code, year, women, men, females, males
    from of_partnership
)

select area_code, year, 'female' as sex, women as adults, females as residents
from counted
union all
select area_code, year, 'male', men, males
from counted
union all
select area_code, year, 'all', women + men, females + males
from counted;
