-- One row per provider, area its people live in ('all', and 'not_placed'), period and sex: people in treatment there.
create table mart.provider_caseload (
    provider_code varchar not null,
    area_code varchar not null,
    period varchar not null,
    sex varchar not null check (sex in ('female', 'male', 'all')),
    people bigint,
    womens_share double,
    womens_share_low double,
    womens_share_high double,
    status varchar not null check (status in ('ok', 'suppressed')),
    primary key (provider_code, area_code, period, sex)
);
comment on table mart.provider_caseload is 'People in treatment at a provider, once each; a person seen by several providers counts at each. The share of women stands on the rows of all.';

insert into mart.provider_caseload
with small_block as (
    select distinct provider_code, period
    from staging.provider_caseload
    where is_small(people)
        and (select mode from mart.build) = 'open'
),

shown as (
    select
        c.provider_code,
        c.area_code,
        c.period,
        c.sex,
        case when s.provider_code is null then c.people end as people,
        case when c.sex = 'all' and s.provider_code is null then w.people end as women
    from staging.provider_caseload as c
    left join small_block as s using (provider_code, period)
    left join staging.provider_caseload as w
        on w.provider_code = c.provider_code
        and w.area_code = c.area_code
        and w.period = c.period
        and w.sex = 'female'
)

select
    provider_code,
    area_code,
    period,
    sex,
    people,
    over(women, people) as womens_share,
    wilson_low(women, people) as womens_share_low,
    wilson_high(women, people) as womens_share_high,
    case when people is null then 'suppressed' else 'ok' end as status
from shown;
