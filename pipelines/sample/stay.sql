-- One row per person's stay in treatment: from triage to leaving, the first and up to two returns.
create or replace macro stay_end(stay, substance_group, triaged_on) as
    triaged_on + case
        when chance(stay, 'never starts') < {never_start} then 2 + floor(20 * chance(stay, 'gives up'))::integer
        else stay_days(stay, substance_group)
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
        person * 4 as stay,
        person,
        substance_group,
        area,
        triaged_on,
        stay_end(person * 4, substance_group, triaged_on) as left_on
    from person
),
second_stay as (
    select
        stay + 1 as stay,
        person,
        case when chance(stay + 1, 'other substances') < 0.08 then 'non_opiate_and_alcohol' else substance_group end
            as substance_group,
        area,
        left_on + days_away(stay + 1) as triaged_on,
        stay_end(stay + 1, substance_group, left_on + days_away(stay + 1)) as left_on
    from first_stay
    where chance(stay + 1, 'comes back') < 0.09
        and left_on + days_away(stay + 1) <= date '{last_day}'
),
third_stay as (
    select
        stay + 1 as stay,
        person,
        substance_group,
        area,
        left_on + days_away(stay + 1) as triaged_on,
        stay_end(stay + 1, substance_group, left_on + days_away(stay + 1)) as left_on
    from second_stay
    where chance(stay + 1, 'comes back') < 0.15
        and left_on + days_away(stay + 1) <= date '{last_day}'
)
select
    *,
    chance(stay, 'never starts') < {never_start} as never_starts,
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
