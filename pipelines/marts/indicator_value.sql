-- One row per indicator, source, area, period, sex, substance group and category: the number, its interval, and why if there
-- is none. Of several sources for one number pages show the preferred; the others are there as a check.
-- Ratios, intervals and hiding are done here, once, for every indicator alike.
create table mart.indicator_value (
    indicator varchar not null,
    area_code varchar not null,
    period varchar not null,
    sex varchar not null check (sex in ('female', 'male', 'all')),
    substance_group varchar not null check (
        substance_group in ('all', 'opiate', 'non_opiate', 'non_opiate_and_alcohol', 'alcohol')
    ),
    breakdown varchar not null,
    category varchar not null,
    numerator double,
    denominator double,
    value double,
    value_low double,
    value_high double,
    status varchar not null check (
        status in ('ok', 'suppressed', 'too_few', 'unreliable', 'not_published', 'not_collected')
    ),
    source varchar not null,
    is_preferred boolean not null,
    rounded_to smallint not null,
    note varchar,
    primary key (indicator, source, area_code, period, sex, substance_group, breakdown, category)
);
comment on table mart.indicator_value is 'Null is unknown and status says why; zero means zero.';
comment on column mart.indicator_value.rounded_to is 'Its publisher rounds counts to the nearest of these; intervals of shares and rates hold for all the true counts may be. A sum of rounded counts has theirs together.';
comment on column mart.indicator_value.value is 'A count, a share from 0 to 1, or a rate in the unit of its indicator.';

insert into mart.indicator_value
-- partnerships and years in which records know nobody of some member: they are of a few of its places only
with partnership_in_part as (
    select distinct m.partnership_code, c.period
    from reference.partnership_member as m
    join staging.indicator_count as c using (area_code)
    where c.indicator = 'people_in_treatment'
        and is_own(c.source)
        and c.sex = 'all'
        and c.substance_group = 'all'
        and c.numerator = 0
),

judged as (
    select
        c.indicator,
        c.kind,
        c.per,
        c.area_code,
        c.period,
        c.sex,
        c.substance_group,
        c.breakdown,
        c.category,
        c.numerator,
        c.denominator,
        c.published_value,
        c.published_low,
        c.published_high,
        c.published_status,
        case
            when h.is_hidden then 'suppressed'
            when c.published_status is not null then c.published_status
            when c.kind = 'count' and c.numerator is not null then 'ok'
            when c.kind = 'count' then 'not_published'
            when c.denominator is null then 'not_published'
            when c.denominator = 0 then 'too_few'
            -- after rounding a part can look larger than its whole: too few to make a share of
            when c.kind = 'proportion' and c.numerator > c.denominator then 'too_few'
            else 'ok'
        end as status,
        c.source,
        c.rounded_to,
        c.note,
        case
            when (a.area_kind in ('england', 'region') or part.partnership_code is not null) and is_own(c.source) then 100
            else coalesce(list_position(i.prefers, c.source), 99)
        end as preference
    from staging.indicator_count as c
    join mart.indicator as i
        on i.indicator = c.indicator
    join mart.area as a
        on a.area_code = c.area_code
    left join partnership_in_part as part
        on part.partnership_code = c.area_code
        and part.period = c.period
    left join staging.hidden_count as h
        on is_own(c.source)
        and h.indicator = c.counts
        and h.area_code = c.area_code
        and h.period = c.period
        and h.substance_group = c.substance_group
        and h.breakdown = c.breakdown
        and h.category = c.category
        -- a share rests on women, men and all of them; anything else on the count of its own sex
        and h.sex = case c.kind when 'proportion' then 'any' else c.sex end
)

select
    indicator,
    area_code,
    period,
    sex,
    substance_group,
    breakdown,
    category,
    case when status = 'suppressed' then null else numerator end as numerator,
    case when status = 'suppressed' and kind <> 'rate' then null else denominator end as denominator,
    case
        when status not in ('ok', 'unreliable') then null
        when published_status is not null then coalesce(published_value, numerator)
        when kind = 'count' then numerator
        else over(numerator, denominator) * per
    end as value,
    case
        when status not in ('ok', 'unreliable') then null
        when published_status is not null then published_low
        when kind = 'proportion' then wilson_low_of_rounded(numerator, denominator, rounded_to)
        when kind = 'rate' then over(count_low_of_rounded(numerator, rounded_to), denominator) * per
    end as value_low,
    case
        when status not in ('ok', 'unreliable') then null
        when published_status is not null then published_high
        when kind = 'proportion' then wilson_high_of_rounded(numerator, denominator, rounded_to)
        when kind = 'rate' then over(count_high_of_rounded(numerator, rounded_to), denominator) * per
    end as value_high,
    status,
    source,
    preference = coalesce(
        min(preference) filter (where status in ('ok', 'unreliable')) over shown,
        min(preference) over shown
    ) as is_preferred,
    rounded_to,
    note
from judged
window shown as (partition by indicator, area_code, period, sex);
