-- One row per authority in each set that is ranked, with the middle and the standard error that its draws are made with.
-- Made from what is published: a hidden number has no rank.
create or replace table staging.ranked_area as
with held as (
    select
        v.indicator,
        v.source,
        v.period,
        v.sex,
        v.substance_group,
        v.breakdown,
        v.category,
        v.area_code,
        case when v.status = 'ok' and v.value_high is not null then v.value end as value,
        -- the middle 95% of its draws are its interval
        (on_even_scale(i.kind, v.value_low) + on_even_scale(i.kind, v.value_high)) / 2 as middle,
        (on_even_scale(i.kind, v.value_high) - on_even_scale(i.kind, v.value_low)) / (2 * z95()) as error,
        v.status
    from mart.indicator_value as v
    join mart.indicator as i using (indicator)
    join mart.area as a using (area_code)
    where i.kind in ('proportion', 'rate')
        and (v.substance_group = 'all' or i.polarity = 'balance')
        and is_compared_area(a.area_kind, v.area_code, a.valid_to, v.period)
),

recent as (
    select
        *,
        dense_rank() over (partition by indicator, source order by year_begins(period) desc) as periods_back
    from held
),

counted as (
    select
        * exclude (periods_back),
        count(value) over same as areas,
        count(*) over same - areas as areas_without,
        rank() over (
            partition by indicator, source, period, sex, substance_group, breakdown, category, value is null
            order by value
        ) as rank,
        count(*) over (
            partition by indicator, source, period, sex, substance_group, breakdown, category, value
        ) as sharing_rank
    from recent
    where periods_back <= 10
    window same as (partition by indicator, source, period, sex, substance_group, breakdown, category)
)

select
    *,
    dense_rank() over (
        order by indicator, source, period, sex, substance_group, breakdown, category
    ) as set_number
from counted
where areas >= fewest_areas();
