-- One row per person: initials, date of birth and sex, and the day they first come for triage.
create table person as
with newcomer_row as (
    select
        intake.first_person + place as person,
        intake.year,
        intake.substance_group,
        intake.area,
        intake.starts,
        intake.days,
        intake.lean,
        intake.women_share,
        -- A few people share initials and date of birth with the person before them: twins of opposite sex.
        place > 0 and chance(intake.first_person + place, 'twin') < 0.002 as is_twin
    from intake
    cross join unnest(range(intake.people)) as places(place)
),
born as (
    select
        *,
        person - is_twin::integer as look,
        case substance_group
            when 'opiate' then 44 + 8.5 * normal(person - is_twin::integer, 'age')
            when 'alcohol' then 46 + 12.5 * normal(person - is_twin::integer, 'age')
            when 'non_opiate' then 34 + 10.5 * normal(person - is_twin::integer, 'age')
            else 38 + 10 * normal(person - is_twin::integer, 'age')
        end as drawn_age
    from newcomer_row
),
-- Women are spread over each year's newcomers so that the country's share is as meant; chance stays within areas.
spread as (
    select
        *,
        sum(women_share) over (
            partition by year, substance_group
            order by chance(person, 'sex'), person
        ) as women_so_far
    from born
),
sexed as (
    select
        *,
        floor(women_so_far + 0.5) > floor(women_so_far - women_share + 0.5) as is_woman
    from spread
)
select
    person,
    substance_group,
    area,
    letter_of(look, 'first name', 'AAAAABBBCCCCCDDDDEEEFGGHHIJJJJJJKKKLLLLLMMMMMNNOPPPPRRRRSSSSSSTTTVWWYZ') as finitial,
    letter_of(look, 'surname', 'AABBBBBBCCCCCCDDDDEEFFGGGHHHHHIJJJKKLLLMMMMMMNNOPPPPQRRRRSSSSSSSSTTTTUVWWWWYZ') as sinitial,
    case when if(is_twin, not lag(is_woman) over (order by person), is_woman) then 'F' else 'M' end as sex,
    weekday(starts + floor(pow(chance(look, 'first day'), lean) * days)::integer) as triaged_on,
    -- Nobody comes before 18; those drawn younger are put as far above it.
    starts + floor(pow(chance(look, 'first day'), lean) * days)::integer
        - ((18.05 + least(abs(drawn_age - 18.05), 70)) * 365.2425)::integer as born_on
from sexed;
