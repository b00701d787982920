-- One row per indicator, area, period, substance group and category with a number of women's or of men's: the two beside
-- each other, their difference and their ratio, each with its 95% limits. Made from what is published.
-- (A check proves the grain: a key of six words takes more room than the table.)
create table mart.indicator_gap (
    indicator varchar not null,
    area_code varchar not null,
    period varchar not null,
    substance_group varchar not null,
    breakdown varchar not null,
    category varchar not null,
    women double,
    women_low double,
    women_high double,
    men double,
    men_low double,
    men_high double,
    difference double,
    difference_low double,
    difference_high double,
    ratio double,
    ratio_low double,
    ratio_high double,
    direction varchar not null check (
        direction in ('women_higher', 'women_lower', 'no_clear_difference', 'too_few_to_tell', 'not_compared')
    ),
    status varchar not null check (
        status in (
            'ok', 'no_denominator', 'two_sources',
            'suppressed', 'too_few', 'unreliable', 'not_published', 'not_collected'
        )
    ),
    source varchar,
    rounded_to smallint not null
);
comment on table mart.indicator_gap is 'Difference: women less men. A count has no denominator, so its women and men stand beside each other and are not compared: more men than women are counted of nearly everything. Higher is not better: polarity stands in indicator.';
comment on column mart.indicator_gap.direction is 'From the limits of the difference. too_few_to_tell: they hold no difference and are more than twice as far apart as the middle half of authorities'' differences, or the publisher calls a number unreliable.';
comment on column mart.indicator_gap.ratio is 'Women''s number over men''s, by the log method; none where a cell is 0, or may be by rounding.';
comment on column mart.indicator_gap.status is 'two_sources: what pages show of women and of men is not of one source.';

insert into mart.indicator_gap
with number as (
    select
        v.indicator,
        i.kind,
        v.area_code,
        v.period,
        v.sex,
        v.substance_group,
        v.breakdown,
        v.category,
        v.numerator,
        v.denominator,
        v.value,
        v.value_low,
        v.value_high,
        v.status,
        v.source,
        v.rounded_to
    from mart.indicator_value as v
    join mart.indicator as i using (indicator)
    where v.is_preferred
        and v.sex <> 'all'
),

pair as (
    select
        indicator,
        area_code,
        period,
        substance_group,
        breakdown,
        category,
        coalesce(w.kind, m.kind) as kind,
        w.value as women,
        w.value_low as women_low,
        w.value_high as women_high,
        w.numerator as women_counted,
        w.denominator as women_of,
        w.rounded_to as women_rounded_to,
        m.value as men,
        m.value_low as men_low,
        m.value_high as men_high,
        m.numerator as men_counted,
        m.denominator as men_of,
        m.rounded_to as men_rounded_to,
        case
            when w.source is null or m.source is null then 'not_published'
            when w.source <> m.source then 'two_sources'
            when w.value is null then w.status
            when m.value is null then m.status
            when w.kind = 'count' then 'no_denominator'
            when m.status <> 'ok' then m.status
            else w.status
        end as status,
        case when w.source = m.source then w.source end as source,
        greatest(w.rounded_to, m.rounded_to) as rounded_to
    from (from number where sex = 'female') as w
    full join (from number where sex = 'male') as m
        using (indicator, area_code, period, substance_group, breakdown, category)
),

-- counted of so many, counted in so many residents, or known by a publisher's limits alone
compared as (
    select
        indicator,
        area_code,
        period,
        substance_group,
        breakdown,
        category,
        women - men as difference,
        mover_low(women, women_low, women_high, men, men_low, men_high) as difference_low,
        mover_high(women, women_low, women_high, men, men_low, men_high) as difference_high,
        case
            when women_of is null or men_of is null then limits_ratio(women, men)
            when kind = 'proportion' then share_ratio(women_counted, women_of, men_counted, men_of)
            else rate_ratio(women_counted, women_of, men_counted, men_of)
        end as ratio,
        case
            when women_of is null or men_of is null
                then limits_ratio_low(women, women_low, women_high, men, men_low, men_high)
            when kind = 'proportion'
                then share_ratio_low_of_rounded(
                    women_counted, women_of, women_rounded_to, men_counted, men_of, men_rounded_to
                )
            else rate_ratio_low_of_rounded(
                women_counted, women_of, women_rounded_to, men_counted, men_of, men_rounded_to
            )
        end as ratio_low,
        case
            when women_of is null or men_of is null
                then limits_ratio_high(women, women_low, women_high, men, men_low, men_high)
            when kind = 'proportion'
                then share_ratio_high_of_rounded(
                    women_counted, women_of, women_rounded_to, men_counted, men_of, men_rounded_to
                )
            else rate_ratio_high_of_rounded(
                women_counted, women_of, women_rounded_to, men_counted, men_of, men_rounded_to
            )
        end as ratio_high
    from pair
    where status in ('ok', 'unreliable')
),

spread as (
    select
        c.indicator,
        c.period,
        c.substance_group,
        c.breakdown,
        c.category,
        quantile_cont(c.difference, 0.75) - quantile_cont(c.difference, 0.25) as middle_half
    from compared as c
    join mart.area as a
        on a.area_code = c.area_code
        and a.area_kind = 'local_authority'
    group by all
)

select
    p.indicator,
    p.area_code,
    p.period,
    p.substance_group,
    p.breakdown,
    p.category,
    p.women,
    p.women_low,
    p.women_high,
    p.men,
    p.men_low,
    p.men_high,
    c.difference,
    c.difference_low,
    c.difference_high,
    case when c.ratio_low + c.ratio_high is not null then c.ratio end as ratio,
    case when c.ratio_high is not null then c.ratio_low end as ratio_low,
    case when c.ratio_low is not null then c.ratio_high end as ratio_high,
    case
        when p.status = 'unreliable' then 'too_few_to_tell'
        else gap_direction(
            c.difference_low, c.difference_high, c.difference_high - c.difference_low > 2 * s.middle_half
        )
    end as direction,
    p.status,
    p.source,
    coalesce(p.rounded_to, 1) as rounded_to
from pair as p
left join compared as c using (indicator, area_code, period, substance_group, breakdown, category)
left join spread as s using (indicator, period, substance_group, breakdown, category);
