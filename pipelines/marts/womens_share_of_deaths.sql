-- One row per area, cause, three years and substance group of treatment: women's share of deaths beside women's share of people
-- in treatment in a financial year of those three. Made from what is published, so it can give nothing away.
create table mart.womens_share_of_deaths (
    area_code varchar not null,
    cause varchar not null check (cause in ('drug_misuse', 'drug_poisoning')),
    period varchar not null,
    substance_group varchar not null check (substance_group in ('all', 'opiate')),
    women_died bigint,
    men_died bigint,
    share_of_deaths double,
    share_of_deaths_low double,
    share_of_deaths_high double,
    treatment_period varchar,
    women_in_treatment bigint,
    men_in_treatment bigint,
    share_in_treatment double,
    share_in_treatment_low double,
    share_in_treatment_high double,
    difference double,
    difference_low double,
    difference_high double,
    comparison varchar not null check (
        comparison in ('lower', 'similar', 'higher', 'too_few_to_tell', 'not_compared')
    ),
    status varchar not null,
    source varchar not null,
    treatment_source varchar,
    rounded_to smallint not null,
    primary key (area_code, cause, period, substance_group),
    check ((difference is null) = (status <> 'ok'))
);
comment on table mart.womens_share_of_deaths is 'higher: women are more of those who died than of those in treatment. People who die are of all ages and mostly were not in treatment. similar: no difference lies in the 95% interval; too_few_to_tell: it does, but the interval is more than twice as wide as the middle half of authorities.';
comment on column mart.womens_share_of_deaths.treatment_period is 'The financial year that begins in the middle one of the three, else in the last, else in the first: one year, in which nobody counts twice.';
comment on column mart.womens_share_of_deaths.status is 'ok where both shares are known; else why the deaths'' is not, or else why that of treatment is not.';

insert into mart.womens_share_of_deaths
with died as (
    select
        v.area_code,
        replace(v.indicator, '_deaths', '') as cause,
        v.period,
        v.source,
        max(v.rounded_to) as rounded_to,
        max(v.value) filter (where v.sex = 'female') as women,
        max(v.value) filter (where v.sex = 'male') as men,
        -- the women's reason before the men's
        coalesce(
            max(v.status) filter (where v.sex = 'female' and v.status <> 'ok'),
            max(v.status) filter (where v.sex = 'male' and v.status <> 'ok')
        ) as why_not
    from mart.indicator_value as v
    where v.indicator in ('drug_misuse_deaths', 'drug_poisoning_deaths')
        and v.is_preferred
        and v.sex in ('female', 'male')
        and is_three_years(v.period)
    group by v.area_code, v.indicator, v.period, v.source
),

deaths as (
    select
        area_code,
        cause,
        period,
        period[1:4]::integer + 1 as middle_year,
        source,
        rounded_to,
        women,
        men,
        over(women, women + men) as share,
        wilson_low_of_rounded(women, women + men, rounded_to) as share_low,
        wilson_high_of_rounded(women, women + men, rounded_to) as share_high,
        case
            when why_not is not null then why_not
            when women is null or men is null then 'not_published'
            when women + men = 0 then 'too_few'
            else 'ok'
        end as status
    from died
),

treatment as (
    select
        area_code,
        period,
        period[1:4]::integer as begins_in,
        substance_group,
        women,
        men,
        share,
        share_low,
        share_high,
        status,
        source,
        rounded_to
    from mart.womens_share
    where provider_code = 'all'
        and measure = 'in_treatment'
        and substance_group in ('all', 'opiate')
        and comparator in ('england', 'none')
),

beside as (
    select
        d.area_code,
        d.cause,
        d.period,
        g.substance_group,
        d.women,
        d.men,
        d.share,
        d.share_low,
        d.share_high,
        d.source,
        t.period as treatment_period,
        t.women as women_in_treatment,
        t.men as men_in_treatment,
        t.share as share_in_treatment,
        t.share_low as share_in_treatment_low,
        t.share_high as share_in_treatment_high,
        t.source as treatment_source,
        case
            when d.status <> 'ok' then d.status
            else coalesce(t.status, 'not_published')
        end as status,
        greatest(d.rounded_to, coalesce(t.rounded_to, 1)) as rounded_to
    from deaths as d
    cross join (values ('all'), ('opiate')) as g (substance_group)
    left join treatment as t
        on t.area_code = d.area_code
        and t.substance_group = g.substance_group
        and t.begins_in between d.middle_year - 1 and d.middle_year + 1
    -- a year with a number before one without; then the middle one, the last, the first
    qualify row_number() over (
        partition by d.area_code, d.cause, d.period, g.substance_group
        order by t.status = 'ok' desc nulls last, abs(t.begins_in - d.middle_year), t.begins_in desc
    ) = 1
),

compared as (
    select
        *,
        if(status = 'ok', share - share_in_treatment, null) as difference,
        newcombe_low(
            share_in_treatment, share_in_treatment_low, share_in_treatment_high, share, share_low, share_high
        ) as difference_low,
        newcombe_high(
            share_in_treatment, share_in_treatment_low, share_in_treatment_high, share, share_low, share_high
        ) as difference_high
    from beside
),

spread as (
    select
        cause,
        period,
        substance_group,
        quantile_cont(difference, 0.75) - quantile_cont(difference, 0.25) as middle_half
    from compared
    join mart.area as a using (area_code)
    where a.area_kind = 'local_authority'
    group by all
)

select
    c.area_code,
    c.cause,
    c.period,
    c.substance_group,
    c.women as women_died,
    c.men as men_died,
    c.share as share_of_deaths,
    c.share_low as share_of_deaths_low,
    c.share_high as share_of_deaths_high,
    c.treatment_period,
    c.women_in_treatment,
    c.men_in_treatment,
    c.share_in_treatment,
    c.share_in_treatment_low,
    c.share_in_treatment_high,
    c.difference,
    if(c.status = 'ok', c.difference_low, null) as difference_low,
    if(c.status = 'ok', c.difference_high, null) as difference_high,
    case
        when c.status <> 'ok' then 'not_compared'
        when c.difference_low > 0 then 'higher'
        when c.difference_high < 0 then 'lower'
        when c.difference_high - c.difference_low > 2 * s.middle_half then 'too_few_to_tell'
        else 'similar'
    end as comparison,
    c.status,
    c.source,
    c.treatment_source,
    c.rounded_to
from compared as c
left join spread as s
    using (cause, period, substance_group);
