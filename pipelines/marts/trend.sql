-- One row per share or rate of an area from one source: whether its latest five years rise or fall by more than chance.
create table mart.trend (
    indicator varchar not null,
    source varchar not null,
    area_code varchar not null,
    sex varchar not null,
    substance_group varchar not null,
    breakdown varchar not null,
    category varchar not null,
    from_period varchar,
    to_period varchar,
    method varchar check (method in ('counts', 'intervals')),
    slope_per_year double,
    chi_square double,
    trend varchar not null check (
        trend in (
            'not_yet_calculated', 'cannot_be_calculated', 'no_significant_change', 'increasing', 'decreasing',
            'increasing_and_getting_better', 'increasing_and_getting_worse',
            'decreasing_and_getting_better', 'decreasing_and_getting_worse'
        )
    ),
    reason varchar check (
        reason in (
            'overlapping_periods', 'fewer_than_five_years', 'series_break', 'years_without_a_number', 'everyone_or_nobody'
        )
    ),
    is_preferred boolean not null,
    primary key (indicator, source, area_code, sex, substance_group, breakdown, category)
);
comment on table mart.trend is 'Fingertips'' recent trend: not_yet_calculated is fewer than five years held; cannot_be_calculated is never no change, and reason says why. Better and worse only where an indicator has a good end; women''s share has none.';
comment on column mart.trend.slope_per_year is 'Of the weighted line, in the unit of the indicator.';
comment on column mart.trend.is_preferred is 'Whether pages show this source of the area''s number in its latest year.';

insert into mart.trend
with held as (
    select
        v.indicator,
        v.source,
        v.area_code,
        v.sex,
        v.substance_group,
        v.breakdown,
        v.category,
        v.period,
        year(year_begins(v.period)) as year,
        years_in(v.period) = 1 as is_one_year,
        i.kind,
        i.polarity,
        v.numerator as x,
        v.denominator as n,
        v.value as y,
        v.value_low as low,
        v.value_high as high,
        v.rounded_to,
        v.is_preferred,
        max(year_begins(v.period)) over (partition by v.indicator, v.source, v.area_code) as latest
    from mart.indicator_value as v
    join mart.indicator as i using (indicator)
    left join mart.period as p
        on p.period = v.period
        and is_own(v.source)
    where i.kind in ('proportion', 'rate')
        and coalesce(p.is_complete, true)
        -- in the first year of records everyone is new
        and not (
            v.indicator = 'womens_share_of_new_presentations'
            and is_own(v.source)
            and v.period = (select min(period) from mart.period where period_kind = 'year')
        )
),

-- the last day on which an area became another, as far as it lies before the latest year
break as (
    select h.indicator, h.source, h.area_code, max(b.broken_on) as broken_on
    from (select distinct indicator, source, area_code, latest from held) as h
    join mart.series_break as b
        on b.area_code = h.area_code
        and b.broken_on <= h.latest
        and not b.is_comparable
    -- records are placed by where people live, under today's authorities, in every year
    where h.source not like '%ndtms_records%'
    group by all
),

point as (
    select
        h.* exclude (latest),
        h.y is not null and h.high > h.low as has_number,
        coalesce(b.broken_on > year_begins(h.period), false) as is_before_break,
        h.is_one_year and has_number and not is_before_break as is_valid,
        count_if(is_valid) over (
            partition by h.indicator, h.source, h.area_code, h.sex, h.substance_group, h.breakdown, h.category
            order by h.year desc
        ) as years_back
    from held as h
    left join break as b using (indicator, source, area_code)
),

series as (
    select
        indicator,
        source,
        area_code,
        sex,
        substance_group,
        breakdown,
        category,
        any_value(polarity) as polarity,
        any_value(kind) as kind,
        list(
            {'period': period, 'years_back': years_back, 'year': year, 'x': x, 'n': n, 'y': y, 'low': low, 'high': high,
                'is_exact': rounded_to = 1 and n is not null}
            order by year
        ) filter (is_valid and years_back <= 5) as points,
        coalesce(count_if(is_one_year), 0) as years_held,
        coalesce(count_if(is_one_year and has_number), 0) as years_shown,
        coalesce(count_if(is_valid), 0) as years_valid,
        bool_or(not is_one_year) as has_longer_periods,
        arg_max(is_preferred, year) as is_preferred
    from point
    group by indicator, source, area_code, sex, substance_group, breakdown, category
),

judged as (
    select
        *,
        kind = 'proportion' and list_bool_and([p.is_exact for p in points]) as is_of_counts,
        kind = 'proportion' and list_bool_or([p.x >= p.n for p in points]) as has_everyone,
        list_sum([p.x for p in points]) as all_x,
        list_sum([p.n for p in points]) as all_n
    from series
    where years_valid >= 5
),

weighted as (
    select
        * exclude (points),
        [{
            'years_back': p.years_back,
            'x': p.year - points[5].year,
            'y': p.y,
            'w': if(is_of_counts, weight_of_counts(p.n, all_x, all_n), weight_of_interval(p.low, p.high))
        } for p in points] as points
    from judged
    where not coalesce(has_everyone, false)
),

-- once with all five points, and once without each
line as (
    select
        w.* exclude (points),
        k.left_out,
        [p for p in w.points if p.years_back <> k.left_out] as points
    from weighted as w
    cross join generate_series(0, 5) as k (left_out)
),

summed as (
    select
        * exclude (points),
        list_sum([p.w for p in points]) as w,
        list_sum([p.w * p.x for p in points]) as wx,
        list_sum([p.w * p.y for p in points]) as wy,
        list_sum([p.w * p.x ^ 2 for p in points]) as wxx,
        list_sum([p.w * p.x * p.y for p in points]) as wxy
    from line
),

sloping as (
    select
        *,
        slope(w, wx, wy, wxx, wxy) as slope,
        way_of_slope(slope, w, wx, wxx) as way
    from summed
),

fitted as (
    select
        indicator,
        source,
        area_code,
        sex,
        substance_group,
        breakdown,
        category,
        max(slope) filter (left_out = 0) as slope,
        max(slope_chi_square(slope, w, wx, wxx)) filter (left_out = 0) as chi_square,
        min(way) = max(way) as is_of_one_sign,
        any_value(is_of_counts) as is_of_counts
    from sloping
    group by indicator, source, area_code, sex, substance_group, breakdown, category
)

select
    s.indicator,
    s.source,
    s.area_code,
    s.sex,
    s.substance_group,
    s.breakdown,
    s.category,
    case when f.slope is not null then s.points[1].period end as from_period,
    case when f.slope is not null then s.points[5].period end as to_period,
    case when f.slope is not null then if(f.is_of_counts, 'counts', 'intervals') end as method,
    f.slope as slope_per_year,
    f.chi_square,
    if(
        s.years_held < 5 and not s.has_longer_periods,
        'not_yet_calculated',
        trend_word(f.slope, f.chi_square, f.is_of_one_sign, s.polarity)
    ) as trend,
    case
        when f.slope is not null then null
        when s.has_longer_periods and s.years_held = 0 then 'overlapping_periods'
        when s.years_held < 5 then 'fewer_than_five_years'
        when s.years_shown < 5 then 'years_without_a_number'
        when s.years_valid < 5 then 'series_break'
        else 'everyone_or_nobody'
    end as reason,
    s.is_preferred
from series as s
left join fitted as f using (indicator, source, area_code, sex, substance_group, breakdown, category);
