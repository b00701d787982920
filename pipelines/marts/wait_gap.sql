-- One row per area, financial year, substance group, order of intervention and clock, and per quarter of all substances
-- together, in which both women and men ended waits: their shares within three weeks and their medians, how these differ,
-- and the chance that a woman waits longer.
-- (A check proves the grain: a key of five words takes longer to make than the table.)
create table mart.wait_gap (
    area_code varchar not null,
    period varchar not null,
    substance_group varchar not null,
    intervention_order varchar not null check (intervention_order in ('first', 'subsequent')),
    clock varchar not null check (clock in ('offered', 'started')),
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
    status varchar not null check (status in ('ok', 'suppressed', 'too_few')),
    women_median_days double,
    men_median_days double,
    median_difference_days double,
    median_difference_low_days double,
    median_difference_high_days double,
    median_direction varchar not null check (
        median_direction in ('women_higher', 'women_lower', 'no_clear_difference', 'too_few_to_tell', 'not_compared')
    ),
    median_status varchar not null check (median_status in ('ok', 'suppressed', 'too_few')),
    chance_woman_longer double,
    chance_woman_longer_low double,
    chance_woman_longer_high double,
    chance_direction varchar not null check (
        chance_direction in ('women_higher', 'women_lower', 'no_clear_difference', 'too_few_to_tell', 'not_compared')
    ),
    chance_status varchar not null check (
        chance_status in ('ok', 'suppressed', 'too_few', 'no_spread', 'not_published')
    )
);
comment on table mart.wait_gap is 'Women, men, difference and ratio: of the share of waits within three weeks, so women_higher is in their favour. Medians and the chance: of days, so women_higher is a longer wait. Waits that ended, of people who reached triage.';
comment on column mart.wait_gap.chance_woman_longer is 'Of a woman and a man taken at random, the chance that she waited more days, with half the chance that they waited as many. In an open build from its steps of days: within a step, as many.';
comment on column mart.wait_gap.chance_status is 'too_few: under ten women or men, so no limits. no_spread: no limits can be made, as all waited alike, or every woman longer than every man, or every man than every woman. not_published: quarters, and in an open build single substance groups.';

-- An open build knows of days what it shows of them.
insert into staging.wait_day
select
    cell_number(
        enum_code(w.area_code::area_code), p.period_number, enum_code('all'::sex_word), enum_code(w.substance_group),
        enum_code('wait'::counted), enum_code(w.intervention_order), enum_code(w.clock)
    ) as cell,
    w.days_from as days,
    coalesce(sum(w.waits) filter (where w.sex = 'female'), 0) as women,
    coalesce(sum(w.waits) filter (where w.sex = 'male'), 0) as men
from mart.wait_days as w
join staging.period as p
    on p.period = w.year
where (select mode from mart.build) = 'open'
group by all;

insert into mart.wait_gap
with wait as (
    select
        area_code,
        period,
        sex,
        substance_group,
        intervention_order,
        clock,
        waits,
        within_3_weeks as within,
        within_3_weeks_share as share,
        within_3_weeks_share_low as share_low,
        within_3_weeks_share_high as share_high,
        median_days,
        median_low_days,
        median_high_days,
        status,
        1 as rounded_to
    from mart.waiting_time
    where sex <> 'all'
        -- a place's quarter of one substance group is too few to tell nearly everywhere, and four in five rows
        and (substance_group = 'all' or period not like '% Q%')
),

effect as (
    select
        area_of(cell)::varchar as area_code,
        p.period,
        substance_group_of(cell)::varchar as substance_group,
        intervention_order_of(cell)::varchar as intervention_order,
        clock_of(cell)::varchar as clock,
        chance,
        case when least(women, men) >= 10 then chance_low(chance, variance, freedom) end as chance_low,
        case when least(women, men) >= 10 then chance_high(chance, variance, freedom) end as chance_high,
        case
            when least(women, men) < 10 then 'too_few'
            when variance is null then 'no_spread'
            else 'ok'
        end as chance_status
    from relative_effect('staging.wait_day')
    join staging.period as p
        on p.period_number = period_number_of(cell)
    where chance is not null
),

compared as (
    select
        area_code,
        period,
        substance_group,
        intervention_order,
        clock,
        w.share as women,
        w.share_low as women_low,
        w.share_high as women_high,
        m.share as men,
        m.share_low as men_low,
        m.share_high as men_high,
        w.share - m.share as difference,
        mover_low(w.share, w.share_low, w.share_high, m.share, m.share_low, m.share_high) as difference_low,
        mover_high(w.share, w.share_low, w.share_high, m.share, m.share_low, m.share_high) as difference_high,
        share_ratio(w.within, w.waits, m.within, m.waits) as ratio,
        share_ratio_low_of_rounded(w.within, w.waits, w.rounded_to, m.within, m.waits, m.rounded_to) as ratio_low,
        share_ratio_high_of_rounded(w.within, w.waits, w.rounded_to, m.within, m.waits, m.rounded_to) as ratio_high,
        case
            when 0 in (w.waits, m.waits) then 'too_few'
            when w.share is null or m.share is null then 'suppressed'
            else 'ok'
        end as status,
        w.median_days as women_median_days,
        m.median_days as men_median_days,
        w.median_days - m.median_days as median_difference_days,
        mover_low(
            w.median_days, w.median_low_days, w.median_high_days, m.median_days, m.median_low_days, m.median_high_days
        ) as median_low,
        mover_high(
            w.median_days, w.median_low_days, w.median_high_days, m.median_days, m.median_low_days, m.median_high_days
        ) as median_high,
        case
            when 0 in (w.waits, m.waits) then 'too_few'
            when w.median_days is null or m.median_days is null then 'suppressed'
            when w.median_low_days is null or m.median_low_days is null then 'too_few'
            else 'ok'
        end as median_status,
        e.chance,
        e.chance_low,
        e.chance_high,
        coalesce(
            e.chance_status,
            case when period like '% Q%' then 'not_published' end,
            case when b.mode = 'open' and substance_group <> 'all' then 'not_published' else 'suppressed' end
        ) as chance_status
    from (from wait where sex = 'female') as w
    join (from wait where sex = 'male') as m
        using (area_code, period, substance_group, intervention_order, clock)
    left join effect as e
        using (area_code, period, substance_group, intervention_order, clock)
    cross join mart.build as b
),

-- a quarter is held against its year's spread: in a quarter authorities lie far apart by chance alone
spread as (
    select
        c.period as year,
        c.substance_group,
        c.intervention_order,
        c.clock,
        quantile_cont(c.difference, 0.75) - quantile_cont(c.difference, 0.25) as of_shares,
        quantile_cont(c.median_difference_days, 0.75) - quantile_cont(c.median_difference_days, 0.25) as of_medians,
        quantile_cont(c.chance, 0.75) - quantile_cont(c.chance, 0.25) as of_chances
    from compared as c
    join mart.area as a
        on a.area_code = c.area_code
        and a.area_kind = 'local_authority'
    where c.period not like '% Q%'
    group by all
)

select
    c.area_code,
    c.period,
    c.substance_group,
    c.intervention_order,
    c.clock,
    c.women,
    c.women_low,
    c.women_high,
    c.men,
    c.men_low,
    c.men_high,
    c.difference,
    c.difference_low,
    c.difference_high,
    case when c.ratio_low + c.ratio_high is not null then c.ratio end as ratio,
    case when c.ratio_high is not null then c.ratio_low end as ratio_low,
    case when c.ratio_low is not null then c.ratio_high end as ratio_high,
    gap_direction(
        c.difference_low, c.difference_high, c.difference_high - c.difference_low > 2 * s.of_shares
    ) as direction,
    c.status,
    c.women_median_days,
    c.men_median_days,
    c.median_difference_days,
    c.median_low as median_difference_low_days,
    c.median_high as median_difference_high_days,
    gap_direction(c.median_low, c.median_high, c.median_high - c.median_low > 2 * s.of_medians) as median_direction,
    c.median_status,
    c.chance as chance_woman_longer,
    c.chance_low as chance_woman_longer_low,
    c.chance_high as chance_woman_longer_high,
    gap_direction(
        c.chance_low - 0.5, c.chance_high - 0.5, c.chance_high - c.chance_low > 2 * s.of_chances
    ) as chance_direction,
    c.chance_status
from compared as c
left join spread as s
    on s.year = c.period[1:7]
    and s.substance_group = c.substance_group
    and s.intervention_order = c.intervention_order
    and s.clock = c.clock;
