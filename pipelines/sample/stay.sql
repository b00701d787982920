-- One row per person's stay in treatment: from triage to leaving and how it ended, the first and up to two returns.
create or replace macro never_starts(stay, sex) as
    chance(stay, 'never starts') < {never_start} * case sex when 'F' then 0.9 else 1.05 end;

-- Most who never start are gone within weeks of triage; a few stay on a list for months.
create or replace macro stay_end(stay, sex, substance_group, triaged_on) as
    triaged_on + case
        when never_starts(stay, sex) then 2 + least(200, exponential(stay, 'gives up', 24))::integer
        else stay_days(stay, substance_group)
    end;

create or replace macro profile_of(sex, substance_group) as
    2 * (enum_code(substance_group::substance_group)::integer) + (sex = 'F')::integer;

create or replace macro stay_ending(stay, sex, substance_group, days) as
    case
        when never_starts(stay, sex) then answer_never_comes(stay, profile_of(sex, substance_group))
        when days < 84 then answer_leaves_early(stay, profile_of(sex, substance_group))
        else answer_leaves_later(stay, profile_of(sex, substance_group))
    end;

-- Days away before coming back: some on the very edge of the 21 days that keep two stays one journey.
create or replace macro days_away(stay) as
    case
        when chance(stay, 'gap') < 0.08 then 20
        when chance(stay, 'gap') < 0.16 then 21
        when chance(stay, 'gap') < 0.24 then 22
        else 25 + exponential(stay, 'away', 210)::integer
    end;

create table stay as
with first_stay as (
    select
        *,
        stay_ending(stay, sex, substance_group, left_on - triaged_on) as ending
    from (
        select
            person * 4 as stay,
            person,
            sex,
            substance_group,
            area,
            triaged_on,
            stay_end(person * 4, sex, substance_group, triaged_on) as left_on
        from person
    )
),
second_stay as (
    select
        *,
        stay_ending(stay, sex, substance_group, left_on - triaged_on) as ending
    from (
        select
            stay + 1 as stay,
            person,
            sex,
            case
                when chance(stay + 1, 'other substances') < 0.08 then 'non_opiate_and_alcohol'::substance_group
                else substance_group
            end as substance_group,
            area,
            left_on + days_away(stay + 1) as triaged_on,
            stay_end(stay + 1, sex, substance_group, left_on + days_away(stay + 1)) as left_on
        from first_stay
        where ending <> 'died'
            and chance(stay + 1, 'comes back') < 0.09
            and left_on + days_away(stay + 1) <= date '{last_day}'
    )
),
third_stay as (
    select
        *,
        stay_ending(stay, sex, substance_group, left_on - triaged_on) as ending
    from (
        select
            stay + 1 as stay,
            person,
            sex,
            substance_group,
            area,
            left_on + days_away(stay + 1) as triaged_on,
            stay_end(stay + 1, sex, substance_group, left_on + days_away(stay + 1)) as left_on
        from second_stay
        where ending <> 'died'
            and chance(stay + 1, 'comes back') < 0.15
            and left_on + days_away(stay + 1) <= date '{last_day}'
    )
)
select
    *,
    never_starts(stay, sex) as never_starts,
    case
        when left_on > date '{last_day}' or left_on - triaged_on < 40 then 'simple'
        when chance(stay, 'kind') < 0.030 then 'moves'
        when chance(stay, 'kind') < 0.070 then 'two_services'
        when chance(stay, 'kind') < 0.085 then 'new_contract'
        else 'simple'
    end as kind
from (
    from first_stay
    union all
    from second_stay
    union all
    from third_stay
);
