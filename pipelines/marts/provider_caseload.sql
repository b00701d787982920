-- One row per provider, area its people live in ('all', and 'not_placed'), period, sex and substance group: people in treatment
-- there. Substance groups stand for 'all' areas together only.
-- A check, not a key, proves that each cell is one row: a key of five words takes more room than the table.
create table mart.provider_caseload (
    provider_code varchar not null,
    area_code varchar not null,
    period varchar not null,
    sex varchar not null check (sex in ('female', 'male', 'all')),
    substance_group varchar not null check (
        substance_group in ('all', 'opiate', 'non_opiate', 'non_opiate_and_alcohol', 'alcohol')
    ),
    people bigint,
    womens_share double,
    womens_share_low double,
    womens_share_high double,
    status varchar not null check (status in ('ok', 'suppressed')),
    rounded_to smallint not null,
    check (area_code = 'all' or substance_group = 'all')
);
comment on table mart.provider_caseload is 'People in treatment at a provider, once each; a person seen by several providers counts at each. The share of women stands on the rows of all.';

insert into mart.provider_caseload
-- in an open build a small count hides all of the provider's period, but one of a substance group the groups alone
with small_block as (
    select
        provider_code,
        period,
        bool_or(substance_group = 'all') as hides_all
    from staging.provider_caseload
    where is_small(people)
        and (select mode from mart.build) = 'open'
    group by provider_code, period
),

shown as (
    select
        c.provider_code,
        c.area_code,
        c.period,
        c.sex,
        c.substance_group,
        case when is_shown then c.people end as people,
        case when c.sex = 'all' and is_shown then w.people end as women,
        1::smallint as rounded_to
    from staging.provider_caseload as c
    left join small_block as s using (provider_code, period)
    left join staging.provider_caseload as w
        on w.provider_code = c.provider_code
        and w.area_code = c.area_code
        and w.period = c.period
        and w.substance_group = c.substance_group
        and w.sex = 'female'
    cross join lateral (
        select s.provider_code is null or (c.substance_group = 'all' and not s.hides_all) as is_shown
    )
)

select
    provider_code,
    area_code,
    period,
    sex,
    substance_group,
    people,
    over(women, people) as womens_share,
    wilson_low_of_rounded(women, people, rounded_to) as womens_share_low,
    wilson_high_of_rounded(women, people, rounded_to) as womens_share_high,
    case when people is null then 'suppressed' else 'ok' end as status,
    rounded_to
from shown;
