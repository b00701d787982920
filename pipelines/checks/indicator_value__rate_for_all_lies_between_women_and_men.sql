-- Rates of all adults outside those of women and of men, whose weighted mean they are. The hair's breadth is floating point.
with rate as (
    select
        indicator,
        source,
        area_code,
        period,
        substance_group,
        max(value) filter (where sex = 'female') as women,
        max(value) filter (where sex = 'male') as men,
        max(value) filter (where sex = 'all') as everyone
    from indicator_value
    where indicator = 'treatment_rate_per_1000'
        and status = 'ok'
    group by all
)

select
    indicator,
    area_code,
    period,
    substance_group
from rate
where women is not null
    and men is not null
    and (everyone < least(women, men) - 1e-9 or everyone > greatest(women, men) + 1e-9)
